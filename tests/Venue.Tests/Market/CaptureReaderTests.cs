using Platform.TestKit.Files;
using Platform.Venue.Core.Contract;
using Platform.Venue.Market.Recordings;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class CaptureReaderTests
{
    private const string Trade = """1680652700441533 {"stream":"btcusdt@trade","data":{"e":"trade","E":1680652700455,"T":1680652700452,"s":"BTCUSDT","t":1,"p":"28145.10","q":"0.002","X":"MARKET","m":true}}""";

    [Theory]
    [InlineData("1680652700441534", ":2: the line contains no JSON.")]
    [InlineData("""1 {"stream":"btcusdt@trade","data":{"e":"trade","E":16806""", ":2: the JSON is invalid at byte ")]
    [InlineData("""1 {"stream":"btcusdt@trade","data":{"e":"trade","s":"BTCUSDT","t":2,"p":"1","q":"1","m":true}}""", ":2: field 'T' is missing.")]
    [InlineData("""1 {"stream":"btcusdt@trade","data":{"e":"trade","T":1,"s":"BTCUSDT","t":2,"p":"one","q":"1","m":true}}""", ":2: field 'p' contains 'one', which is not a decimal number.")]
    [InlineData("""1 {"stream":"btcusdt@trade","data":{"e":"trade","T":1,"s":"BTCUSDT","t":2,"p":"1","q":"1","m":"yes"}}""", ":2: field 'm' is not true or false.")]
    [InlineData("""1 {"stream":"btcusdt@depth","data":{"e":"depthUpdate","T":1,"s":"BTCUSDT","u":2,"pu":1,"b":[["1"]],"a":[]}}""", ":2: field 'b' contains a level that is not [price, quantity].")]
    [InlineData("""1 {"stream":"btcusdt@trade"}""", ":2: field 'data' is missing.")]
    public void An_unreadable_line_is_reported_with_its_field_and_the_other_lines_are_replayed(string line, string expected)
    {
        using var folder = new TempFolder();
        string file = folder.File("btcusdt_1.txt");
        File.WriteAllText(file, Trade + "\n" + line + "\n" + """1 {"stream":"btcusdt@kline_1m","data":{"e":"kline","s":"BTCUSDT"}}""" + "\n");
        RecordingSource source = RecordingSource.Open(new ExchangeOptions { Market = MarketKind.Captures, MarketPath = file }).Value;
        string notice = Assert.Single(source.Notices);
        Assert.StartsWith(file + expected, notice, StringComparison.Ordinal);
        Assert.Contains("The line is skipped; expected", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_trades_and_aggregates_are_recorded_together_each_trade_is_printed_once()
    {
        using var folder = new TempFolder();
        string file = folder.File("btcusdt_1.txt");
        File.WriteAllText(file, Trade + "\n" + """1 {"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1,"T":1680652700452,"s":"BTCUSDT","a":7,"f":1,"l":1,"p":"28145.10","q":"0.002","m":true}}""" + "\n");
        using var venue = new Engine.TestExchange(options => options with { Market = MarketKind.Captures, MarketPath = file, VirtualStart_ms = null });
        Assert.Equal(1, Assert.Single(venue.Events.Trades).Id);
    }
}
