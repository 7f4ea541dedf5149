using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Endpoints;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>The requested streams by route.</summary>
/// <param name="Market">Stream names for the /market route, for example from <see cref="BinanceStream.AggTradeName"/>.</param>
/// <param name="Public">Stream names for the /public route: bookTicker and depth.</param>
public sealed record StreamNames(IReadOnlyList<string> Market, IReadOnlyList<string> Public);

/// <summary>
/// A set of market streams over as many connections as the venue's limits require. Each connection reads independently
/// and reconnects; events go to the sink. Create one for a list of symbols and run it once.
/// </summary>
public sealed class BinanceStream
{
    private readonly List<MarketConnection> _connections = [];

    /// <param name="clocks">Platform time for the start of a connection and its renewal; real time for silence and waits.</param>
    public BinanceStream(BinanceEndpoints endpoints, SymbolTable symbols, StreamNames names, StreamOptions options, IMarketSink sink, Clocks clocks)
    {
        Check.That(options.StreamsPerConnection is > 0 and <= 1024, "the venue allows 1024 streams per connection");
        Check.That(options.MessagesPerSecond is > 0 and <= 10, "the venue allows 10 messages per second");
        Add(endpoints.MarketStreams, names.Market);
        Add(endpoints.PublicStreams, names.Public);

        void Add(Uri address, IReadOnlyList<string> streams)
        {
            foreach (string[] shard in streams.Chunk(options.StreamsPerConnection))
                _connections.Add(new MarketConnection(new ConnectionStreams(_connections.Count, address, shard), symbols, options, sink, clocks));
        }
    }

    /// <summary>Mark prices of every contract once a second; subscribe it with trades so that the exchange clock advances.</summary>
    public const string AllMarkPrices = "!markPrice@arr@1s";

    /// <summary>Number of connections. They are numbered from 0; market connections come first.</summary>
    public int ConnectionCount => _connections.Count;

    public static string AggTradeName(string symbol) => $"{symbol.ToLowerInvariant()}@aggTrade";

    public static string MarkPriceName(string symbol) => $"{symbol.ToLowerInvariant()}@markPrice@1s";

    /// <summary>Order book changes, ten times a second.</summary>
    public static string DepthName(string symbol) => $"{symbol.ToLowerInvariant()}@depth@100ms";

    /// <summary>Klines; the interval has the exchange's spelling, such as 5m.</summary>
    public static string KlineName(string symbol, string interval) => $"{symbol.ToLowerInvariant()}@kline_{interval}";

    public static string BookTickerName(string symbol) => $"{symbol.ToLowerInvariant()}@bookTicker";

    /// <summary>Unsubscribes streams by name while the others continue; a reconnect does not include them. Thread-safe.</summary>
    public void Drop(IReadOnlyCollection<string> names)
    {
        foreach (MarketConnection connection in _connections)
            connection.Drop(names);
    }

    /// <summary>Runs every connection until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(_connections.Select(connection => connection.RunAsync(cancel)));
}
