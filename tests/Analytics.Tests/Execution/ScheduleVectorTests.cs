using System.Text.Json;
using Platform.Analytics.Execution;
using Platform.Analytics.Tests.Portfolio;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Execution;

public sealed class ScheduleVectorTests
{
    private static readonly TwapRules s_even = new() { Slices = SliceRules.Even };

    [Fact]
    public void Twap_slices_are_the_vector_EX_1_and_sum_to_the_quantity()
    {
        double[] expected = [.. QuantVectors.Of("EX-1 TWAP 1.000/12 step .001").EnumerateArray().Select(e => e.GetDouble())];
        ExecutionSchedule schedule = TwapSchedule.Build(Quantity.Of(1), Quantity.Parse("0.001"), 12, 0, s_even, "parent");
        Assert.Equal(expected, Enumerable.Range(0, 12).Select(i => schedule.PlannedOf(i).ToDouble()));
        Assert.Equal(Quantity.Of(1), schedule.Total);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i * 300_000L), schedule.Slices.Select(slice => slice.Release_ms));
        Assert.Equal(3_600_000, schedule.End_ms);
    }

    [Fact]
    public void No_thirteenth_slice_holds_the_remainder_as_in_the_vector_EX_1b()
    {
        JsonElement naive = QuantVectors.Of("EX-1b Nautilus-style");
        ExecutionSchedule schedule = TwapSchedule.Build(Quantity.Of(1), Quantity.Parse("0.001"), naive.GetProperty("n").GetInt32(), 0, s_even, "parent");
        Assert.Equal(naive.GetProperty("n").GetInt32(), schedule.Slices.Count);
        Assert.DoesNotContain(Quantity.Parse("0.004"), Enumerable.Range(0, schedule.Slices.Count).Select(schedule.PlannedOf));
    }

    [Fact]
    public void The_minimum_notional_bounds_the_slices_as_in_the_vector_EX_2()
    {
        JsonElement vector = QuantVectors.Of("EX-2 N by min notional");
        int count = TwapSchedule.SliceCount(Quantity.Of(60), Price.Of(1), Notional.Parse(vector.GetProperty("minNotional").GetRawText()), new TwapRules());
        Assert.Equal(vector.GetProperty("N").GetInt32(), count);
    }

    [Fact]
    public void Vwap_windows_are_the_vector_EX_4()
    {
        JsonElement vector = QuantVectors.Of("EX-4 VWAP");
        var shares = new double[Label.PerDay];
        (shares[190], shares[191], shares[192], shares[193]) = (0.003, 0.004, 0.006, 0.005);
        long start_ms = Label.Parse("2025-05-05-191").Value.Start_ms + 120_000;
        IReadOnlyList<VwapWindow> windows = VwapSchedule.Windows(Quantity.Of(10), Quantity.Parse("0.01"), VolumeProfile.FromShares(shares, 14), start_ms, 15 * 60_000);
        QuantVectors.Close(QuantVectors.Numbers(vector.GetProperty("w")), Numbers(windows, window => window.Share));
        Quantity before = Quantity.Zero;
        foreach (JsonProperty child in vector.GetProperty("children").EnumerateObject())
        {
            VwapWindow window = windows.Single(w => Label.At(w.Start_ms).OfDay == int.Parse(child.Name, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(Quantity.Parse(child.Value.GetRawText()), window.Cumulative - before);
            before = window.Cumulative;
        }

        Assert.Equal(Quantity.Of(10), before);
    }

    [Fact]
    public void A_share_shrinks_as_in_the_vector_EX_4b()
    {
        JsonElement vector = QuantVectors.Of("EX-4b profile shrink");
        Assert.Equal(vector.GetProperty("u'").GetDouble(), VolumeProfile.Shrunk(vector.GetProperty("u").GetDouble(), vector.GetProperty("lam").GetDouble()), 1e-12);
    }

    [Fact]
    public void Participation_is_the_vector_EX_5()
    {
        JsonElement vector = QuantVectors.Of("EX-5 participation");
        Quantity allowed = Quantity.Min(Quantity.Of(6), SliceAllowance.Participation(Quantity.Of(40), vector.GetProperty("cap").GetDouble()));
        Assert.Equal(Quantity.Parse("4"), allowed);
        Assert.Equal(vector.GetProperty("carry").GetDouble(), (Quantity.Of(6) - allowed).ToDouble());
    }

    private static SortedDictionary<string, double> Numbers(IReadOnlyList<VwapWindow> windows, Func<VwapWindow, double> value)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (VwapWindow window in windows)
            numbers.Add(Label.At(window.Start_ms).OfDay.ToString(System.Globalization.CultureInfo.InvariantCulture), value(window));
        return numbers;
    }
}
