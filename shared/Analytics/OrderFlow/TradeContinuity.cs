namespace Platform.Analytics.OrderFlow;

/// <summary>
/// Tracks the seen ids of one symbol as the ranges that are missing: a duplicate is recognised even when it is late, a late trade is accepted
/// once, and a wrong id only leaves a range that the next ids fill. Limited to 256 ranges; the oldest ranges then count as seen.
/// </summary>
internal sealed class TradeContinuity
{
    private const int RangesMax = 256;

    /// <summary>Missing ranges, ascending. Ids below the first trade are included, so that such a trade is accepted later, but they are not a gap.</summary>
    private readonly List<(long From, long To)> _missing = [];
    private long _first;
    private long _highest;
    private bool _hasStarted;

    /// <summary>True while trades between the first and the newest are missing.</summary>
    public bool HasGap => _missing.Count > 0 && _missing[^1].To >= _first;

    /// <summary>Marks an id as seen. False when it was already seen. An id beyond the next expected one starts a gap.</summary>
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

    /// <summary>Marks all missing ids as seen.</summary>
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
