namespace Platform.Analytics.OrderFlow;

/// <summary>
/// Which ids of one symbol have been seen, as the ranges that are missing: a repeat is recognised however late, a late trade is let
/// through once, and an absurd id only leaves a range that the next ids fill. Bounded: beyond 256 ranges the oldest counts as seen.
/// </summary>
internal sealed class TradeContinuity
{
    private const int RangesMax = 256;

    /// <summary>Ascending. What lies below the first trade is missing too, so that it counts when it comes, but is no gap.</summary>
    private readonly List<(long From, long To)> _missing = [];
    private long _first;
    private long _highest;
    private bool _hasStarted;

    /// <summary>True while trades between the first and the newest are missing.</summary>
    public bool HasGap => _missing.Count > 0 && _missing[^1].To >= _first;

    /// <summary>False when the id was seen before. An id beyond the next one begins a gap.</summary>
    public bool TryTake(long id, out bool beginsGap)
    {
        beginsGap = false;
        if (!_hasStarted)
        {
            Start(id);
            return true;
        }

        if (id <= _highest)
            return TryFill(id);
        beginsGap = id - 1 > _highest;
        if (beginsGap)
            Add((_highest + 1, id - 1));
        _highest = id;
        return true;
    }

    /// <summary>What is missing until now counts as seen.</summary>
    public void ForgetGaps() => _missing.Clear();

    private void Start(long id)
    {
        _hasStarted = true;
        _first = id;
        _highest = id;
        if (id > long.MinValue)
            _missing.Add((long.MinValue, id - 1));
    }

    private void Add((long From, long To) range)
    {
        if (_missing.Count == RangesMax)
            _missing.RemoveAt(0);
        _missing.Add(range);
    }

    private bool TryFill(long id)
    {
        for (int index = _missing.Count - 1; index >= 0 && id <= _missing[index].To; index--)
        {
            (long from, long to) = _missing[index];
            if (id < from)
                continue;
            _missing.RemoveAt(index);
            if (id < to)
                _missing.Insert(index, (id + 1, to));
            if (id > from)
                _missing.Insert(index, (from, id - 1));
            return true;
        }

        return false;
    }
}
