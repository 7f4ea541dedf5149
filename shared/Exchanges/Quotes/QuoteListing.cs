namespace Platform.Exchanges.Quotes;

/// <summary>The perpetual contracts against dollars of one exchange.</summary>
public sealed record QuoteListing(string Exchange, IReadOnlyList<QuoteInstrument> Instruments)
{
    /// <summary>The contract of a canonical symbol: against USDT where the exchange has several; null when it has none.</summary>
    public QuoteInstrument? Find(string symbol) => Instruments
        .Where(instrument => instrument.Symbol == symbol)
        .OrderBy(instrument => instrument.QuoteAsset switch { "USDT" => 0, "USDC" => 1, _ => 2 })
        .FirstOrDefault();

    /// <summary>Symbols with the most similar names, for a message.</summary>
    public IReadOnlyList<string> Nearest(string symbol, int most) =>
    [
        .. Instruments.Select(instrument => CanonicalSymbol.Display(instrument.Symbol, instrument.QuoteAsset)).Distinct(StringComparer.Ordinal)
            .OrderBy(name => Distance(name.Split('/')[0], symbol.Split('/')[0])).ThenBy(name => name, StringComparer.Ordinal).Take(most),
    ];

    /// <summary>Letters to change, add or remove.</summary>
    private static int Distance(string first, string second)
    {
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= second.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (first[i - 1] == second[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
