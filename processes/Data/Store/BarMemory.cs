using System.Collections.Concurrent;
using Platform.Analytics.Bars;
using Platform.Domain.Labels;

namespace Platform.Data.Store;

/// <summary>Recent 5-minute bars of every symbol. The bar pipeline writes, queries and label completeness read.</summary>
/// <param name="barsPerSymbol">Bound per symbol; one bar takes about 380 bytes.</param>
internal sealed class BarMemory(int barsPerSymbol)
{
    private readonly ConcurrentDictionary<string, BarRing> _rings = new(StringComparer.Ordinal);

    public int BarsPerSymbol { get; } = barsPerSymbol;

    public void Put(string symbol, in BarRow row) => _rings.GetOrAdd(symbol, _ => new BarRing(BarsPerSymbol)).Put(in row);

    public bool TryGet(string symbol, long openTime_ms, out BarRow row)
    {
        row = default;
        return _rings.TryGetValue(symbol, out BarRing? ring) && ring.TryGet(openTime_ms, out row);
    }

    /// <summary>Open time of the newest bar; 0 when there is none.</summary>
    public long Newest_ms(string symbol) => _rings.TryGetValue(symbol, out BarRing? ring) ? ring.Newest_ms : 0;

    /// <summary>Bars with open time in [from, to), oldest first.</summary>
    public List<BarRow> Read(string symbol, long from_ms, long to_ms)
    {
        var rows = new List<BarRow>();
        if (_rings.TryGetValue(symbol, out BarRing? ring))
            ring.CopyTo(from_ms, to_ms, rows);
        return rows;
    }

    /// <summary>True when none of the given number of bars before the time is missing.</summary>
    public bool HasHistory(string symbol, long before_ms, int bars) =>
        bars == 0 || Read(symbol, before_ms - bars * Label.Length_ms, before_ms).Count == bars;
}
