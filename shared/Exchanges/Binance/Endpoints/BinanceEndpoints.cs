namespace Platform.Exchanges.Binance.Endpoints;

/// <summary>The addresses of one Binance USDⓈ-M venue; the only difference between mock, testnet and live.</summary>
/// <param name="Rest">Scheme, host and port of the REST API, without a path.</param>
/// <param name="Streams">Scheme, host and port of the WebSocket streams; routes /market, /public and /private are added.</param>
public sealed record BinanceEndpoints(Uri Rest, Uri Streams)
{
    /// <summary>The live exchange with real money (spec/binance-usdm.md §1.1).</summary>
    public static BinanceEndpoints Live { get; } = new(
        new("https://fapi.binance.com"), new("wss://fstream.binance.com"));

    /// <summary>The exchange's demo hosts. The stream host is not confirmed; configuration can set another.</summary>
    public static BinanceEndpoints Testnet { get; } = new(
        new("https://demo-fapi.binance.com"), new("wss://fstream.binancefuture.com"));

    /// <summary>A simulated exchange at host:port, without TLS.</summary>
    public static BinanceEndpoints Mock(string hostAndPort) => new(
        new($"http://{hostAndPort}"), new($"ws://{hostAndPort}"));

    /// <summary>Combined market streams (aggTrade, markPrice, kline …), opened without streams; the client subscribes afterwards.</summary>
    public Uri MarketStreams => new(Streams, "/market/stream?streams=");

    /// <summary>Combined book streams (bookTicker, depth …), opened without streams; the client subscribes afterwards.</summary>
    public Uri PublicStreams => new(Streams, "/public/stream?streams=");

    /// <summary>The user-data stream of one listen key, as raw events.</summary>
    public Uri UserStream(string listenKey) => new(Streams, $"/private/ws/{listenKey}");
}
