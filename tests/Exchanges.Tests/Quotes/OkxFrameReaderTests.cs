using System.Text;
using System.Text.Json;
using Platform.Domain.Market;
using Platform.Exchanges.Okx;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Quotes;

public class OkxFrameReaderTests
{
    private static readonly QuoteInstrument s_btc = new("BTC-USDT-SWAP", "BTC/USD*:PERP", "USDT", 1, 0.01m, 0.0001m);
    private readonly QuoteRecorder _sink = new();
    private readonly OkxFrameReader _reader;

    public OkxFrameReaderTests() => _reader = new OkxFrameReader([s_btc], _sink);

    [Fact]
    public void A_best_quote_is_converted_from_contracts_to_coins()
    {
        Assert.Equal(QuoteFrameKind.Data, Read("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["65011.6","812","0","9"]],"bids":[["65011.5","455.3","0","14"]],"ts":"1784073600069","seqId":71234567890}]}""", 1_784_073_600_100_000_000));
        MarketDataUpdate quote = Assert.Single(_sink.Quotes);
        Assert.Equal(new MarketDataUpdate("okx", "BTC/USD*:PERP", 65011.5m, 65011.6m, 4.553m, 8.12m, 1_784_073_600_069, 1_784_073_600_100_000_000), quote);
        Assert.Equal(31, quote.Latency_ms, 1e-3);
    }

    [Fact]
    public void An_older_best_quote_is_dropped()
    {
        Read("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["2","1","0","1"]],"bids":[["1","1","0","1"]],"ts":"1784073600069","seqId":2}]}""");
        Read("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["3","1","0","1"]],"bids":[["1","1","0","1"]],"ts":"1784073600068","seqId":1}]}""");
        Assert.Single(_sink.Quotes);
    }

    [Fact]
    public void An_empty_side_has_no_size()
    {
        Read("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[],"bids":[["1","1","0","1"]],"ts":"1784073600069","seqId":2}]}""");
        Assert.False(Assert.Single(_sink.Quotes).IsValid);
    }

    [Fact]
    public void A_change_that_does_not_follow_is_a_gap_and_a_heartbeat_is_none()
    {
        const string Head = """{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":""";
        Assert.Equal(QuoteFrameKind.Data, Read(Head + """ "snapshot","data":[{"asks":[["2","1","0","1"]],"bids":[["1","1","0","1"]],"ts":"1784073600069","checksum":0,"prevSeqId":-1,"seqId":10}]}"""));
        Assert.Equal(QuoteFrameKind.Data, Read(Head + """ "update","data":[{"asks":[["2","0","0","0"],["3","5","0","1"]],"bids":[],"ts":"1784073600070","checksum":0,"prevSeqId":10,"seqId":15}]}"""));
        Assert.Equal(QuoteFrameKind.Data, Read(Head + """ "update","data":[{"asks":[],"bids":[],"ts":"1784073600071","checksum":0,"prevSeqId":15,"seqId":15}]}"""));
        Assert.Equal([new QuoteLevel(3, 5)], _sink.LastBook.Asks);
        Assert.Equal(QuoteFrameKind.Gap, Read(Head + """ "update","data":[{"asks":[],"bids":[],"ts":"1784073600072","checksum":0,"prevSeqId":16,"seqId":17}]}"""));
        Assert.Same(s_btc, _reader.GapAt);
        Assert.Equal(QuoteFrameKind.Control, Read(Head + """ "update","data":[{"asks":[],"bids":[],"ts":"1784073600073","checksum":0,"prevSeqId":17,"seqId":18}]}"""));
    }

    [Theory]
    [InlineData("pong", QuoteFrameKind.Control)]
    [InlineData("""{"event":"subscribe","arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"connId":"9f"}""", QuoteFrameKind.Control)]
    [InlineData("""{"event":"error","code":"60018","msg":"The channel doesn't exist","connId":"9f"}""", QuoteFrameKind.Refusal)]
    [InlineData("""{"event":"notice","code":"64008","msg":"The connection will soon be closed","connId":"9f"}""", QuoteFrameKind.Reconnect)]
    [InlineData("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["x","1"]],"bids":[],"ts":"1"}]}""", QuoteFrameKind.Malformed)]
    [InlineData("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["1","1" """, QuoteFrameKind.Malformed)]
    [InlineData("""{"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[]}""", QuoteFrameKind.Control)]
    [InlineData("[]", QuoteFrameKind.Malformed)]
    [InlineData("", QuoteFrameKind.Malformed)]
    public void Every_other_frame_is_recognised(string frame, object kind) => Assert.Equal(kind, Read(frame));

    /// <summary>Each recorded book agrees with the exchange's own checksum after every change; each ticker agrees field by field.</summary>
    [Theory]
    [InlineData("okx_ws_2022-02-27_30s.txt.gz", 3_679, 19)]
    [InlineData("okx_ws_2022-05-13_11s.txt.gz", 290, 28)]
    public void Recorded_frames_read_field_by_field_and_books_match_their_checksums(string file, int books, int tickers)
    {
        var frames = RecordedFrames.Read("okx-ws", file).ToList();
        string[] names = [.. frames.Select(frame => JsonDocument.Parse(frame.Frame).RootElement).Where(root => root.TryGetProperty("arg", out _))
            .Select(root => root.GetProperty("arg").GetProperty("instId").GetString()!).Distinct()];
        QuoteInstrument[] instruments = [.. names.Select(name => new QuoteInstrument(name, name, "USDT", 1, 1, 0))];
        var reader = new OkxFrameReader(instruments, _sink);
        int read = 0;
        foreach ((long received_ns, byte[] frame) in frames)
        {
            int before = _sink.Quotes.Count;
            QuoteFrameKind kind = reader.Read(frame, isBinary: false, received_ns);
            JsonElement root = JsonDocument.Parse(frame).RootElement;
            bool isTicker = root.TryGetProperty("data", out JsonElement data) && root.GetProperty("arg").GetProperty("channel").GetString() == "tickers";
            Assert.True(kind is QuoteFrameKind.Data or QuoteFrameKind.Control, $"{kind}: {Encoding.UTF8.GetString(frame)}");
            if (!isTicker || _sink.Quotes.Count == before)
                continue;
            read++;
            MarketDataUpdate quote = _sink.LastQuote;
            Assert.Equal(
                (Number(data[0], "bidPx"), Number(data[0], "askPx"), Number(data[0], "bidSz"), Number(data[0], "askSz"), (long)Number(data[0], "ts"), received_ns),
                (quote.Bid, quote.Ask, quote.BidSize, quote.AskSize, quote.ExchangeTime_ms, quote.Received_ns));
        }

        Assert.Empty(_sink.Events);
        Assert.Equal(books, _sink.Books.Count);
        Assert.InRange(read, 1, tickers);
    }

    private static decimal Number(JsonElement row, string name) => row.GetProperty(name).GetString() is { Length: > 0 } text ? decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private QuoteFrameKind Read(string frame, long received_ns = 1) => _reader.Read(Encoding.UTF8.GetBytes(frame), isBinary: false, received_ns);
}
