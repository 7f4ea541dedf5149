using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream.Settings;

/// <summary>A WebSocket address with its subscribed symbols (spec/binance-usdm.md §1.2).</summary>
internal sealed record TradeStreamAddress(Uri Address, IReadOnlyList<string> Symbols)
{
    public const string DefaultHost = "wss://fstream.binance.com";

    /// <summary>Set when the exchange is known to send nothing at this address.</summary>
    public string? Warning { get; private init; }

    /// <summary>The combined aggTrade streams of the symbols at a host.</summary>
    public static TradeStreamAddress Of(string host, IReadOnlyList<string> symbols) =>
        new(new Uri($"{host.TrimEnd('/')}/market/stream?streams={Names(symbols)}"), symbols);

    /// <summary>
    /// Reads --url: a complete address with its streams, whose symbols are then used; or one without streams, to which the streams of the
    /// given symbols are added. An upper-case stream name is refused, because the exchange acknowledges it and sends nothing.
    /// </summary>
    public static Result<TradeStreamAddress> Parse(string url, IReadOnlyList<string> symbols)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("ws" or "wss"))
            return Invalid($"'{url}' is not a WebSocket address; expected one such as {Of(DefaultHost, symbols).Address}");
        string path = address.AbsolutePath.TrimEnd('/');
        string[] names = StreamNames(address);
        if (names.Length > 0)
            return WithNames(url, address, names);
        string streams = Names(symbols);
        string completed = path switch
        {
            "" => $"{address.GetLeftPart(UriPartial.Authority)}/market/stream?streams={streams}",
            _ when path.EndsWith("/ws", StringComparison.Ordinal) => $"{address.GetLeftPart(UriPartial.Authority)}{path}/{streams}",
            _ when path.EndsWith("/stream", StringComparison.Ordinal) => $"{address.GetLeftPart(UriPartial.Authority)}{path}?streams={streams}",
            _ => url,
        };
        return new TradeStreamAddress(new Uri(completed), symbols) { Warning = WarningFor(new Uri(completed)) };
    }

    private static Result<TradeStreamAddress> WithNames(string url, Uri address, string[] names)
    {
        var symbols = new List<string>();
        foreach (string name in names)
        {
            string symbol = name.Split('@')[0];
            if (symbol != symbol.ToLowerInvariant())
                return Invalid($"the stream name '{name}' has upper-case letters, and the exchange sends nothing for such a name; use {Lower(url, names)}");
            if (!name.EndsWith("@aggTrade", StringComparison.Ordinal) && !name.EndsWith("@trade", StringComparison.Ordinal))
                return Invalid($"the stream '{name}' contains no trades; expected {symbol}@aggTrade");
            if (!symbols.Contains(symbol.ToUpperInvariant()))
                symbols.Add(symbol.ToUpperInvariant());
        }

        return new TradeStreamAddress(address, symbols) { Warning = WarningFor(address) };
    }

    private static string Lower(string url, string[] names) =>
        names.Aggregate(url, (text, name) => text.Replace(name, $"{name.Split('@')[0].ToLowerInvariant()}@{string.Join('@', name.Split('@')[1..])}", StringComparison.Ordinal));

    private static string[] StreamNames(Uri address)
    {
        string query = Uri.UnescapeDataString(address.Query.TrimStart('?'));
        string listed = query.Split('&').FirstOrDefault(part => part.StartsWith("streams=", StringComparison.Ordinal))?["streams=".Length..] ?? "";
        string path = Uri.UnescapeDataString(address.AbsolutePath);
        int ws = path.IndexOf("/ws/", StringComparison.Ordinal);
        if (listed.Length == 0 && ws >= 0)
            listed = path[(ws + "/ws/".Length)..];
        return [.. listed.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name.Contains('@', StringComparison.Ordinal))];
    }

    /// <summary>Since 2026-04-23, addresses without a route acknowledge aggTrade and send nothing.</summary>
    private static string? WarningFor(Uri address)
    {
        bool isUnrouted = address.AbsolutePath is "/stream" or "/ws" || address.AbsolutePath.StartsWith("/ws/", StringComparison.Ordinal);
        return isUnrouted
            ? $"the address has no route, and Binance has sent no aggTrade at such addresses since 2026-04-23. If nothing arrives, use {address.GetLeftPart(UriPartial.Authority)}/market{Uri.UnescapeDataString(address.PathAndQuery)}"
            : null;
    }

    private static string Names(IReadOnlyList<string> symbols) => string.Join('/', symbols.Select(symbol => $"{Uri.EscapeDataString(symbol.ToLowerInvariant())}@aggTrade"));

    private static Fault Invalid(string text) => new(FaultKind.Invalid, $"--url (WS_URL): {text}");
}
