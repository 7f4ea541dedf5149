using Platform.Analytics.Bars;
using Platform.Data.Store;

namespace Platform.Data.Bars;

/// <summary>The bars that the journal held at the start; of each bar all revisions, newest last.</summary>
internal sealed class JournalHistory
{
    private const int RecentWindows = 8;

    private readonly Dictionary<string, SortedDictionary<long, ClosedBar>> _recent = new(StringComparer.Ordinal);
    private readonly List<SymbolBar> _bars = [];

    /// <summary>In the order they were journalled.</summary>
    public IReadOnlyList<SymbolBar> Bars => _bars;

    public void Add(SymbolBar bar)
    {
        _bars.Add(bar);
        if (!_recent.TryGetValue(bar.Symbol, out SortedDictionary<long, ClosedBar>? windows))
            _recent[bar.Symbol] = windows = [];
        windows[bar.Closed.Row.OpenTime_ms] = bar.Closed;
        if (windows.Count > RecentWindows)
            windows.Remove(windows.Keys.First());
    }

    /// <summary>The newest closed windows of a symbol, oldest first; empty when the journal has none.</summary>
    public IReadOnlyList<ClosedBar> RecentOf(string symbol) =>
        _recent.TryGetValue(symbol, out SortedDictionary<long, ClosedBar>? windows) ? [.. windows.Values] : [];

    /// <summary>Forgets a symbol that left, so that it does not continue from here when it returns. Not concurrent with another call.</summary>
    public void Forget(string symbol) => _recent.Remove(symbol);

    /// <summary>Releases the bars once they are in memory.</summary>
    public void Release() => _bars.Clear();
}
