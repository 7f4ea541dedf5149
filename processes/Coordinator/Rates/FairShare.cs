namespace Platform.Coordinator.Rates;

/// <summary>
/// An amount of weight that several callers spend in one minute. Half of it is kept for them in equal parts, so that a caller that asks
/// without end leaves the others their share; the other half goes to the first that asks. Used under its owner's lock.
/// </summary>
internal sealed class FairShare(int amount, int callers)
{
    private readonly Dictionary<string, int> _spent = new(StringComparer.Ordinal);
    private readonly int _kept = amount / (2 * callers);

    /// <summary>What the caller may still spend in this minute.</summary>
    public int HeadroomOf(string caller)
    {
        int common = amount - callers * _kept - _spent.Values.Sum(spent => Math.Max(0, spent - _kept));
        return Math.Max(0, _kept - _spent.GetValueOrDefault(caller)) + Math.Max(0, common);
    }

    /// <summary>What all callers have spent in this minute.</summary>
    public int Spent => _spent.Values.Sum();

    public void Spend(string caller, int weight)
    {
        if (weight > 0)
            _spent[caller] = _spent.GetValueOrDefault(caller) + weight;
    }

    /// <summary>A new minute.</summary>
    public void Clear() => _spent.Clear();
}
