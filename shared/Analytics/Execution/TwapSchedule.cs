using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Execution;

/// <param name="SlicesMax">Maximum number of slices.</param>
public sealed record TwapRules(long Horizon_ms = 3_600_000, long Interval_ms = 300_000, int SlicesMax = 1_440)
{
    public SliceRules Slices { get; init; } = new();
}

/// <summary>Slices of equal size over a horizon (quant.md §7.3).</summary>
public static class TwapSchedule
{
    /// <summary>min(⌊H/Δ⌋, ⌊Q·p / (1.2 · minimum notional)⌋, maximum number of slices), at least 1.</summary>
    public static int SliceCount(Quantity quantity, Price price, Notional minNotional, TwapRules rules)
    {
        Int128 count = Int128.Min(rules.Horizon_ms / rules.Interval_ms, rules.SlicesMax);
        if (minNotional.Units > 0)
            count = Int128.Min(count, (price * quantity).Units * 10 / (minNotional.Units * 12));
        return (int)Int128.Max(1, count);
    }

    /// <summary>
    /// Builds the schedule of a parent from its start. A quantity too small for two slices becomes one slice that crosses immediately.
    /// </summary>
    /// <param name="step">Quantity step; the quantity must be a multiple of it.</param>
    /// <param name="seed">The parent's id, so that the same parent has the same schedule after a restart.</param>
    public static ExecutionSchedule Build(Quantity quantity, Quantity step, int slices, long start_ms, TwapRules rules, string seed)
    {
        Check.That(quantity.Units > 0 && quantity.IsMultipleOf(step), $"{quantity} is not a positive multiple of the step {step}");
        long end_ms = start_ms + rules.Horizon_ms;
        if (slices <= 1)
            return ExecutionSchedule.Immediate(quantity, start_ms, end_ms);
        var jitter = new SliceJitter(seed);
        Quantity sizeSwing = SliceJitter.ShareOf(Quantity.FromUnits(quantity.Units / slices), rules.Slices.Size);
        long timeSwing_ms = SliceJitter.ShareOf(rules.Interval_ms, rules.Slices.Time);
        var releases = new long[slices];
        var cumulative = new Quantity[slices];
        for (int i = 0; i < slices; i++)
        {
            long shifted_ms = i == 0 ? start_ms : start_ms + i * rules.Interval_ms + jitter.Next(timeSwing_ms);
            releases[i] = i == 0 ? start_ms : Math.Clamp(shifted_ms, releases[i - 1], end_ms);
            Quantity even = Quantity.FromUnits((long)((Int128)quantity.Units * (i + 1) / slices));
            Quantity moved = (even + Quantity.FromUnits(jitter.Next(sizeSwing.Units))).TruncateTo(step);
            Quantity floor = i == 0 ? Quantity.Zero : cumulative[i - 1];
            cumulative[i] = i == slices - 1 ? quantity : Quantity.Min(quantity, Quantity.Max(floor, moved));
        }

        return new ExecutionSchedule([.. Enumerable.Range(0, slices).Select(i => new ScheduleSlice(releases[i], Cross(i), cumulative[i]))], end_ms);

        // The passive part ends before the next slice, even when the variation moved that slice closer.
        long Cross(int i) => Math.Min(releases[i] + SliceJitter.ShareOf(rules.Interval_ms, rules.Slices.PassiveFraction), i + 1 < slices ? releases[i + 1] : end_ms);
    }
}
