using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Execution;

/// <summary>One step of a schedule; times are Unix ms.</summary>
/// <param name="Release_ms">Start of the slice: from this time the cumulative quantity may be filled or working.</param>
/// <param name="Cross_ms">Until this time the slice rests at the best price; from this time it crosses the spread.</param>
/// <param name="Cumulative">Maximum of filled and working quantity of the parent until the next slice.</param>
public readonly record struct ScheduleSlice(long Release_ms, long Cross_ms, Quantity Cumulative);

/// <summary>
/// The schedule of a parent: a cumulative target quantity over time that does not decrease and ends at the total quantity
/// (quant.md §7.1). Immutable; the same arguments always give the same schedule.
/// </summary>
public sealed class ExecutionSchedule
{
    private readonly ScheduleSlice[] _slices;

    public ExecutionSchedule(IReadOnlyList<ScheduleSlice> slices, long end_ms)
    {
        Check.That(slices.Count > 0, "a schedule must have at least one slice");
        _slices = [.. slices];
        End_ms = end_ms;
        for (int i = 0; i < _slices.Length; i++)
        {
            ScheduleSlice slice = _slices[i], before = i == 0 ? default : _slices[i - 1];
            Check.That(slice.Cumulative >= before.Cumulative, $"the cumulative target must not decrease, but does at slice {i}");
            Check.That(slice.Release_ms >= before.Release_ms && slice.Release_ms <= end_ms, $"slice {i} must be released after the slice before it and before the end of the schedule");
            Check.That(slice.Cross_ms >= slice.Release_ms, $"slice {i} must not cross the spread before its release");
        }
    }

    public IReadOnlyList<ScheduleSlice> Slices => _slices;

    public long Start_ms => _slices[0].Release_ms;

    /// <summary>End of the schedule, Unix ms. At this time resting orders are cancelled, and the remaining quantity is sent as one completion order.</summary>
    public long End_ms { get; }

    public Quantity Total => _slices[^1].Cumulative;

    /// <summary>Sends the whole quantity at once and ends at the deadline (quant.md §7.2).</summary>
    public static ExecutionSchedule Immediate(Quantity quantity, long start_ms, long end_ms) => new([new ScheduleSlice(start_ms, start_ms, quantity)], end_ms);

    /// <summary>Index of the last slice released at the time; -1 before the first.</summary>
    public int IndexAt(long now_ms)
    {
        int low = 0, high = _slices.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_slices[middle].Release_ms <= now_ms)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    /// <summary>The limit of filled + working + unknown quantity at the time.</summary>
    public Quantity CumulativeAt(long now_ms)
    {
        if (now_ms >= End_ms)
            return Total;
        int index = IndexAt(now_ms);
        return index < 0 ? Quantity.Zero : _slices[index].Cumulative;
    }

    /// <summary>The increase of the cumulative target in this slice.</summary>
    public Quantity PlannedOf(int index) => _slices[index].Cumulative - (index == 0 ? Quantity.Zero : _slices[index - 1].Cumulative);

    /// <summary>Release of the slice after this one, or the end of the schedule.</summary>
    public long EndOf(int index) => index + 1 < _slices.Length ? _slices[index + 1].Release_ms : End_ms;
}
