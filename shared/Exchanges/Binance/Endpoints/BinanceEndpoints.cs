namespace Platform.Exchanges.Binance.Endpoints;

/// <summary>Where one Binance USDⓈ-M venue listens; the only thing that differs between mock, testnet and live.</summary>
/// <param name="Rest">Scheme, host and port of the REST interface, without a path.</param>
/// <param name="Streams">Scheme, host and port of the WebSocket streams; routes /market, /public and /private are added.</param>
public sealed record BinanceEndpoints(Uri Rest, Uri Streams)
{
    /// <summary>Real money (spec/binance-usdm.md §1.1).</summary>
    public static BinanceEndpoints Live { get; } = new(
        new("https://fapi.binance.com"), new("wss://fstream.binance.com"));

    /// <summary>The exchange's demo hosts. Which stream host is canonical is not confirmed; configuration may name another.</summary>
    public static BinanceEndpoints Testnet { get; } = new(
        new("https://demo-fapi.binance.com"), new("wss://fstream.binancefuture.com"));

    /// <summary>A simulated exchange at host:port, without TLS.</summary>
    public static BinanceEndpoints Mock(string hostAndPort) => new(
        new($"http://{hostAndPort}"), new($"ws://{hostAndPort}"));

    /// <summary>Combined market streams (aggTrade, markPrice, kline …), empty; streams are subscribed afterwards.</summary>
    public Uri MarketStreams => new(Streams, "/market/stream?streams=");

    /// <summary>Combined book streams (bookTicker, depth …), empty; streams are subscribed afterwards.</summary>
    public Uri PublicStreams => new(Streams, "/public/stream?streams=");

    /// <summary>The user-data stream of one listen key, raw events.</summary>
    public Uri UserStream(string listenKey) => new(Streams, $"/private/ws/{listenKey}");
}
