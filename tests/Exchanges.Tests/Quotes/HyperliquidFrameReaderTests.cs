using System.Text;
using System.Text.Json;
using Platform.Domain.Market;
using Platform.Exchanges.Hyperliquid;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Quotes;

public class HyperliquidFrameReaderTests
{
    private static readonly QuoteInstrument[] s_instruments =
    [
        new("BTC", "BTC/USD*:PERP", "USDC", 1, 1, 0.00001m),
        new("kPEPE", "PEPE/USD*:PERP", "USDC", 1_000, 1_000, 1_000),
    ];

    private readonly QuoteRecorder _sink = new();
    private readonly HyperliquidFrameReader _reader;

    public HyperliquidFrameReaderTests() => _reader = new HyperliquidFrameReader(s_instruments, _sink);

    [Fact]
    public void A_best_quote_is_read()
    {
        Assert.Equal(QuoteFrameKind.Data, Read("""{"channel":"bbo","data":{"coin":"BTC","time":1784073600120,"bbo":[{"px":"65010.0","sz":"1.2043","n":7},{"px":"65011.0","sz":"0.8811","n":4}]}}"""));
        Assert.Equal(new MarketDataUpdate("hyperliquid", "BTC/USD*:PERP", 65010.0m, 65011.0m, 1.2043m, 0.8811m, 1_784_073_600_120, 1) { IsStableBasisAssumed = true }, Assert.Single(_sink.Quotes));
    }

    [Fact]
    public void A_thousand_coins_become_single_coins()
    {
        Read("""{"channel":"bbo","data":{"coin":"kPEPE","time":1784073600120,"bbo":[{"px":"0.012345","sz":"100","n":7},{"px":"0.012346","sz":"50","n":4}]}}""");
        MarketDataUpdate quote = Assert.Single(_sink.Quotes);
        Assert.Equal((0.000012345m, 100_000m), (quote.Bid, quote.BidSize));
    }

    [Fact]
    public void A_side_that_is_null_is_empty()
    {
        Assert.Equal(QuoteFrameKind.Data, Read("""{"channel":"bbo","data":{"coin":"BTC","time":1784073600120,"bbo":[null,{"px":"65011.0","sz":"0.8811","n":4}]}}"""));
        Assert.False(Assert.Single(_sink.Quotes).IsValid);
    }

    [Theory]
    [InlineData("""{"channel":"pong"}""", QuoteFrameKind.Control)]
    [InlineData("""{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"bbo","coin":"BTC"}}}""", QuoteFrameKind.Control)]
    [InlineData("""{"channel":"allMids","data":{"mids":{"BTC":"65010.5"}}}""", QuoteFrameKind.Control)]
    [InlineData("""{"channel":"error","data":"Already subscribed"}""", QuoteFrameKind.Refusal)]
    [InlineData("""{"channel":"bbo","data":{"coin":"DOGE","time":1,"bbo":[null,null]}}""", QuoteFrameKind.Control)]
    [InlineData("""{"channel":"bbo","data":{"coin":"BTC","time":1,"bbo":[{"px":"a","sz":"1"},null]}}""", QuoteFrameKind.Malformed)]
    [InlineData("""{"channel":"bbo","data":[]}""", QuoteFrameKind.Malformed)]
    [InlineData("""{"data":{}}""", QuoteFrameKind.Malformed)]
    [InlineData("not json", QuoteFrameKind.Malformed)]
    public void Every_other_frame_is_recognised(string frame, object kind) => Assert.Equal(kind, Read(frame));

    [Fact]
    public void Recorded_books_read_field_by_field()
    {
        int books = 0;
        foreach ((long received_ns, byte[] frame) in RecordedFrames.Read("hyperliquid-ws", "btcusd_20250126.gz"))
        {
            QuoteFrameKind kind = _reader.Read(frame, isBinary: false, received_ns);
            JsonElement root = JsonDocument.Parse(frame).RootElement;
            bool isBook = root.GetProperty("channel").GetString() == "l2Book";
            Assert.Equal(isBook ? QuoteFrameKind.Data : QuoteFrameKind.Control, kind);
            if (!isBook)
                continue;
            books++;
            JsonElement levels = root.GetProperty("data").GetProperty("levels");
            (_, QuoteLevel[] bids, QuoteLevel[] asks) = _sink.LastBook;
            Assert.Equal(Levels(levels[0]), bids);
            Assert.Equal(Levels(levels[1]), asks);
        }

        Assert.True(books > 30);
        Assert.True(_sink.Quotes.All(quote => quote.IsValid && quote.ExchangeTime_ms > 1_737_000_000_000));
    }

    private static QuoteLevel[] Levels(JsonElement side) => [.. side.EnumerateArray().Select(level => new QuoteLevel(Number(level, "px"), Number(level, "sz")))];

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private QuoteFrameKind Read(string frame) => _reader.Read(Encoding.UTF8.GetBytes(frame), isBinary: false, 1);
}
