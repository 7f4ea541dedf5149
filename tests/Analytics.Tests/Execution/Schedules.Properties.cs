using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Execution;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Execution;

public sealed class SchedulesProperties
{
    private static readonly Quantity s_step = Quantity.Parse("0.001");
    private static readonly Gen<Quantity> s_quantities = Gen.Choose(1, 100_000).Select(steps => Quantity.FromUnits(steps * s_step.Units));

    [Fact]
    public void A_twap_never_falls_stays_on_the_grid_and_ends_at_the_quantity() =>
        Prop.ForAll(s_quantities.ToArbitrary(), Gen.Choose(1, 288).ToArbitrary(), Gen.Choose(0, 50).Two().ToArbitrary(), (quantity, slices, jitter) =>
        {
            var rules = new TwapRules(slices * 300_000L) { Slices = new SliceRules(jitter.Item1 / 100.0, jitter.Item2 / 100.0, jitter.Item1 / 50.0) };
            return Holds(TwapSchedule.Build(quantity, s_step, slices, 1_000, rules, $"seed {quantity}"), quantity, 1_000 + slices * 300_000L);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_vwap_never_falls_stays_on_the_grid_and_ends_at_the_quantity() =>
        Prop.ForAll(s_quantities.ToArbitrary(), Gen.Choose(1, 1440).ToArbitrary(), Gen.Choose(0, 1_000).ArrayOf(Label.PerDay).ToArbitrary(), (quantity, minutes, volumes) =>
        {
            double sum = Math.Max(1, volumes.Sum());
            VolumeProfile profile = VolumeProfile.FromShares([.. volumes.Select(volume => volume / sum)], 14);
            long start_ms = quantity.Units / s_step.Units * 7_919;
            ExecutionSchedule schedule = VwapSchedule.Build(quantity, s_step, profile, start_ms, new VwapRules(minutes * 60_000L), $"seed {minutes}");
            return Holds(schedule, quantity, start_ms + minutes * 60_000L);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_parent_has_the_same_schedule_and_another_has_another()
    {
        ExecutionSchedule Build(string seed) => TwapSchedule.Build(Quantity.Of(1), s_step, 12, 0, new TwapRules(), seed);
        Assert.Equal(Build("a").Slices, Build("a").Slices);
        Assert.NotEqual(Build("a").Slices, Build("b").Slices);
        // Frozen: a restart under a newer version must find the schedule that the older one worked.
        Assert.Equal("0:0.089,302305:0.158,576684:0.257", string.Join(',', Build("parent").Slices.Take(3).Select(slice => $"{slice.Release_ms}:{slice.Cumulative}")));
    }

    [Fact]
    public void A_quantity_too_small_for_two_slices_is_one_order_at_once()
    {
        ExecutionSchedule schedule = TwapSchedule.Build(s_step, s_step, 1, 5, new TwapRules(), "seed");
        Assert.Equal([new ScheduleSlice(5, 5, s_step)], schedule.Slices);
    }

    private static bool Holds(ExecutionSchedule schedule, Quantity quantity, long end_ms)
    {
        Quantity before = Quantity.Zero;
        long released_ms = long.MinValue;
        foreach (ScheduleSlice slice in schedule.Slices)
        {
            if (slice.Cumulative < before || !slice.Cumulative.IsMultipleOf(s_step) || slice.Release_ms < released_ms || slice.Cross_ms < slice.Release_ms || slice.Cross_ms > end_ms)
                return false;
            (before, released_ms) = (slice.Cumulative, slice.Release_ms);
        }

        return before == quantity && schedule.End_ms == end_ms && schedule.CumulativeAt(end_ms) == quantity && schedule.CumulativeAt(schedule.Start_ms - 1).IsZero;
    }
}
