using System.Globalization;

namespace Platform.Venue.Gateway.Streams;

/// <summary>The kind of a stream.</summary>
internal enum StreamKind : byte
{
    Unknown,
    AggTrade,
    Trade,
    Kline,
    ContinuousKline,
    MarkPrice,
    MiniTicker,
    Ticker,
    BookTicker,
    Depth,
    PartialDepth,
    RpiDepth,
    ForceOrder,
    ContractInfo,
    CompositeIndex,
    AssetIndex,
    TradingSession,
    User,
}

/// <summary>The route of a connection, which determines the streams that it delivers (spec/binance-usdm.md §1.2).</summary>
internal enum StreamCategory : byte
{
    Public,
    Market,
    Private,
}

/// <summary>A parsed stream name. The symbol is null for all-market streams; <c>Cadence_ms</c>, the update interval, is 0 for streams that send every event immediately.</summary>
internal sealed record StreamName(string Text, StreamKind Kind, string? Symbol = null, string Interval = "", int Cadence_ms = 0, int Levels = 0)
{
    private static readonly HashSet<string> Intervals =
        ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"];

    private static readonly string[] ContractTypes = ["TRADIFI_PERPETUAL", "PERPETUAL", "CURRENT_QUARTER", "NEXT_QUARTER"];

    /// <summary>Contract type of a continuous-kline stream, whose <c>Symbol</c> is a pair; empty for other streams.</summary>
    public string ContractType { get; init; } = "";

    public StreamCategory Category => Kind switch
    {
        StreamKind.BookTicker or StreamKind.Depth or StreamKind.PartialDepth or StreamKind.RpiDepth or StreamKind.Trade => StreamCategory.Public,
        StreamKind.User => StreamCategory.Private,
        _ => StreamCategory.Market,
    };

    /// <summary>Parses a name; the kind is Unknown when no stream has the name. Symbols in names must be lower case.</summary>
    public static StreamName Parse(string text)
    {
        if (text.StartsWith('!'))
            return ParseAll(text);
        int at = text.IndexOf('@');
        if (at <= 0)
            return text == "tradingSession" ? new(text, StreamKind.TradingSession, Cadence_ms: 1000) : new(text, StreamKind.Unknown);
        string symbol = text[..at], topic = text[(at + 1)..];
        if (symbol.Any(char.IsUpper))
            return new(text, StreamKind.Unknown);
        return ParseTopic(text, symbol.ToUpperInvariant(), topic);
    }

    private static StreamName ParseAll(string text) => text switch
    {
        "!markPrice@arr" => new(text, StreamKind.MarkPrice, Cadence_ms: 3000),
        "!markPrice@arr@1s" => new(text, StreamKind.MarkPrice, Cadence_ms: 1000),
        "!miniTicker@arr" => new(text, StreamKind.MiniTicker, Cadence_ms: 1000),
        "!ticker@arr" => new(text, StreamKind.Ticker, Cadence_ms: 1000),
        "!bookTicker" => new(text, StreamKind.BookTicker, Cadence_ms: 5000),
        "!forceOrder@arr" => new(text, StreamKind.ForceOrder, Cadence_ms: 1000),
        "!contractInfo" => new(text, StreamKind.ContractInfo),
        "!assetIndex@arr" => new(text, StreamKind.AssetIndex, Cadence_ms: 1000),
        _ => new(text, StreamKind.Unknown),
    };

    private static StreamName ParseTopic(string text, string symbol, string topic)
    {
        if (topic.StartsWith("kline_", StringComparison.Ordinal))
            return OfInterval(text, StreamKind.Kline, symbol, topic["kline_".Length..]);
        if (topic.StartsWith("continuousKline_", StringComparison.Ordinal))
            return OfContinuous(text, symbol, topic["continuousKline_".Length..]);
        if (topic.StartsWith("depth", StringComparison.Ordinal))
            return OfDepth(text, symbol, topic["depth".Length..]);
        return topic switch
        {
            "aggTrade" => new(text, StreamKind.AggTrade, symbol),
            "trade" => new(text, StreamKind.Trade, symbol),
            "bookTicker" => new(text, StreamKind.BookTicker, symbol),
            "markPrice" => new(text, StreamKind.MarkPrice, symbol, Cadence_ms: 3000),
            "markPrice@1s" => new(text, StreamKind.MarkPrice, symbol, Cadence_ms: 1000),
            "miniTicker" => new(text, StreamKind.MiniTicker, symbol, Cadence_ms: 2000),
            "ticker" => new(text, StreamKind.Ticker, symbol, Cadence_ms: 2000),
            "forceOrder" => new(text, StreamKind.ForceOrder, symbol, Cadence_ms: 1000),
            "rpiDepth@500ms" => new(text, StreamKind.RpiDepth, symbol, Cadence_ms: 500),
            "compositeIndex" => new(text, StreamKind.CompositeIndex, symbol, Cadence_ms: 1000),
            "assetIndex" => new(text, StreamKind.AssetIndex, symbol, Cadence_ms: 1000),
            _ => new(text, StreamKind.Unknown),
        };
    }

    private static StreamName OfInterval(string text, StreamKind kind, string symbol, string interval) =>
        Intervals.Contains(interval) || (kind == StreamKind.ContinuousKline && interval == "1s")
            ? new(text, kind, symbol, interval, 250)
            : new(text, StreamKind.Unknown);

    /// <summary>Parses the name of a continuous-kline stream into pair and contract type.</summary>
    private static StreamName OfContinuous(string text, string name, string interval)
    {
        string? type = ContractTypes.FirstOrDefault(type => name.EndsWith("_" + type, StringComparison.Ordinal));
        return type is null
            ? new(text, StreamKind.Unknown)
            : OfInterval(text, StreamKind.ContinuousKline, name[..^(type.Length + 1)], interval) with { ContractType = type };
    }

    private static StreamName OfDepth(string text, string symbol, string rest)
    {
        int at = rest.IndexOf('@');
        string levels = at < 0 ? rest : rest[..at];
        int cadence_ms = (at < 0 ? "" : rest[at..]) switch { "" => 250, "@250ms" => 250, "@100ms" => 100, "@500ms" => 500, "@0ms" when levels.Length == 0 => 0, _ => -1 };
        if (cadence_ms < 0)
            return new(text, StreamKind.Unknown);
        if (levels.Length == 0)
            return new(text, StreamKind.Depth, symbol, Cadence_ms: cadence_ms);
        return levels is "5" or "10" or "20"
            ? new(text, StreamKind.PartialDepth, symbol, Cadence_ms: cadence_ms, Levels: int.Parse(levels, CultureInfo.InvariantCulture))
            : new(text, StreamKind.Unknown);
    }
}
