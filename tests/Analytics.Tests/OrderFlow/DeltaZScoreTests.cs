using Platform.Analytics.OrderFlow;
using Xunit;

namespace Platform.Analytics.Tests.OrderFlow;

public sealed class DeltaZScoreTests
{
    private static readonly CvdOptions s_options = new(ZMode: ZMode.Delta);

    [Fact]
    public void The_first_score_follows_twenty_trades()
    {
        var cvd = new CumulativeVolumeDelta(s_options);
        var points = Enumerable.Range(0, 21).Select(n => cvd.Update(Trade(1, n * 100))).ToArray();
        Assert.All(points[..20], point => Assert.True(point.IsWarmingUp && point.Z is null));
        Assert.Equal((false, 1.0), (points[20].IsWarmingUp, points[20].Z));
    }

    [Fact]
    public void A_large_trade_is_clipped_at_two_with_its_sign()
    {
        var cvd = WarmedUp();
        Assert.Equal(-2.0, cvd.Update(Trade(-1_000, 5_000)).Z);
    }

    [Fact]
    public void One_trade_after_a_pause_of_four_seconds_and_two_after_five_have_no_score()
    {
        var cvd = WarmedUp();
        long at_ms = 4_900;
        Assert.NotNull(cvd.Update(Trade(1, at_ms += 4_000)).Z);
        Assert.Null(cvd.Update(Trade(1, at_ms += 4_001)).Z);
        Assert.NotNull(cvd.Update(Trade(1, at_ms += 1)).Z);
        Assert.Null(cvd.Update(Trade(1, at_ms += 5_001)).Z);
        Assert.Null(cvd.Update(Trade(1, at_ms += 1)).Z);
        Assert.NotNull(cvd.Update(Trade(1, at_ms + 1)).Z);
    }

    [Fact]
    public void The_scale_is_the_formula_of_the_specification_written_plainly()
    {
        var random = new Random(7);
        var cvd = new CumulativeVolumeDelta(s_options);
        var seen = new List<(double Change, long Time_ms)>();
        long at_ms = 0;
        for (int n = 0; n < 600; n++)
        {
            decimal change = random.Next(1, 2_000) / 100m * (random.Next(2) == 0 ? 1 : -1);
            at_ms += random.Next(0, 3_000);
            double? z = cvd.Update(Trade(change, at_ms)).Z;
            if (n >= 20)
                Assert.Equal(Math.Clamp((double)change / PlainScale(seen, at_ms), -2, 2), z!.Value, 1e-9);
            seen.Add(((double)change, at_ms));
        }
    }

    [Fact]
    public void The_median_deviation_is_that_of_the_sorted_window()
    {
        var random = new Random(3);
        var mad = new MedianDeviation(20);
        var values = new List<double>();
        for (int n = 0; n < 500; n++)
        {
            values.Add(random.Next(-5, 6));
            mad.Add(values[^1]);
            Assert.Equal(PlainMad(values.TakeLast(20)), mad.Value, 1e-12);
        }
    }

    private static CumulativeVolumeDelta WarmedUp()
    {
        var cvd = new CumulativeVolumeDelta(s_options);
        for (int n = 0; n < 50; n++)
            cvd.Update(Trade(n % 2 == 0 ? 1 : -2, n * 100));
        return cvd;
    }

    private static double PlainScale(List<(double Change, long Time_ms)> seen, long now_ms)
    {
        double Mean(double halfLife_ms)
        {
            long newest_ms = seen[^1].Time_ms;
            var weights = seen.Select(row => Math.Pow(2, -(newest_ms - row.Time_ms) / halfLife_ms)).ToArray();
            return seen.Zip(weights, (row, weight) => Math.Abs(row.Change) * weight).Sum() / weights.Sum();
        }

        return Math.Max(0.3 * Mean(60_000) + 0.7 * Mean(600_000), 1.7 * 1.4826 * PlainMad(seen.TakeLast(200).Select(row => row.Change)));
    }

    private static double PlainMad(IEnumerable<double> values)
    {
        static double Median(IEnumerable<double> of)
        {
            double[] sorted = [.. of.Order()];
            return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
        }

        double[] all = [.. values];
        double median = Median(all);
        return Median(all.Select(value => Math.Abs(value - median)));
    }

    private static TradePrint Trade(decimal change, long time_ms) => new(100, Math.Abs(change), change > 0 ? AggressorSide.Buy : AggressorSide.Sell, time_ms);
}
