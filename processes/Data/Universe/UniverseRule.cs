using Platform.Domain.Instruments;

namespace Platform.Data.Universe;

/// <summary>Which contracts belong to the universe: those named, or every USDT perpetual that trades, the largest first up to a size.</summary>
/// <param name="Include">Exchange names; empty takes all that qualify.</param>
/// <param name="Exclude">Exchange names never taken.</param>
internal sealed record UniverseRule(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, int Size)
{
    /// <summary>Members in ordinal order of the symbol.</summary>
    /// <param name="rank">Symbols by 24-hour quote volume, largest first; a symbol without a rank comes last.</param>
    public IReadOnlyList<UniverseMember> Select(IReadOnlyList<Instrument> instruments, IReadOnlyList<string> rank)
    {
        var place = rank.Select((symbol, index) => (symbol, index)).ToDictionary(pair => pair.symbol, pair => pair.index, StringComparer.Ordinal);
        IEnumerable<Instrument> wanted = instruments
            .Where(instrument => instrument is { Status: InstrumentStatus.Trading, ContractType: "PERPETUAL", QuoteAsset: "USDT" })
            .Where(instrument => Include.Count == 0 || Include.Contains(instrument.Symbol, StringComparer.Ordinal))
            .Where(instrument => !Exclude.Contains(instrument.Symbol, StringComparer.Ordinal))
            .OrderBy(instrument => place.GetValueOrDefault(instrument.Symbol, int.MaxValue))
            .ThenBy(instrument => instrument.Symbol, StringComparer.Ordinal);
        return [.. wanted.Take(Include.Count > 0 ? Include.Count : Size).Select(UniverseMember.Of).OrderBy(member => member.Symbol, StringComparer.Ordinal)];
    }
}
