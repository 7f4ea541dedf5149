using System.Text.Json;
using Platform.Exchanges.Captures;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.QuoteSources;

/// <summary>The contracts of which a capture has quotes: as its own instrument list says, else from the names in its messages.</summary>
internal sealed class CaptureListing
{
    private readonly Dictionary<string, IReadOnlyList<QuoteInstrument>> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, QuoteInstrument>> _named = new(StringComparer.Ordinal);

    /// <summary>By exchange, in order of their names.</summary>
    public IReadOnlyList<QuoteListing> Listings =>
    [
        .. _listed.Keys.Union(_named.Keys).Order(StringComparer.Ordinal)
            .Select(exchange => new QuoteListing(exchange, _listed.TryGetValue(exchange, out IReadOnlyList<QuoteInstrument>? listed) ? listed : [.. _named[exchange].Values])),
    ];

    /// <summary>Whether sizes of an exchange are in its own contracts, whose value the capture does not contain.</summary>
    public bool HasUnknownUnits(string exchange) => exchange == "okx" && !_listed.ContainsKey(exchange);

    public void Add(in CapturedLine line)
    {
        if (line.Record?.Instruments is { } instruments)
            _listed[line.Exchange] = instruments;
        if (line.Record is not null || _listed.ContainsKey(line.Exchange))
            return;
        using JsonDocument document = JsonDocument.Parse(line.Message);
        if (!document.RootElement.TryGetProperty("data", out JsonElement data) || NameOf(line.Exchange, document.RootElement, data) is not { Length: > 0 } name)
            return;
        if (!_named.TryGetValue(line.Exchange, out Dictionary<string, QuoteInstrument>? known))
            _named[line.Exchange] = known = new Dictionary<string, QuoteInstrument>(StringComparer.Ordinal);
        if (!known.ContainsKey(name) && Describe(line.Exchange, name) is { } instrument)
            known.Add(name, instrument);
    }

    private static string? NameOf(string exchange, JsonElement message, JsonElement data) => exchange switch
    {
        "okx" => message.TryGetProperty("arg", out JsonElement argument) ? argument.TextOf("instId") : null,
        "hyperliquid" => data.ValueKind == JsonValueKind.Object ? data.TextOf("coin") : null,
        _ => data.ValueKind == JsonValueKind.Object ? data.TextOf("s") : null,
    };

    /// <summary>Null when the name is not a perpetual contract against dollars.</summary>
    private static QuoteInstrument? Describe(string exchange, string name)
    {
        (string coin, string asset) = exchange switch
        {
            "okx" => name.Split('-') is [var first, var dollar, "SWAP"] && dollar is ("USDT" or "USDC") ? (first, dollar) : ("", ""),
            "hyperliquid" => (name[(name.IndexOf(':') + 1)..], "USDC"),
            _ => name.EndsWith("USDT", StringComparison.Ordinal) ? (name[..^4], "USDT") : ("", ""),
        };
        if (coin.Length == 0)
            return null;
        string symbol = CanonicalSymbol.Of(coin, out decimal unit);
        return new QuoteInstrument(name, symbol, asset, unit, unit, 0);
    }
}
