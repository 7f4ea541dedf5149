using System.Text;
using System.Text.Json;
using Platform.Exchanges.Quotes;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Okx;

/// <summary>OKX v5 public quotes: hosts, control messages and limits (other-venues.md §1).</summary>
internal sealed class OkxExchange(Uri rest, Uri socket) : IQuoteExchange
{
    private const int InstrumentsPerMessage = 100;

    public string Name => "okx";

    public Uri Socket => socket;

    /// <summary>480 operations an hour and connection, messages up to 64 KiB, 3 connections a second.</summary>
    public QuoteLimits Limits { get; } = new(30, 200, TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(100));

    /// <summary>The server closes after 30 s without a message; the ping is a text frame, not JSON.</summary>
    public PingRule Ping { get; } = new(TimeSpan.FromSeconds(20), "ping"u8.ToArray(), TimeSpan.FromSeconds(30));

    public async Task<Result<IReadOnlyList<QuoteInstrument>>> ListAsync(PublicRest http, CancellationToken cancel)
    {
        Result<IReadOnlyList<QuoteInstrument>> listed = await http.GetAsync(new Uri(rest, "/api/v5/public/instruments?instType=SWAP"), ReadInstruments, cancel);
        return listed.IsOk && listed.Value.Count == 0
            ? new Fault(FaultKind.Corrupt, $"{rest} lists no linear swap; is this address an OKX REST host?")
            : listed;
    }

    public IEnumerable<byte[]> Subscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => Messages("subscribe", instruments, withDepth ? ["bbo-tbt", "books"] : ["bbo-tbt"]);

    public IEnumerable<byte[]> Unsubscribe(IReadOnlyList<QuoteInstrument> instruments, bool withDepth) => Messages("unsubscribe", instruments, withDepth ? ["bbo-tbt", "books"] : ["bbo-tbt"]);

    public IEnumerable<byte[]> Renew(QuoteInstrument instrument) => [.. Messages("unsubscribe", [instrument], ["books"]), .. Messages("subscribe", [instrument], ["books"])];

    public IQuoteFrameReader CreateReader(IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink) => new OkxFrameReader(instruments, sink);

    /// <summary>Linear swaps that are live; sizes count contracts of ctVal × ctMult coins.</summary>
    internal static IReadOnlyList<QuoteInstrument> ReadInstruments(JsonElement root)
    {
        if (root.TextOf("code") is { Length: > 0 } code and not "0")
            throw new FormatException($"code {code}: {root.TextOf("msg")}");
        var instruments = new List<QuoteInstrument>();
        foreach (JsonElement row in root.GetProperty("data").EnumerateArray())
        {
            string[] family = row.TextOf("instFamily") is { Length: > 0 } named ? named.Split('-') : row.TextOf("uly").Split('-');
            if (row.TextOf("ctType") != "linear" || row.TextOf("state") != "live" || family.Length < 2 || family[1] is not ("USDT" or "USDC" or "USD"))
                continue;
            if (row.DecimalOf("ctVal") is not { } value || row.DecimalOf("lotSz") is not { } lot)
                continue;
            decimal coins = value * (row.DecimalOf("ctMult") ?? 1);
            string symbol = CanonicalSymbol.Of(family[0], out decimal unit);
            instruments.Add(new QuoteInstrument(row.TextOf("instId"), symbol, family[1], unit, coins * unit, lot * coins * unit));
        }

        return instruments;
    }

    private static IEnumerable<byte[]> Messages(string operation, IReadOnlyList<QuoteInstrument> instruments, string[] channels)
    {
        foreach (QuoteInstrument[] part in instruments.Chunk(InstrumentsPerMessage))
        {
            IEnumerable<string> arguments = part.SelectMany(instrument => channels.Select(channel => $$"""{"channel":"{{channel}}","instId":"{{instrument.NativeSymbol}}"}"""));
            yield return Encoding.UTF8.GetBytes($$"""{"op":"{{operation}}","args":[{{string.Join(',', arguments)}}]}""");
        }
    }
}
