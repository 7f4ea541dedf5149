using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Endpoints;

namespace Platform.Exchanges.Binance.Streams;

/// <summary>The streams that are wanted, by route.</summary>
/// <param name="Market">Names for the /market route, such as from <see cref="BinanceStream.AggTradeName"/>.</param>
/// <param name="Public">Names for the /public route: bookTicker and depth.</param>
public sealed record StreamNames(IReadOnlyList<string> Market, IReadOnlyList<string> Public);

/// <summary>
/// A set of market streams spread over as many connections as the venue's bounds need. Each connection reads on its own
/// and lives through reconnects; what it delivers goes to the sink. Built once for a list of symbols, run once.
/// </summary>
public sealed class BinanceStream
{
    private readonly List<MarketConnection> _connections = [];

    /// <param name="clocks">Platform time decides "up since" and renewal; real time silence and waits.</param>
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
