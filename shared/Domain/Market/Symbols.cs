namespace Platform.Domain.Market;

/// <summary>Exchange form to system form; the reverse goes through the instrument, never by splitting text.</summary>
public static class Symbols
{
    /// <summary>The system form of the owner's documents, such as btc-usdt.</summary>
    public static string ToSystem(string baseAsset, string quoteAsset) => $"{baseAsset.ToLowerInvariant()}-{quoteAsset.ToLowerInvariant()}";
}
