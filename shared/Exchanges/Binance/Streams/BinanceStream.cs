using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Endpoints;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>
/// A set of market streams spread over as many connections as the venue's bounds need. Each connection reads on its own
/// and lives through reconnects; what it delivers goes to the sink. Built once for a list of symbols, run once.
/// </summary>
public sealed class BinanceStream
{
    private readonly List<MarketConnection> _connections = [];

    /// <param name="marketStreams">Names for the /market route, such as from <see cref="AggTradeName"/>.</param>
    /// <param name="publicStreams">Names for the /public route: bookTicker and depth.</param>
    /// <param name="clock">Platform time: the clock of "up since" and of renewal.</param>
    /// <param name="realTime">Real time: silence and waits.</param>
    public BinanceStream(
        BinanceEndpoints endpoints,
        SymbolTable symbols,
        IReadOnlyList<string> marketStreams,
        IReadOnlyList<string> publicStreams,
        StreamOptions options,
        IMarketSink sink,
        TimeProvider clock,
        TimeProvider realTime)
    {
        Check.That(options.StreamsPerConnection is > 0 and <= 1024, "the venue allows 1024 streams per connection");
        Check.That(options.MessagesPerSecond is > 0 and <= 10, "the venue allows 10 messages per second");
        Add(endpoints.MarketStreams, marketStreams);
        Add(endpoints.PublicStreams, publicStreams);

        void Add(Uri address, IReadOnlyList<string> names)
        {
            foreach (string[] shard in names.Chunk(options.StreamsPerConnection))
                _connections.Add(new MarketConnection(new ConnectionStreams(_connections.Count, address, shard), symbols, options, sink, clock, realTime));
        }
    }

    /// <summary>Mark prices of every contract once a second; subscribe it with trades so that the exchange clock advances.</summary>
    public const string AllMarkPrices = "!markPrice@arr@1s";

    /// <summary>Connections are numbered from 0; market ones first.</summary>
    public int ConnectionCount => _connections.Count;

    public static string AggTradeName(string symbol) => $"{symbol.ToLowerInvariant()}@aggTrade";

    public static string MarkPriceName(string symbol) => $"{symbol.ToLowerInvariant()}@markPrice@1s";

    /// <summary>Changes of the book ten times a second.</summary>
    public static string DepthName(string symbol) => $"{symbol.ToLowerInvariant()}@depth@100ms";

    /// <summary>Klines of an interval in the exchange's spelling, such as 5m.</summary>
    public static string KlineName(string symbol, string interval) => $"{symbol.ToLowerInvariant()}@kline_{interval}";

    public static string BookTickerName(string symbol) => $"{symbol.ToLowerInvariant()}@bookTicker";

    /// <summary>Ends streams by name while the others continue; they are not part of a reconnect. Any thread.</summary>
    public void Drop(IReadOnlyCollection<string> names)
    {
        foreach (MarketConnection connection in _connections)
            connection.Drop(names);
    }

    /// <summary>Runs every connection until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(_connections.Select(connection => connection.RunAsync(cancel)));
}
