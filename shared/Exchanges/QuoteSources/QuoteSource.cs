using Platform.Exchanges.Quotes;
using Platform.Exchanges.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.QuoteSources;

/// <summary>One exchange ready to be followed: what it lists, and feeds of it. Any thread.</summary>
public sealed class QuoteSource
{
    private readonly IQuoteExchange _exchange;

    private QuoteSource(QuoteEndpoint endpoint, IQuoteExchange exchange, IReadOnlyList<QuoteInstrument> instruments)
    {
        (Endpoint, _exchange, Instruments) = (endpoint, exchange, instruments);
    }

    public QuoteEndpoint Endpoint { get; }

    /// <summary>Every perpetual contract against dollars that trades.</summary>
    public IReadOnlyList<QuoteInstrument> Instruments { get; }

    /// <summary>Asks the exchange what it lists.</summary>
    public static async Task<Result<QuoteSource>> OpenAsync(QuoteEndpoint endpoint, HttpClient http, CancellationToken cancel)
    {
        IQuoteExchange exchange = QuoteProtocols.Of(endpoint);
        Result<IReadOnlyList<QuoteInstrument>> listed = await exchange.ListAsync(new PublicRest(http), cancel);
        return listed.Then<QuoteSource>(instruments => new QuoteSource(endpoint, exchange, instruments));
    }

    /// <summary>The contract of a canonical symbol: against USDT where the exchange has several; null when it has none.</summary>
    public QuoteInstrument? Find(string symbol) => Instruments
        .Where(instrument => instrument.Symbol == symbol)
        .OrderBy(instrument => instrument.QuoteAsset switch { "USDT" => 0, "USDC" => 1, _ => 2 })
        .FirstOrDefault();

    /// <summary>Symbols with the most similar names, for a message.</summary>
    public IReadOnlyList<string> Nearest(string symbol, int most) =>
    [
        .. Instruments.Select(instrument => CanonicalSymbol.Display(instrument.Symbol, instrument.QuoteAsset)).Distinct(StringComparer.Ordinal)
            .OrderBy(name => Distance(name.Split('/')[0], symbol.Split('/')[0])).ThenBy(name => name, StringComparer.Ordinal).Take(most),
    ];

    /// <summary>A feed of the wanted instruments; a fault when the exchange does not allow as many.</summary>
    public Result<QuoteFeed> CreateFeed(IReadOnlyList<QuoteInstrument> wanted, FeedOptions options, IQuoteSink sink, ReceiveClock clock) =>
        QuoteFeed.Create(_exchange, wanted, Instruments, options, sink, clock);

    /// <summary>Letters to change, add or remove.</summary>
    private static int Distance(string first, string second)
    {
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= second.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (first[i - 1] == second[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
