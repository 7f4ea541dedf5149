using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Quotes;

/// <summary>
/// The live quotes of one exchange: as many connections as its limits need, each living through reconnects. Instruments may be added and
/// removed while it runs. Built by <see cref="QuoteExchanges"/>.
/// </summary>
public sealed class QuoteFeed : IDisposable
{
    private readonly IQuoteExchange _exchange;
    private readonly List<QuoteConnection> _connections = [];

    private QuoteFeed(IQuoteExchange exchange) => _exchange = exchange;

    /// <summary>Lower case, such as okx.</summary>
    public string Exchange => _exchange.Name;

    public int ConnectionCount => _connections.Count;

    /// <summary>Spreads the wanted instruments over connections; a fault when the exchange does not allow as many.</summary>
    /// <param name="known">Every contract of the exchange, of which more can be added later.</param>
    internal static Result<QuoteFeed> Create(IQuoteExchange exchange, IReadOnlyList<QuoteInstrument> wanted, IReadOnlyList<QuoteInstrument> known, FeedOptions options, IQuoteSink sink, ReceiveClock clock)
    {
        QuoteLimits limits = exchange.Limits;
        int most = limits.Connections * limits.SymbolsPerConnection;
        if (wanted.Count > most)
            return new Fault(FaultKind.Exhausted, $"{exchange.Name} allows {most} symbols from one address ({limits.Connections} connections of {limits.SymbolsPerConnection}); {wanted.Count} were asked for: name fewer symbols.");
        var feed = new QuoteFeed(exchange);
        foreach (QuoteInstrument[] part in wanted.Chunk(limits.SymbolsPerConnection))
            feed._connections.Add(new QuoteConnection(exchange, new QuoteConnectionTerms(feed._connections.Count, part, known, options.WithDepth, options.Seed + feed._connections.Count), sink, clock));
        return feed;
    }

    /// <summary>Runs every connection until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(_connections.Select(connection => connection.RunAsync(cancel)));

    /// <summary>Subscribes one more instrument on the connection with the fewest; false when all are full.</summary>
    public async Task<bool> AddAsync(QuoteInstrument instrument, CancellationToken cancel)
    {
        QuoteConnection? free = _connections.Where(connection => connection.Wanted.Count < _exchange.Limits.SymbolsPerConnection).MinBy(connection => connection.Wanted.Count);
        if (free is null)
            return false;
        await free.AddAsync(instrument, cancel);
        return true;
    }

    /// <summary>Ends the subscriptions of an instrument; false when it has none.</summary>
    public async Task<bool> RemoveAsync(QuoteInstrument instrument, CancellationToken cancel)
    {
        QuoteConnection? at = _connections.Find(connection => connection.Wanted.Contains(instrument));
        if (at is null)
            return false;
        await at.RemoveAsync(instrument, cancel);
        return true;
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());
}

/// <summary>What a feed delivers.</summary>
/// <param name="WithDepth">Books of several levels beside the best prices.</param>
/// <param name="Seed">Of the jitter between connection attempts.</param>
public sealed record FeedOptions(bool WithDepth = false, int Seed = 1);
