using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Streams;

public sealed class MarketFrameReaderTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public void A_combined_trade_and_a_raw_trade_are_the_same_trade()
    {
        const string raw = """{"e":"aggTrade","E":1784073600171,"s":"BTCUSDT","a":3383271130,"p":"65014.60","q":"0.030","nq":"0.030","f":7900100566,"l":7900100567,"T":1784073600069,"m":true,"st":1}""";

        Assert.Equal(FrameKind.Events, Read(raw, "ETHUSDT", "BTCUSDT"));
        Assert.Equal(FrameKind.Events, Read($$"""{"stream":"btcusdt@aggTrade","data":{{raw}}}""", "ETHUSDT", "BTCUSDT"));

        var trade = new AggTrade(3383271130, Price.Parse("65014.6"), Quantity.Parse("0.03"), 7900100566, 7900100567, 1784073600069, true);
        Assert.Equal([(1, trade), (1, trade)], _sink.Trades);
        Assert.Equal(1784073600171, _sink.ExchangeClock_ms);
    }

    [Fact]
    public void An_array_of_mark_prices_advances_the_clock_by_every_row_and_passes_over_unknown_contracts()
    {
        const string frame = """
            {"stream":"!markPrice@arr@1s","data":[{"e":"markPriceUpdate","E":100,"s":"BTCUSDT","p":"65013.12345678","ap":"1","i":"65020.11","P":"65018","r":"0.0000412","T":1784102400000,"st":1},
            {"e":"markPriceUpdate","E":101,"s":"BTCUSD_PERP","p":"1","ap":"1","i":"","P":"","r":"","T":0,"st":2}]}
            """;

        Assert.Equal(FrameKind.Events, Read(frame, "BTCUSDT"));

        Assert.Equal((0, new MarkPriceTick(Price.Parse("65013.12345678"), Price.Parse("65020.11"), Rate.Parse("0.0000412"), 1784102400000, 100)), Assert.Single(_sink.Marks));
        Assert.Equal(101, _sink.ExchangeClock_ms);
    }

    [Fact]
    public void A_symbol_beyond_ascii_is_found_whether_escaped_or_not()
    {
        const string plain = """{"e":"bookTicker","u":5,"s":"币安USDT","b":"1.5","B":"2","a":"1.6","A":"3","T":9,"E":10}""";
        Read(plain, "币安USDT");
        Read(plain.Replace("币安", "\\u5e01\\u5b89", StringComparison.Ordinal), "币安USDT");

        Assert.Equal(2, _sink.Books.Count);
        Assert.All(_sink.Books, book => Assert.Equal(Price.Parse("1.6"), book.Tick.AskPrice));
    }

    [Fact]
    public void A_kline_is_read_from_its_inner_object_and_a_broken_one_is_malformed()
    {
        const string frame = """
            {"stream":"btcusdt@kline_5m","data":{"e":"kline","E":1784073600171,"s":"BTCUSDT","k":{"t":1784073300000,"T":1784073599999,"s":"BTCUSDT","i":"5m","f":100,"L":200,
            "o":"65014.60","c":"65020.10","h":"65030.00","l":"65001.00","v":"1000.5","n":100,"x":true,"q":"65000000.123","V":"500","Q":"32000000","B":"0"}}}
            """;
        Assert.Equal(FrameKind.Events, Read(frame, "BTCUSDT"));
        var kline = new Kline(
            1784073300000, Price.Parse("65014.6"), Price.Parse("65030"), Price.Parse("65001"), Price.Parse("65020.1"), Volume.Parse("1000.5"), 1784073599999,
            Notional.Parse("65000000.123"), 100, Volume.Parse("500"), Notional.Parse("32000000"));
        Assert.Equal((0, new KlineUpdate("5m", kline, true, 1784073600171)), Assert.Single(_sink.Klines));
        foreach (string broken in new[] { frame.Replace("\"5m\"", "5"), frame.Replace("\"n\":100", "\"n\":\"x\""), frame.Replace("\"x\":true", "\"x\":1"), frame.Replace("\"v\":\"1000.5\"", "\"v\":null"), frame.Replace("\"h\":\"65030.00\",", "") })
            Assert.Equal(FrameKind.Malformed, Read(broken, "BTCUSDT"));
        Assert.Single(_sink.Klines);
    }

    [Theory]
    [InlineData("""{"result":null,"id":1}""", 1)]
    [InlineData("""{"error":{"code":2,"msg":"Invalid request"},"id":1}""", 2)]
    [InlineData("""{"code":3,"msg":"Invalid JSON"}""", 2)]
    public void Answers_to_control_messages_are_distinguished(string frame, int kind) => Assert.Equal((FrameKind)kind, Read(frame, "BTCUSDT"));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("17")]
    [InlineData("""{"stream":"x","data":{"e":"aggTrade","E":1,"s":"BTCUSDT","a":1,"p":"oops","q":"1","f":1,"l":1,"T":1,"m":true}}""")]
    [InlineData("""{"stream":"x","data":{"e":"aggTrade","E":1,"s":"BTCUSDT","a":1""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[["oops","1"]],"a":[]}""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[["1"]],"a":[]}""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":7,"a":[]}""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","u":2,"pu":0,"b":[],"a":[]}""")]
    public void Malformed_frames_are_reported_and_counted(string frame)
    {
        Assert.Equal(FrameKind.Malformed, Read(frame, "BTCUSDT"));
        Assert.Equal(frame, Assert.Single(_sink.Bad));
        Assert.Empty(_sink.Trades);
    }

    [Fact]
    public void Every_recorded_trade_and_quote_is_read_as_a_general_json_reader_reads_it()
    {
        var symbols = new SymbolTable(["SUSHIUSDT", "KEEPUSDT", "CTKUSDT", "AKROUSDT", "BTCUSDT", "ETHUSDT", "BTSUSDT"]);
        var reader = new MarketFrameReader(0, symbols, _sink);
        var expected = new List<(string, long, string, string)>();
        foreach (string line in Lines(RecordedData.FilesOf("binance-usdm-ws", "multi_*.txt.gz")))
        {
            string frame = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            if (!frame.StartsWith("{\"stream", StringComparison.Ordinal))
                continue;
            Assert.Equal(FrameKind.Events, reader.Read(Encoding.UTF8.GetBytes(frame)));
            using JsonDocument document = JsonDocument.Parse(frame);
            JsonElement data = document.RootElement.GetProperty("data");
            if (data.GetProperty("e").GetString() == "aggTrade" && symbols.Symbols.Contains(data.GetProperty("s").GetString()!))
                expected.Add((data.GetProperty("s").GetString()!, data.GetProperty("a").GetInt64(), data.GetProperty("p").GetString()!, data.GetProperty("q").GetString()!));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(row => (row.Item1, row.Item2, Price.Parse(row.Item3), Quantity.Parse(row.Item4))),
            _sink.Trades.Select(row => (symbols[row.Symbol], row.Trade.Id, row.Trade.Price, row.Trade.Quantity)));
        Assert.Empty(_sink.Bad);
    }

    [Fact]
    public void Every_recorded_change_of_a_book_is_read_as_a_general_json_reader_reads_it()
    {
        var reader = new MarketFrameReader(0, new SymbolTable(["SUSHIUSDT", "CTKUSDT", "AKROUSDT", "BATUSDT", "NEOUSDT"]), _sink);
        var expected = new List<(long, long, long, string, string)>();
        foreach (string line in Lines(RecordedData.FilesOf("binance-usdm-ws", "multi_*.txt.gz")).Where(line => line.Contains("depthUpdate", StringComparison.Ordinal)))
        {
            string frame = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            Assert.Equal(FrameKind.Events, reader.Read(Encoding.UTF8.GetBytes(frame)));
            using JsonDocument document = JsonDocument.Parse(frame);
            JsonElement data = document.RootElement.GetProperty("data");
            if (data.GetProperty("s").GetString() is "SUSHIUSDT" or "CTKUSDT" or "AKROUSDT" or "BATUSDT" or "NEOUSDT")
                expected.Add((data.GetProperty("U").GetInt64(), data.GetProperty("u").GetInt64(), data.GetProperty("pu").GetInt64(), Levels(data.GetProperty("b")), Levels(data.GetProperty("a"))));
        }

        Assert.True(expected.Count > 1_000);
        Assert.Equal(expected, _sink.Diffs.Select(row => (row.Diff.FirstUpdateId, row.Diff.LastUpdateId, row.Diff.PreviousUpdateId, Shown(row.Diff.Bids), Shown(row.Diff.Asks))));

        static string Levels(JsonElement rows) => string.Join(' ', rows.EnumerateArray().Select(row => $"{Price.Parse(row[0].GetString()!)}x{Quantity.Parse(row[1].GetString()!)}"));
        static string Shown(IEnumerable<DepthLevel> levels) => string.Join(' ', levels.Select(level => $"{level.Price}x{level.Quantity}"));
    }

    [Fact]
    public void Reading_trades_marks_and_quotes_allocates_nothing()
    {
        byte[][] frames =
        [
            Encoding.UTF8.GetBytes("""{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1784073600171,"s":"BTCUSDT","a":3383271130,"p":"65014.60","q":"0.030","nq":"0.030","f":7900100566,"l":7900100567,"T":1784073600069,"m":true,"st":1}}"""),
            Encoding.UTF8.GetBytes("""{"stream":"!markPrice@arr@1s","data":[{"e":"markPriceUpdate","E":100,"s":"BTCUSDT","p":"65013.12345678","i":"65020.11","r":"0.0000412","T":1784102400000}]}"""),
            Encoding.UTF8.GetBytes("""{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5,"s":"BTCUSDT","b":"1.5","B":"2","a":"1.6","A":"3","T":9,"E":10}}"""),
        ];
        var reader = new MarketFrameReader(0, new SymbolTable(["BTCUSDT"]), new SilentSink());
        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                reader.Read(frames[i % frames.Length]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated();
        Assert.Equal(0, Allocated());
    }

    private FrameKind Read(string frame, params string[] symbols) =>
        new MarketFrameReader(0, new SymbolTable(symbols), _sink).Read(Encoding.UTF8.GetBytes(frame));

    private static IEnumerable<string> Lines(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }

    private sealed class SilentSink : IMarketSink
    {
        public void ConnectionUp(int connection, int generation, long upSince_ms) { }

        public void ConnectionDown(int connection, int generation, string reason) { }

        public void ExchangeTime(int connection, long event_ms) { }

        public void AggTrade(int connection, int symbol, in AggTrade trade) { }

        public void MarkPrice(int connection, int symbol, in MarkPriceTick tick) { }

        public void BookTicker(int connection, int symbol, in BookTick tick) { }

        public void Malformed(int connection, ReadOnlySpan<byte> frame) { }
    }
}
