using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Strategy.History;

/// <summary>The universe in force and the system names of its symbols, as last reported by data. Used by the run loop only.</summary>
internal sealed class UniverseView(BarQueries queries)
{
    private readonly Dictionary<string, string> _systemNames = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Symbols { get; private set; } = [];

    /// <summary>Queries the universe at the label's end; null when data answered, otherwise a text about what is used instead.</summary>
    public async Task<string?> RefreshAsync(Label label, CancellationToken cancel)
    {
        Result<IReadOnlyList<string>> asked = await queries.UniverseAsync(label.End_ms, cancel);
        if (!asked.TryGet(out IReadOnlyList<string>? symbols, out Fault? fault))
            return $"{fault.Message}; the universe of the last run is used";
        Symbols = symbols;
        if (symbols.Any(symbol => !_systemNames.ContainsKey(symbol)))
            await ReadNamesAsync(cancel);
        return null;
    }

    /// <summary>The system name, such as btc-usdt; empty until data has reported the assets of the contract.</summary>
    public string SystemNameOf(string symbol) => _systemNames.GetValueOrDefault(symbol, "");

    private async Task ReadNamesAsync(CancellationToken cancel)
    {
        if (!(await queries.SystemNamesAsync(cancel)).TryGet(out IReadOnlyDictionary<string, string>? names, out Fault? _))
            return;
        foreach ((string symbol, string name) in names)
            _systemNames[symbol] = name;
    }
}
