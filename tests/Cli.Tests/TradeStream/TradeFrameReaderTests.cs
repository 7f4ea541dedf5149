using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Frames;
using Xunit;

namespace Platform.Cli.Tests.TradeStream;

public sealed class TradeFrameReaderTests
{
    private const string Full = """{"stream":"ethusdt@aggTrade","data":{"e":"aggTrade","E":1784073600171,"s":"ETHUSDT","a":3383271130,"p":"65014.60","q":"0.030","nq":"0.030","f":79,"l":79,"T":1784073600069,"m":true,"st":1}}""";

    [Fact]
    public void An_aggTrade_is_read_with_and_without_its_envelope()
    {
        string bare = Full["{\"stream\":\"ethusdt@aggTrade\",\"data\":".Length..^1];
        foreach (string text in new[] { Full, bare })
        {
            Assert.Equal(TradeFrameKind.Trade, Read(text, out TradeFrame trade, out string symbol));
            Assert.Equal((new TradePrint(65014.60m, 0.030m, AggressorSide.Sell, 1784073600171, 3383271130), TradeKind.Aggregate, "ETHUSDT"), (trade.Print, trade.Kind, symbol));
        }
    }

    [Fact]
    public void Price_and_quantity_alone_make_a_trade_as_in_the_documented_example()
    {
        Assert.Equal(TradeFrameKind.Trade, Read("""{"data":{"p":"3245.5","q":"10.0","m":false,"E":1697527081000}}""", out TradeFrame trade, out string symbol));
        Assert.Equal((new TradePrint(3245.5m, 10, AggressorSide.Buy, 1697527081000), ""), (trade.Print, symbol));
        Assert.Equal(TradeFrameKind.Trade, Read("""{"p":1,"q":2,"m":null}""", out trade, out _));
        Assert.Equal(new TradePrint(1, 2, AggressorSide.Unknown), trade.Print);
    }

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"nan\"")]
    [InlineData("\"-Infinity\"")]
    [InlineData("\"inf\"")]
    [InlineData("\"1e400\"")]
    [InlineData("1e99")]
    [InlineData("\"0\"")]
    [InlineData("\"-3\"")]
    public void A_quantity_that_is_not_a_finite_number_above_zero_counts_as_missing(string quantity)
    {
        Assert.Equal(TradeFrameKind.Trade, Read(Full.Replace("\"0.030\"", quantity), out TradeFrame trade, out _));
        Assert.True(trade.Print.Quantity <= 0);
    }

    [Theory]
    [InlineData("\"0.030\"", "\"0,030\"")]
    [InlineData("\"0.030\"", "\"\"")]
    [InlineData("\"q\":\"0.030\",", "")]
    [InlineData("\"0.030\"", "[1]")]
    [InlineData("\"0.030\"", "\"0x10\"")]
    [InlineData("true", "7")]
    [InlineData("1784073600171", "-5")]
    [InlineData("1784073600171", "1.5")]
    [InlineData("1784073600171", "99999999999999999")]
    [InlineData("3383271130", "-1")]
    [InlineData("3383271130", "99999999999999999999")]
    [InlineData("\"ETHUSDT\"", "\"ETH USDT\"")]
    [InlineData("}}", "}")]
    [InlineData("}}", "}} x")]
    public void Messages_that_violate_the_contract_are_malformed(string from, string to) => Assert.Equal(TradeFrameKind.Malformed, Read(Full.Replace(from, to), out _, out _));

    [Theory]
    [InlineData("""{"result":null,"id":1}""", TradeFrameKind.Other)]
    [InlineData("""{"stream":"ethusdt@kline_1m","data":{"e":"kline","E":1,"s":"ETHUSDT","k":{"p":"1","q":"2"}}}""", TradeFrameKind.Other)]
    [InlineData("""{"lastUpdateId":1,"bids":[["1","2"]]}""", TradeFrameKind.Other)]
    [InlineData("""{"error":{"code":2,"msg":"no"},"id":1}""", TradeFrameKind.Refusal)]
    [InlineData("""{"code":0,"msg":"Unknown property"}""", TradeFrameKind.Refusal)]
    [InlineData("[]", TradeFrameKind.Malformed)]
    [InlineData("", TradeFrameKind.Malformed)]
    [InlineData("\0\0", TradeFrameKind.Malformed)]
    public void Messages_without_a_trade_are_recognised(string text, object kind) => Assert.Equal(kind, Read(text, out _, out _));

    [Fact]
    public void A_single_trade_off_the_book_is_marked()
    {
        const string trade = """{"stream":"ethusdt@trade","data":{"e":"trade","E":1,"T":1,"s":"ETHUSDT","t":5,"p":"3424.99","q":"0.022","X":"INSURANCE_FUND","m":false}}""";
        Read(trade, out TradeFrame off, out _);
        Read(trade.Replace("INSURANCE_FUND", "MARKET"), out TradeFrame on, out _);
        Assert.Equal((TradeKind.Single, true, false, 5), (off.Kind, off.IsOffBook, on.IsOffBook, on.Print.Id));
    }

    [Fact]
    public void A_symbol_beyond_ASCII_is_read_plain_and_escaped()
    {
        Read(Full.Replace("ETHUSDT", "币安人生USDT"), out _, out string plain);
        Read(Full.Replace("ETHUSDT", "\\u5e01\\u5b89\\u4eba\\u751fUSDT"), out _, out string escaped);
        Assert.Equal(("币安人生USDT", "币安人生USDT"), (plain, escaped));
    }

    [Fact]
    public void No_mutation_of_a_frame_throws_and_the_quick_scan_reads_it_as_the_JSON_reader_does() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            byte[] bytes = Encoding.UTF8.GetBytes(Full);
            for (int change = random.Next(1, 6); change > 0 && bytes.Length > 1; change--)
            {
                int at = random.Next(bytes.Length);
                bytes = random.Next(4) switch
                {
                    0 => [.. bytes[..at], .. bytes[(at + 1)..]],
                    1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                    2 => bytes[..Math.Max(1, at)],
                    _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                };
            }

            TradeFrameKind kind = new TradeFrameReader().Read(bytes, out TradeFrame trade, out ReadOnlySpan<byte> symbol);
            if (kind == TradeFrameKind.Trade)
                new CumulativeVolumeDelta().Update(trade.Print);
            TradeFrameKind thorough = new TradeFrameReader(isThorough: true).Read(bytes, out TradeFrame same, out ReadOnlySpan<byte> sameSymbol);
            return kind == thorough && trade == same && symbol.SequenceEqual(sameSymbol) && symbol.Length <= 64;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    private static TradeFrameKind Read(string text, out TradeFrame trade, out string symbol)
    {
        TradeFrameKind kind = new TradeFrameReader().Read(Encoding.UTF8.GetBytes(text), out trade, out ReadOnlySpan<byte> name);
        symbol = Encoding.UTF8.GetString(name);
        return kind;
    }
}
