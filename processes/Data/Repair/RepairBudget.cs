namespace Platform.Data.Repair;

/// <summary>Trades per minute of real time that all gap repairs together may fetch (spec/quant.md §1.5). One thread.</summary>
internal sealed class RepairBudget(int tradesPerMinute, TimeProvider realTime)
{
    private long _minuteStart = realTime.GetTimestamp();
    private long _taken;

    /// <summary>False when this minute has no room; a single gap larger than the budget is let through on a fresh minute.</summary>
    public bool TryTake(long trades)
    {
        if (realTime.GetElapsedTime(_minuteStart) >= TimeSpan.FromMinutes(1))
            (_minuteStart, _taken) = (realTime.GetTimestamp(), 0);
        if (_taken > 0 && _taken + trades > tradesPerMinute)
            return false;
        _taken += trades;
        return true;
    }
}
