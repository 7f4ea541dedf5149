namespace Platform.Domain.Market;

/// <summary>Converts the exchange form of a symbol to the system form. The reverse needs the instrument; text cannot be split reliably.</summary>
public static class Symbols
{
    /// <summary>The system form, such as btc-usdt.</summary>
    public static string ToSystem(string baseAsset, string quoteAsset) => $"{baseAsset.ToLowerInvariant()}-{quoteAsset.ToLowerInvariant()}";
}
