namespace Platform.Coordinator.Rates;

/// <summary>
/// Request weight of one minute, shared by several callers. Half of it is reserved in equal parts, one for each caller, so that no caller
/// can use up the minute; the other half is first come, first served. Guarded by the owner's lock.
/// </summary>
internal sealed class FairShare(int amount, int callers)
{
    private readonly Dictionary<string, int> _spent = new(StringComparer.Ordinal);
    private readonly int _kept = amount / (2 * callers);

    /// <summary>Weight that the caller may still spend in this minute.</summary>
    public int HeadroomOf(string caller)
    {
        int common = amount - callers * _kept - _spent.Values.Sum(spent => Math.Max(0, spent - _kept));
        return Math.Max(0, _kept - _spent.GetValueOrDefault(caller)) + Math.Max(0, common);
    }

    /// <summary>Weight that all callers have spent in this minute.</summary>
    public int Spent => _spent.Values.Sum();

    public void Spend(string caller, int weight)
    {
        if (weight > 0)
            _spent[caller] = _spent.GetValueOrDefault(caller) + weight;
    }

    /// <summary>Starts a new minute.</summary>
    public void Clear() => _spent.Clear();
}
