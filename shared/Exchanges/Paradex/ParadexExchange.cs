using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Exchanges.Quotes;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Paradex;

/// <summary>Paradex public quotes: hosts, control messages and limits (other-venues.md §3).</summary>
/// <param name="socket">With the query that asks for the binary schema; the exchange serves no JSON on public channels.</param>
internal sealed class ParadexExchange(Uri rest, Uri socket) : IQuoteExchange
{
    private int _requests;

    public string Name => "paradex";

    public Uri Socket => socket;

    /// <summary>20 connections a second or 600 a minute for one address; no limit of subscriptions is published.</summary>
    public QuoteLimits Limits { get; } = new(5, 100, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(20));

    /// <summary>The server sends a heartbeat after 20 s without data.</summary>
    public PingRule Ping { get; } = new(TimeSpan.FromSeconds(20), default, TimeSpan.FromSeconds(60));

    public async Task<Result<IReadOnlyList<QuoteInstrument>>> ListAsync(PublicRest http, CancellationToken cancel)
    {
        Result<IReadOnlyList<QuoteInstrument>> listed = await http.GetAsync(new Uri(rest, "/v1/markets"), ReadInstruments, cancel);
        return listed.IsOk && listed.Value.Count == 0
            ? new Fault(FaultKind.Corrupt, $"{rest} lists no perpetual; is this address a Paradex API host?")
            : listed;
    }

    public IEnumerable<byte[]> Subscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => instruments.SelectMany(instrument => Messages("subscribe", instrument, withDepth));

    public IEnumerable<byte[]> Unsubscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => instruments.SelectMany(instrument => Messages("unsubscribe", instrument, withDepth));

    public IEnumerable<byte[]> Renew(QuoteInstrument instrument) => [Message("unsubscribe", BookOf(instrument)), Message("subscribe", BookOf(instrument))];

    public IQuoteFrameReader CreateReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) => new ParadexFrameReader(instruments, sink);

    /// <summary>The answer of /v1/markets: perpetuals only; its list does not give the funding rate.</summary>
    internal static IReadOnlyList<QuoteInstrument> ReadInstruments(JsonElement root)
    {
        var instruments = new List<QuoteInstrument>();
        foreach (JsonElement row in root.GetProperty("results").EnumerateArray())
        {
            if (row.TextOf("asset_kind") != "PERP" || row.TextOf("symbol") is not { Length: > 0 } name || row.DecimalOf("order_size_increment") is not { } step)
                continue;
            string symbol = CanonicalSymbol.Of(row.TextOf("base_currency"), out decimal unit);
            instruments.Add(new QuoteInstrument(name, symbol, row.TextOf("quote_currency"), unit, unit, step * unit)
            {
                FundingInterval_hours = (double)(row.DecimalOf("funding_period_hours") ?? 8),
            });
        }

        return instruments;
    }

    private IEnumerable<byte[]> Messages(string method, QuoteInstrument instrument, bool withDepth)
    {
        yield return Message(method, $"bbo.{instrument.NativeSymbol}");
        if (withDepth)
            yield return Message(method, BookOf(instrument));
    }

    private static string BookOf(QuoteInstrument instrument) => $"order_book.{instrument.NativeSymbol}.deltas";

    private byte[] Message(string method, string channel) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$$"""{"jsonrpc":"2.0","method":"{{{method}}}","params":{"channel":"{{{channel}}}"},"id":{{{Interlocked.Increment(ref _requests)}}}}"""));
}
