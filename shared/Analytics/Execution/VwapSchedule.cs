using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Execution;

/// <param name="Slice_ms">Time between slices within a window.</param>
public sealed record VwapRules(long Horizon_ms = 3_600_000, long Slice_ms = 60_000)
{
    public SliceRules Slices { get; init; } = new();
}

/// <summary>The cumulative target of a parent at the end of one window of the profile.</summary>
/// <param name="Share">Share of this window in the total quantity, for display.</param>
public readonly record struct VwapWindow(long Start_ms, long End_ms, double Share, Quantity Cumulative);

/// <summary>Slices that follow the usual intraday volume profile (quant.md §7.4).</summary>
public static class VwapSchedule
{
    /// <summary>The windows of the horizon with their exact cumulative quantities; the last one is the total quantity.</summary>
    public static IReadOnlyList<VwapWindow> Windows(Quantity quantity, Quantity step, VolumeProfile profile, long start_ms, long horizon_ms)
    {
        Check.That(quantity.Units > 0 && quantity.IsMultipleOf(step), $"{quantity} is not a positive multiple of the step {step}");
        long end_ms = start_ms + horizon_ms;
        var parts = new List<(long Start, long End, Int128 Weight)>();
        for (long at_ms = start_ms; at_ms < end_ms;)
        {
            long until_ms = Math.Min(end_ms, Label.At(at_ms).End_ms);
            parts.Add((at_ms, until_ms, (Int128)profile.WeightAt(at_ms) * (until_ms - at_ms)));
            at_ms = until_ms;
        }

        Int128 whole = 0, passed = 0;
        foreach ((long _, long _, Int128 weight) in parts)
            whole += weight;
        // A profile without volume in the whole horizon has no information; the quantity is then distributed evenly over time.
        if (whole == 0)
        {
            parts = [.. parts.Select(part => (part.Start, part.End, (Int128)(part.End - part.Start)))];
            whole = horizon_ms;
        }

        var windows = new List<VwapWindow>(parts.Count);
        foreach ((long start, long end, Int128 weight) in parts)
        {
            passed += weight;
            Quantity cumulative = Quantity.FromUnits((long)(quantity.Units * passed / whole)).TruncateTo(step);
            windows.Add(new VwapWindow(start, end, (double)weight / (double)whole, windows.Count == parts.Count - 1 ? quantity : cumulative));
        }

        return windows;
    }

    /// <summary>
    /// Builds slices that are linear in time inside each window. Variation applies inside a window; the target at the end of a window is
    /// not varied.
    /// </summary>
    public static ExecutionSchedule Build(Quantity quantity, Quantity step, VolumeProfile profile, long start_ms, VwapRules rules, string seed) =>
        Build(Windows(quantity, step, profile, start_ms, rules.Horizon_ms), step, rules, seed);

    /// <summary>Builds the schedule from stored windows, as a restart does, because the profile can have changed since.</summary>
    public static ExecutionSchedule Build(IReadOnlyList<VwapWindow> windows, Quantity step, VwapRules rules, string seed)
    {
        var jitter = new SliceJitter(seed);
        var slices = new List<(long Release, Quantity Cumulative)>();
        Quantity before = Quantity.Zero;
        foreach (VwapWindow window in windows)
        {
            Slice(window, before);
            before = window.Cumulative;
        }

        long passive_ms = SliceJitter.ShareOf(rules.Slice_ms, rules.Slices.PassiveFraction), end_ms = windows[^1].End_ms;
        return new ExecutionSchedule(
            [.. slices.Select((slice, i) => new ScheduleSlice(slice.Release, Math.Min(slice.Release + passive_ms, i + 1 < slices.Count ? slices[i + 1].Release : end_ms), slice.Cumulative))],
            end_ms);

        void Slice(VwapWindow window, Quantity from)
        {
            long length_ms = window.End_ms - window.Start_ms;
            int count = (int)((length_ms + rules.Slice_ms - 1) / rules.Slice_ms);
            Quantity whole = window.Cumulative - from;
            long sizeSwing = SliceJitter.ShareOf(whole.Units / count, rules.Slices.Size), timeSwing_ms = SliceJitter.ShareOf(rules.Slice_ms, rules.Slices.Time);
            for (int k = 0; k < count; k++)
            {
                long elapsed_ms = Math.Min((k + 1) * rules.Slice_ms, length_ms);
                long moved = from.Units + (long)((Int128)whole.Units * elapsed_ms / length_ms) + jitter.Next(sizeSwing);
                Quantity floor = k == 0 ? from : slices[^1].Cumulative;
                Quantity cumulative = Quantity.Min(window.Cumulative, Quantity.Max(floor, Quantity.FromUnits(moved).TruncateTo(step)));
                long planned_ms = window.Start_ms + k * rules.Slice_ms;
                long release_ms = k == 0 ? planned_ms : Math.Clamp(planned_ms + jitter.Next(timeSwing_ms), slices[^1].Release, window.End_ms - 1);
                slices.Add((release_ms, k == count - 1 ? window.Cumulative : cumulative));
            }
        }
    }
}
