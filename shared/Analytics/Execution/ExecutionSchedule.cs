using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Execution;

/// <summary>One step of a schedule; times are Unix ms.</summary>
/// <param name="Release_ms">From here on the cumulative quantity may be worked.</param>
/// <param name="Cross_ms">Until here it rests at the best price; from here on it crosses the spread.</param>
/// <param name="Cumulative">What the parent may have filled and working at most until the next slice.</param>
public readonly record struct ScheduleSlice(long Release_ms, long Cross_ms, Quantity Cumulative);

/// <summary>
/// When how much of a parent may be worked: a cumulative target that never falls and ends at the whole quantity
/// (quant.md §7.1). Immutable; the same arguments always give the same schedule.
/// </summary>
public sealed class ExecutionSchedule
{
    private readonly ScheduleSlice[] _slices;

    public ExecutionSchedule(IReadOnlyList<ScheduleSlice> slices, long end_ms)
    {
        Check.That(slices.Count > 0, "a schedule has at least one slice");
        _slices = [.. slices];
        End_ms = end_ms;
        for (int i = 0; i < _slices.Length; i++)
        {
            ScheduleSlice slice = _slices[i], before = i == 0 ? default : _slices[i - 1];
            Check.That(slice.Cumulative >= before.Cumulative, $"the cumulative target falls at slice {i}");
            Check.That(slice.Release_ms >= before.Release_ms && slice.Release_ms <= end_ms, $"slice {i} is released out of order or after the end");
            Check.That(slice.Cross_ms >= slice.Release_ms, $"slice {i} crosses before it is released");
        }
    }

    public IReadOnlyList<ScheduleSlice> Slices => _slices;

    public long Start_ms => _slices[0].Release_ms;

    /// <summary>Everything that rests is cancelled here, and what is left goes out as one completion order.</summary>
    public long End_ms { get; }

    public Quantity Total => _slices[^1].Cumulative;

    /// <summary>The whole quantity immediately, until the deadline (quant.md §7.2).</summary>
    public static ExecutionSchedule Immediate(Quantity quantity, long start_ms, long end_ms) => new([new ScheduleSlice(start_ms, start_ms, quantity)], end_ms);

    /// <summary>Index of the newest slice released at the time; -1 before the first.</summary>
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

    /// <summary>The bound of filled + working + unknown at the time.</summary>
    public Quantity CumulativeAt(long now_ms)
    {
        if (now_ms >= End_ms)
            return Total;
        int index = IndexAt(now_ms);
        return index < 0 ? Quantity.Zero : _slices[index].Cumulative;
    }

    /// <summary>What the slice adds to the one before it.</summary>
    public Quantity PlannedOf(int index) => _slices[index].Cumulative - (index == 0 ? Quantity.Zero : _slices[index - 1].Cumulative);

    /// <summary>Release of the slice after this one, or the end of the schedule.</summary>
    public long EndOf(int index) => index + 1 < _slices.Length ? _slices[index + 1].Release_ms : End_ms;
}
