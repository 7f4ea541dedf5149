namespace Platform.Data.Store;

/// <summary>
/// The symbol of each feed number, and the symbols that are collected now. Symbol admission writes, one call at a time; any thread reads.
/// </summary>
internal sealed class FeedSymbols
{
    private volatile string[] _byNumber = [];
    private volatile string[] _collected = [];

    /// <summary>Symbols that are collected, in the order of their admission.</summary>
    public IReadOnlyList<string> Collected => _collected;

    /// <summary>The symbol of a feed, also of one that has ended; a symbol that returns gets a new number.</summary>
    public string SymbolOf(int feed) => _byNumber[feed];

    /// <summary>Numbers new feeds; returns the number of the first.</summary>
    public int Add(IReadOnlyList<string> symbols)
    {
        int first = _byNumber.Length;
        _byNumber = [.. _byNumber, .. symbols];
        _collected = [.. _collected, .. symbols];
        return first;
    }

    /// <summary>Marks symbols as no longer collected; their numbers stay.</summary>
    public void Remove(IReadOnlyList<string> symbols) => _collected = [.. _collected.Except(symbols, StringComparer.Ordinal)];
}
