using System.Text;
using System.Text.Json;
using Platform.Exchanges.Quotes;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Binance.Quotes;

/// <summary>Binance USDⓈ-M public quotes: bookTicker and partial books of the public route (spec/binance-usdm.md §1, §5).</summary>
internal sealed class BinanceQuotes(Uri rest, Uri streams) : IQuoteExchange
{
    private const int StreamsPerMessage = 100;

    public string Name => "binance";

    public Uri Socket { get; } = new(streams, "/public/stream?streams=");

    /// <summary>1,024 streams a connection, 10 messages a second, 300 connections in five minutes.</summary>
    public QuoteLimits Limits { get; } = new(20, 400, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(150));

    /// <summary>The exchange pings every three minutes; a contract that is quoted is not silent for a minute.</summary>
    public PingRule Ping { get; } = new(TimeSpan.FromSeconds(20), ReadOnlyMemory<byte>.Empty, TimeSpan.FromSeconds(60));

    public async Task<Result<IReadOnlyList<QuoteInstrument>>> ListAsync(PublicRest http, CancellationToken cancel)
    {
        Result<IReadOnlyList<QuoteInstrument>> listed = await http.GetAsync(new Uri(rest, "/fapi/v1/exchangeInfo"), ReadInstruments, cancel);
        return listed.IsOk && listed.Value.Count == 0
            ? new Fault(FaultKind.Corrupt, $"{rest} lists no perpetual; is this address a Binance USDⓈ-M host?")
            : listed;
    }

    public IEnumerable<byte[]> Subscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => Messages("SUBSCRIBE", instruments, withDepth);

    public IEnumerable<byte[]> Unsubscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => Messages("UNSUBSCRIBE", instruments, withDepth);

    /// <summary>Partial books are complete: there are no gaps to repair.</summary>
    public IEnumerable<byte[]> Renew(QuoteInstrument instrument) => [];

    public IQuoteFrameReader CreateReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) => new BinanceQuoteReader(instruments, sink);

    internal static IReadOnlyList<QuoteInstrument> ReadInstruments(JsonElement root)
    {
        var instruments = new List<QuoteInstrument>();
        foreach (JsonElement row in root.GetProperty("symbols").EnumerateArray())
        {
            if (row.TextOf("contractType") != "PERPETUAL" || row.TextOf("status") != "TRADING" || row.TextOf("quoteAsset") is not ("USDT" or "USDC" or "USD"))
                continue;
            string symbol = CanonicalSymbol.Of(row.TextOf("baseAsset"), out decimal unit);
            decimal step = row.GetProperty("filters").EnumerateArray().Where(filter => filter.TextOf("filterType") == "LOT_SIZE").Select(filter => filter.DecimalOf("stepSize") ?? 0).FirstOrDefault();
            instruments.Add(new QuoteInstrument(row.TextOf("symbol"), symbol, row.TextOf("quoteAsset"), unit, unit, step * unit));
        }

        return instruments;
    }

    private static IEnumerable<byte[]> Messages(string method, IReadOnlyList<QuoteInstrument> instruments, bool withDepth)
    {
        int id = 0;
        string[] kinds = withDepth ? ["bookTicker", "depth20@100ms"] : ["bookTicker"];
        foreach (QuoteInstrument[] part in instruments.Chunk(StreamsPerMessage))
        {
            IEnumerable<string> names = part.SelectMany(instrument => kinds.Select(kind => $"\"{instrument.NativeSymbol.ToLowerInvariant()}@{kind}\""));
            yield return Encoding.UTF8.GetBytes($$"""{"method":"{{method}}","params":[{{string.Join(',', names)}}],"id":{{++id}}}""");
        }
    }
}
