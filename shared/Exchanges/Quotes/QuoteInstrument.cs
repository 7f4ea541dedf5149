namespace Platform.Exchanges.Quotes;

/// <summary>
/// One perpetual contract at one exchange and how its numbers become canonical (quant.md §9.1): a price is divided by
/// <paramref name="PriceUnit"/>, a size multiplied by <paramref name="SizeUnit"/>.
/// </summary>
/// <param name="NativeSymbol">As the exchange spells it, such as BTC-USDT-SWAP.</param>
/// <param name="Symbol">Canonical, such as BTC/USD*:PERP.</param>
/// <param name="QuoteAsset">USDT, USDC or USD.</param>
/// <param name="PriceUnit">Coins that one price refers to: 1000 for kPEPE.</param>
/// <param name="SizeUnit">Coins in one unit of size: the contract value, or 1000 for kPEPE.</param>
/// <param name="SizeStep">Of an order, in coins.</param>
public sealed record QuoteInstrument(string NativeSymbol, string Symbol, string QuoteAsset, decimal PriceUnit, decimal SizeUnit, decimal SizeStep)
{
    /// <summary>Of one settlement, positive when longs pay; null when the exchange does not say.</summary>
    public double? FundingRate { get; init; }

    public double FundingInterval_hours { get; init; } = 8;
}

/// <summary>Canonical symbols: one name for a coin against any dollar, whatever an exchange calls it.</summary>
public static class CanonicalSymbol
{
    private const string Suffix = "/USD*:PERP";
    private static readonly string[] s_dollars = ["USDT", "USDC", "USD"];

    /// <summary>The canonical name of a coin; its prefix for a thousand or a million is taken off.</summary>
    /// <param name="coin">As an exchange lists it: PEPE, kPEPE, 1000PEPE, 1MBABYDOGE.</param>
    /// <param name="unit">Coins that the listed name stands for.</param>
    public static string Of(string coin, out decimal unit)
    {
        (unit, int prefix) =
            coin.StartsWith("1000000", StringComparison.Ordinal) && coin.Length > 7 ? (1_000_000m, 7)
            : coin.StartsWith("1000", StringComparison.Ordinal) && coin.Length > 4 ? (1_000m, 4)
            : coin.StartsWith("1M", StringComparison.Ordinal) && coin.Length > 3 ? (1_000_000m, 2)
            : coin.Length > 2 && coin[0] == 'k' && char.IsAsciiLetterUpper(coin[1]) ? (1_000m, 1)
            : (1m, 0);
        return string.Concat(coin.AsSpan(prefix), Suffix);
    }

    /// <summary>What a person writes, such as BTC, BTC/USDT, BTC-USDT-SWAP or BTCUSDT; null when it names no coin.</summary>
    public static string? Parse(string text)
    {
        string name = text.Trim();
        if (name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            name = name[..^Suffix.Length];
        foreach (string end in (string[])["-SWAP", "-PERP", ":PERP"])
            name = name.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? name[..^end.Length] : name;
        foreach (string dollar in s_dollars)
        {
            if (name.Length > dollar.Length && name.EndsWith(dollar, StringComparison.OrdinalIgnoreCase))
            {
                name = name[..^dollar.Length].TrimEnd('/', '-', '_');
                break;
            }
        }

        if (name.Length == 0 || name.AsSpan().ContainsAny("/-_: "))
            return null;
        return Of(name[0] == 'k' ? name : name.ToUpperInvariant(), out _);
    }

    /// <summary>As people read it, with the dollar that the exchange uses: BTC/USDT.</summary>
    public static string Display(string symbol, string quoteAsset) =>
        symbol.EndsWith(Suffix, StringComparison.Ordinal) ? $"{symbol[..^Suffix.Length]}/{quoteAsset}" : symbol;
}
