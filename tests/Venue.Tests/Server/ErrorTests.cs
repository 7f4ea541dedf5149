using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Every error that one request can cause on a new account, by its code and status (spec/binance-usdm.md §6).</summary>
public class ErrorTests(ErrorTests.SharedVenue shared) : IClassFixture<ErrorTests.SharedVenue>
{
    private const string Limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={bid}";
    private const string Market = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01";
    private const string Stop = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01";

    [Theory]
    [InlineData("POST", "/fapi/v1/order", "side=BUY&type=MARKET&quantity=1", -1102)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&type=MARKET&quantity=1", -1102)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&quantity=1", -1102)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET", -1102)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.01&price={bid}", -1102)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01", -1102)]
    [InlineData("POST", "/fapi/v1/order", "symbol=NOPEUSDT&side=BUY&type=MARKET&quantity=1", -1121)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=HOLD&type=MARKET&quantity=1", -1117)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MAGIC&quantity=1", -1116)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=SOON&quantity=1&price=1", -1115)]
    [InlineData("POST", "/fapi/v1/order", Market + "&newOrderRespType=LONG", -1136)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=abc", -1100)]
    [InlineData("POST", "/fapi/v1/order", Market + "&newOrderRespType=FULL", -1136)]
    [InlineData("POST", "/fapi/v1/algoOrder", Stop + "&triggerPrice={bid*0.9}&newOrderRespType=FULL", -1136)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1e-2", -1100)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=%2B0.01", -1100)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=.01", -1100)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=%200.01", -1100)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1.", -1100)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=1e3", -1100)]
    [InlineData("POST", "/fapi/v1/algoOrder", Stop + "&triggerPrice=9e4", -1100)]
    [InlineData("POST", "/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01&callbackRate=.5", -1100)]
    [InlineData("POST", "/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&closePosition=true&triggerPrice={bid*0.9}", -4509)]
    [InlineData("POST", "/fapi/v1/algoOrder", Stop + "&triggerPrice={bid*0.9}&timeInForce=GTE_GTC", -4509)]
    [InlineData("POST", "/fapi/v1/order", Market + "&newClientOrderId=bad%20id", -1100)]
    [InlineData("POST", "/fapi/v1/order", Market + "&newClientOrderId=0123456789012345678901234567890123456", -4015)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.0000001", -1111)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0", -4003)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=9999999", -4005)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=0", -4001)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=99999999", -4002)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={ask*1.2}", -4016)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.01&price={bid*0.8}", -4024)]
    [InlineData("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.001", -4164)]
    [InlineData("POST", "/fapi/v1/order", Market + "&positionSide=LONG", -4061)]
    [InlineData("POST", "/fapi/v1/order", Market + "&positionSide=MIDDLE", -4060)]
    [InlineData("POST", "/fapi/v1/order", Market + "&reduceOnly=true", -2022)]
    [InlineData("POST", "/fapi/v1/order", Market + "&reduceOnly=perhaps", -4062)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=30", -2019)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=0.01&stopPrice=1", -4120)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.01&price={ask*1.01}", -5022)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&quantity=0.01&price={bid*0.99}", -5021)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&priceMatch=BEST", -5037)]
    [InlineData("POST", "/fapi/v1/order", Market + "&priceMatch=OPPONENT", -5038)]
    [InlineData("POST", "/fapi/v1/order", Market + "&selfTradePreventionMode=MAYBE", -5039)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&quantity=0.01&price={bid}&goodTillDate=1000", -5040)]
    [InlineData("PUT", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&quantity=0.01&price=1&orderId=1", -2013)]
    [InlineData("PUT", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&quantity=0.01&price=1", -1102)]
    [InlineData("DELETE", "/fapi/v1/order", "symbol=BTCUSDT&orderId=1", -2011)]
    [InlineData("DELETE", "/fapi/v1/order", "symbol=BTCUSDT", -1102)]
    [InlineData("GET", "/fapi/v1/order", "symbol=BTCUSDT&orderId=1", -2013)]
    [InlineData("GET", "/fapi/v1/order", "symbol=BTCUSDT&orderId=one", -1100)]
    [InlineData("GET", "/fapi/v1/openOrder", "symbol=BTCUSDT&origClientOrderId=none", -2013)]
    [InlineData("GET", "/fapi/v1/allOrders", "symbol=BTCUSDT&startTime=2&endTime=1", -1023)]
    [InlineData("GET", "/fapi/v1/allOrders", "symbol=BTCUSDT&startTime=1&endTime=700000000", -4165)]
    [InlineData("GET", "/fapi/v1/allOrders", "symbol=BTCUSDT&limit=1001", -1130)]
    [InlineData("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT&fromId=1&startTime=1", -1128)]
    [InlineData("POST", "/fapi/v1/algoOrder", "algoType=MAGIC&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=1", -1130)]
    [InlineData("POST", "/fapi/v1/algoOrder", Stop + "&triggerPrice={ask*1.01}", -2021)]
    [InlineData("POST", "/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=LIMIT&quantity=0.01&price=1", -1116)]
    [InlineData("POST", "/fapi/v1/algoOrder", Stop + "&triggerPrice={bid*0.9}&closePosition=true", -4137)]
    [InlineData("DELETE", "/fapi/v1/algoOrder", "algoId=1", -2011)]
    [InlineData("GET", "/fapi/v1/algoOrder", "algoId=1", -2013)]
    [InlineData("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=126", -4028)]
    [InlineData("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=0", -4028)]
    [InlineData("POST", "/fapi/v1/leverage", "symbol=BTCUSDT", -1102)]
    [InlineData("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED", -4046)]
    [InlineData("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=NONE", -1130)]
    [InlineData("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=false", -4059)]
    [InlineData("POST", "/fapi/v1/multiAssetsMargin", "multiAssetsMargin=false", -4171)]
    [InlineData("POST", "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=10&type=1", -4049)]
    [InlineData("POST", "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=-1&type=1", -4055)]
    [InlineData("GET", "/fapi/v1/income", "incomeType=LUCK", -1130)]
    [InlineData("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT&startTime=1&endTime=700000000", -4165)]
    [InlineData("GET", "/fapi/v1/positionMargin/history", "symbol=BTCUSDT&startTime=1&endTime=2700000000", -4165)]
    [InlineData("GET", "/fapi/v1/positionMargin/history", "symbol=BTCUSDT&type=3", -1130)]
    [InlineData("POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTE_GTC&quantity=0.01&price={bid}", -1115)]
    public async Task Signed_requests(string method, string path, string parameters, int code)
    {
        Answer answer = await shared.Venue.SignedAsync(method, path, await shared.PriceAsync(parameters));
        Assert.True((400, code) == (answer.Status, answer.Code), answer.Body.GetRawText());
    }

    [Theory]
    [InlineData("/fapi/v1/depth", -1102)]
    [InlineData("/fapi/v1/depth?symbol=NOPE", -1121)]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT&limit=6", -4021)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT", -1102)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1s", -1120)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1501", -1130)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=x", -1100)]
    [InlineData("/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=1", -1130)]
    [InlineData("/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=1&startTime=1", -1128)]
    [InlineData("/fapi/v1/aggTrades?symbol=BTCUSDT&startTime=1&endTime=3600002", -1127)]
    [InlineData("/fapi/v1/aggTrades?symbol=BTCUSDT&startTime=2&endTime=1", -1023)]
    [InlineData("/fapi/v1/premiumIndex?symbol=NOPE", -1121)]
    [InlineData("/fapi/v1/openInterest", -1102)]
    [InlineData("/futures/data/basis?pair=BTCUSDT&period=7m", -1130)]
    public async Task Public_requests(string path, int code)
    {
        Answer answer = await shared.Venue.GetAsync(path);
        Assert.True((400, code) == (answer.Status, answer.Code), answer.Body.GetRawText());
    }

    [Fact]
    public async Task A_duplicate_client_id_of_an_open_order_and_an_unchanged_modification_are_refused()
    {
        string order = await shared.PriceAsync(Limit.Replace("{bid}", "{bid*0.97}", StringComparison.Ordinal) + "&newClientOrderId=twice");
        Assert.Equal(200, (await shared.Venue.OrderAsync(order)).Status);
        Assert.Equal(-4116, (await shared.Venue.OrderAsync(order)).Code);
        string price = order.Split("price=")[1].Split('&')[0];
        Assert.Equal(-5027, (await shared.Venue.SignedAsync("PUT", "/fapi/v1/order", $"symbol=BTCUSDT&side=BUY&quantity=0.01&price={price}&origClientOrderId=twice")).Code);
        Assert.Equal(-4067, (await shared.Venue.SignedAsync("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true")).Code);
        Assert.Equal(-4047, (await shared.Venue.SignedAsync("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED")).Code);
        Assert.Equal("CANCELED", (await shared.Venue.SignedAsync("DELETE", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=twice")).Body.GetProperty("status").GetString());
        Assert.Equal(-2011, (await shared.Venue.SignedAsync("DELETE", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=twice")).Code);
    }

    [Fact]
    public async Task An_open_position_prevents_changes_of_position_mode_and_margin_type()
    {
        TestVenue venue = shared.Venue;
        Task<Answer> AsB(string method, string path, string parameters) => venue.SignedAsync(method, path, parameters, "BK", "BS");
        Assert.Equal(200, (await AsB("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1")).Status);
        Assert.Equal(-4048, (await AsB("POST", "/fapi/v1/marginType", "symbol=ETHUSDT&marginType=ISOLATED")).Code);
        Assert.Equal(-4068, (await AsB("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true")).Code);
        Assert.Equal(200, (await AsB("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1&reduceOnly=true")).Status);
        Assert.Equal(200, (await AsB("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true")).Status);
        Assert.Equal(-4061, (await AsB("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1")).Code);
        Assert.Equal(200, (await AsB("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1&positionSide=LONG")).Status);
        Assert.Equal(200, (await AsB("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1&positionSide=SHORT")).Status);
        Assert.Equal(["LONG", "SHORT"], (await AsB("GET", "/fapi/v3/positionRisk", "")).Body.EnumerateArray().Select(row => row.GetProperty("positionSide").GetString()).Order());
        Assert.Equal(-1106, (await AsB("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1&positionSide=LONG&reduceOnly=true")).Code);
    }

    /// <summary>One venue for all requests of the class, with limits that they do not reach.</summary>
    public sealed class SharedVenue : IAsyncLifetime
    {
        internal TestVenue Venue { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Venue = await TestVenue.StartAsync(TestVenue.Generous);

        public async ValueTask DisposeAsync() => await Venue.DisposeAsync();

        /// <summary>Replaces {bid}, {ask} and {bid*0.9} by prices of the book, rounded to integers.</summary>
        internal async Task<string> PriceAsync(string parameters)
        {
            int open = parameters.IndexOf('{', StringComparison.Ordinal), close = parameters.IndexOf('}', StringComparison.Ordinal);
            if (open < 0)
                return parameters;
            string[] parts = parameters[(open + 1)..close].Split('*');
            string name = parts[0] == "bid" ? "bidPrice" : "askPrice";
            decimal price = decimal.Parse((await Venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body.GetProperty(name).GetString()!);
            decimal scaled = Math.Floor(price * (parts.Length > 1 ? decimal.Parse(parts[1]) : 1));
            return parameters[..open] + scaled + parameters[(close + 1)..];
        }
    }
}
