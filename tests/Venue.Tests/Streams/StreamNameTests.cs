using Platform.Venue.Gateway.Streams;
using Xunit;

namespace Platform.Venue.Tests.Streams;

public class StreamNameTests
{
    [Theory]
    [InlineData("btcusdt@aggTrade", "AggTrade", "Market", 0)]
    [InlineData("btcusdt@trade", "Trade", "Public", 0)]
    [InlineData("btcusdt@kline_5m", "Kline", "Market", 250)]
    [InlineData("btcusdt@kline_1M", "Kline", "Market", 250)]
    [InlineData("btcusdt@kline_1s", "Unknown", "Market", 0)]
    [InlineData("btcusdt_perpetual@continuousKline_1s", "ContinuousKline", "Market", 250)]
    [InlineData("btcusdt@markPrice", "MarkPrice", "Market", 3000)]
    [InlineData("btcusdt@markPrice@1s", "MarkPrice", "Market", 1000)]
    [InlineData("!markPrice@arr", "MarkPrice", "Market", 3000)]
    [InlineData("!markPrice@arr@1s", "MarkPrice", "Market", 1000)]
    [InlineData("btcusdt@bookTicker", "BookTicker", "Public", 0)]
    [InlineData("!bookTicker", "BookTicker", "Public", 5000)]
    [InlineData("btcusdt@depth", "Depth", "Public", 250)]
    [InlineData("btcusdt@depth@100ms", "Depth", "Public", 100)]
    [InlineData("btcusdt@depth@0ms", "Depth", "Public", 0)]
    [InlineData("btcusdt@depth5@0ms", "Unknown", "Market", 0)]
    [InlineData("btcusdt@depth20@500ms", "PartialDepth", "Public", 500)]
    [InlineData("btcusdt@depth7", "Unknown", "Market", 0)]
    [InlineData("btcusdt@rpiDepth@500ms", "RpiDepth", "Public", 500)]
    [InlineData("!miniTicker@arr", "MiniTicker", "Market", 1000)]
    [InlineData("btcusdt@ticker", "Ticker", "Market", 2000)]
    [InlineData("!forceOrder@arr", "ForceOrder", "Market", 1000)]
    [InlineData("!contractInfo", "ContractInfo", "Market", 0)]
    [InlineData("BTCUSDT@aggTrade", "Unknown", "Market", 0)]
    [InlineData("0", "Unknown", "Market", 0)]
    [InlineData("币安人生usdt@aggTrade", "AggTrade", "Market", 0)]
    public void Stream_names_are_parsed(string text, string kind, string category, int cadence_ms)
    {
        StreamName name = StreamName.Parse(text);
        Assert.Equal((kind, category, cadence_ms), (name.Kind.ToString(), name.Category.ToString(), name.Cadence_ms));
    }

    [Theory]
    [InlineData("/public/ws/btcusdt@depth/ethusdt@depth", "Public", false, "btcusdt@depth,ethusdt@depth")]
    [InlineData("/market/stream?streams=", "Market", true, "")]
    [InlineData("/market/stream?streams=btcusdt@aggTrade/ethusdt@aggTrade", "Market", true, "btcusdt@aggTrade,ethusdt@aggTrade")]
    [InlineData("/market/stream?streams=%E5%B8%81%E5%AE%89usdt%40aggTrade", "Market", true, "币安usdt@aggTrade")]
    [InlineData("/private/ws/abc", "Private", false, "abc")]
    [InlineData("/private/ws?listenKey=abc", "Private", false, "abc")]
    [InlineData("/private/stream?listenKey=a&events=ORDER_TRADE_UPDATE&listenKey=b", "Private", true, "a,b")]
    [InlineData("/ws", "Public", false, "")]
    [InlineData("/ws/0", "Public", false, "0")]
    [InlineData("/stream?streams=btcusdt@aggTrade", "Public", true, "btcusdt@aggTrade")]
    public void An_address_determines_route_payload_form_and_streams(string target, string category, bool combined, string streams)
    {
        StreamAddress address = StreamAddress.Parse(target)!;
        Assert.Equal((category, combined, streams), (address.Category.ToString(), address.Combined, string.Join(',', address.Streams)));
    }

    [Theory]
    [InlineData("/fapi/v1/time")]
    [InlineData("/wsx")]
    [InlineData("/market")]
    [InlineData("/public/streams")]
    public void Other_targets_are_not_stream_addresses(string target) => Assert.Null(StreamAddress.Parse(target));

    [Fact]
    public void Event_filters_belong_to_the_listen_key_before_them()
    {
        StreamAddress address = StreamAddress.Parse("/private/stream?listenKey=a&events=ORDER_TRADE_UPDATE/ACCOUNT_UPDATE&listenKey=b")!;
        Assert.Equal(["ACCOUNT_UPDATE", "ORDER_TRADE_UPDATE"], address.EventsOf["a"].Order());
        Assert.False(address.EventsOf.ContainsKey("b"));
    }
}
