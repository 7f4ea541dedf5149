using System.Text;
using System.Text.Json;
using Platform.Exchanges.Quotes;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Hyperliquid;

/// <summary>Hyperliquid public quotes: hosts, control messages and limits (other-venues.md §2).</summary>
internal sealed class HyperliquidExchange(Uri rest, Uri socket) : IQuoteExchange
{
    public string Name => "hyperliquid";

    public Uri Socket => socket;

    /// <summary>10 connections, 30 new ones a minute, 1,000 subscriptions and 2,000 client messages a minute for one address.</summary>
    public QuoteLimits Limits { get; } = new(5, 100, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(40));

    /// <summary>The server closes after 60 s in which it sent nothing.</summary>
    public PingRule Ping { get; } = new(TimeSpan.FromSeconds(20), "{\"method\":\"ping\"}"u8.ToArray(), TimeSpan.FromSeconds(60));

    public async Task<Result<IReadOnlyList<QuoteInstrument>>> ListAsync(PublicRest http, CancellationToken cancel)
    {
        Result<IReadOnlyList<QuoteInstrument>> listed = await http.PostAsync(new Uri(rest, "/info"), """{"type":"metaAndAssetCtxs"}""", ReadInstruments, cancel);
        return listed.IsOk && listed.Value.Count == 0
            ? new Fault(FaultKind.Corrupt, $"{rest} lists no perpetual; is this address a Hyperliquid API host?")
            : listed;
    }

    public IEnumerable<byte[]> Subscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => Messages("subscribe", instruments, withDepth);

    public IEnumerable<byte[]> Unsubscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => Messages("unsubscribe", instruments, withDepth);

    /// <summary>Every book message is complete: there are no gaps to repair.</summary>
    public IEnumerable<byte[]> Renew(QuoteInstrument instrument) => [];

    public IQuoteFrameReader CreateReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) => new HyperliquidFrameReader(instruments, sink);

    /// <summary>The answer of metaAndAssetCtxs: the universe, and beside it the state of each coin with its hourly funding.</summary>
    internal static IReadOnlyList<QuoteInstrument> ReadInstruments(JsonElement root)
    {
        JsonElement universe = root[0].GetProperty("universe"), states = root[1];
        var instruments = new List<QuoteInstrument>();
        for (int i = 0; i < universe.GetArrayLength(); i++)
        {
            JsonElement row = universe[i];
            string name = row.TextOf("name");
            if (name.Length == 0 || (row.TryGetProperty("isDelisted", out JsonElement gone) && gone.ValueKind == JsonValueKind.True))
                continue;
            string symbol = CanonicalSymbol.Of(name[(name.IndexOf(':') + 1)..], out decimal unit);
            decimal step = unit;
            for (int decimals = (int)(row.DecimalOf("szDecimals") ?? 0); decimals > 0; decimals--)
                step /= 10;
            instruments.Add(new QuoteInstrument(name, symbol, "USDC", unit, unit, step)
            {
                FundingRate = i < states.GetArrayLength() && states[i].DecimalOf("funding") is { } rate ? (double)rate : null,
                FundingInterval_hours = 1,
            });
        }

        return instruments;
    }

    private static IEnumerable<byte[]> Messages(string method, IReadOnlyList<QuoteInstrument> instruments, bool withDepth)
    {
        foreach (QuoteInstrument instrument in instruments)
        {
            yield return Message(method, $"\"type\":\"bbo\",\"coin\":\"{instrument.NativeSymbol}\"");
            if (withDepth)
                yield return Message(method, $"\"type\":\"l2Book\",\"coin\":\"{instrument.NativeSymbol}\",\"fast\":true");
        }
    }

    private static byte[] Message(string method, string fields) =>
        Encoding.UTF8.GetBytes("{\"method\":\"" + method + "\",\"subscription\":{" + fields + "}}");
}
