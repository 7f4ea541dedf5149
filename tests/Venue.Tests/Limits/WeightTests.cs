using System.Globalization;
using Platform.Venue.Tests.Server;
using Xunit;

namespace Platform.Venue.Tests.Limits;

/// <summary>The request weight of every call by its parameters (spec/binance-usdm.md §3, §4), as the header reports it.</summary>
public class WeightTests(ErrorTests.SharedVenue shared) : IClassFixture<ErrorTests.SharedVenue>
{
    private const string Symbol = "symbol=BTCUSDT";

    [Theory]
    [InlineData("/fapi/v1/ping", 1)]
    [InlineData("/fapi/v1/time", 1)]
    [InlineData("/fapi/v1/exchangeInfo", 1)]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT&limit=5", 2)]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT&limit=50", 2)]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT&limit=100", 5)]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT", 10)]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT&LIMIT=1000", 20)]
    [InlineData("/fapi/v1/rpiDepth?symbol=BTCUSDT", 20)]
    [InlineData("/fapi/v1/trades?symbol=BTCUSDT", 5)]
    [InlineData("/fapi/v1/aggTrades?symbol=BTCUSDT", 20)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=99", 1)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=100", 2)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=499", 2)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m", 5)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1000", 5)]
    [InlineData("/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1001", 10)]
    [InlineData("/fapi/v1/continuousKlines?pair=BTCUSDT&contractType=PERPETUAL&interval=1m&limit=1500", 10)]
    [InlineData("/fapi/v1/indexPriceKlines?pair=BTCUSDT&interval=1m&limit=99", 1)]
    [InlineData("/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1m&limit=99", 1)]
    [InlineData("/fapi/v1/premiumIndexKlines?symbol=BTCUSDT&interval=1m&limit=99", 1)]
    [InlineData("/fapi/v1/premiumIndex?symbol=BTCUSDT", 1)]
    [InlineData("/fapi/v1/premiumIndex", 10)]
    [InlineData("/fapi/v1/fundingRate", 0)]
    [InlineData("/fapi/v1/fundingInfo", 0)]
    [InlineData("/fapi/v1/ticker/24hr?symbol=BTCUSDT", 1)]
    [InlineData("/fapi/v1/ticker/24hr", 40)]
    [InlineData("/fapi/v1/ticker/price?symbol=BTCUSDT", 1)]
    [InlineData("/fapi/v2/ticker/price", 2)]
    [InlineData("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT", 2)]
    [InlineData("/fapi/v1/ticker/bookTicker", 5)]
    [InlineData("/fapi/v1/openInterest?symbol=BTCUSDT", 1)]
    [InlineData("/futures/data/openInterestHist?symbol=BTCUSDT&period=5m", 0)]
    [InlineData("/futures/data/basis?pair=BTCUSDT&contractType=PERPETUAL&period=5m", 0)]
    [InlineData("/fapi/v1/indexInfo", 1)]
    [InlineData("/fapi/v1/assetIndex", 10)]
    [InlineData("/fapi/v1/assetIndex?symbol=BTCUSD", 1)]
    [InlineData("/fapi/v1/constituents?symbol=BTCUSDT", 2)]
    [InlineData("/fapi/v1/tradingSchedule", 5)]
    public async Task Public_calls(string path, int weight) => Assert.Equal(weight, await CostAsync(() => shared.Venue.GetAsync(path)));

    [Theory]
    [InlineData("GET", "/fapi/v3/account", "", 5)]
    [InlineData("GET", "/fapi/v2/account", "", 5)]
    [InlineData("GET", "/fapi/v3/balance", "", 5)]
    [InlineData("GET", "/fapi/v3/positionRisk", "", 5)]
    [InlineData("GET", "/fapi/v2/positionRisk", Symbol, 5)]
    [InlineData("GET", "/fapi/v1/accountConfig", "", 5)]
    [InlineData("GET", "/fapi/v1/symbolConfig", Symbol, 5)]
    [InlineData("GET", "/fapi/v1/income", "", 30)]
    [InlineData("GET", "/fapi/v1/leverageBracket", Symbol, 1)]
    [InlineData("GET", "/fapi/v1/commissionRate", Symbol, 20)]
    [InlineData("POST", "/fapi/v1/leverage", Symbol + "&leverage=20", 1)]
    [InlineData("GET", "/fapi/v1/positionSide/dual", "", 30)]
    [InlineData("GET", "/fapi/v1/multiAssetsMargin", "", 30)]
    [InlineData("GET", "/fapi/v1/feeBurn", "", 30)]
    [InlineData("POST", "/fapi/v1/feeBurn", "feeBurn=false", 1)]
    [InlineData("GET", "/fapi/v1/adlQuantile", "", 5)]
    [InlineData("GET", "/fapi/v1/apiTradingStatus", "", 10)]
    [InlineData("GET", "/fapi/v1/apiTradingStatus", Symbol, 1)]
    [InlineData("GET", "/fapi/v1/positionMargin/history", Symbol, 1)]
    [InlineData("GET", "/fapi/v1/openOrders", "", 40)]
    [InlineData("GET", "/fapi/v1/openOrders", Symbol, 1)]
    [InlineData("GET", "/fapi/v1/allOrders", Symbol, 5)]
    [InlineData("GET", "/fapi/v1/userTrades", Symbol, 5)]
    [InlineData("GET", "/fapi/v1/forceOrders", "", 50)]
    [InlineData("GET", "/fapi/v1/forceOrders", Symbol, 20)]
    [InlineData("GET", "/fapi/v1/rateLimit/order", "", 1)]
    [InlineData("GET", "/fapi/v1/orderAmendment", Symbol, 1)]
    [InlineData("GET", "/fapi/v1/openAlgoOrders", "", 40)]
    [InlineData("GET", "/fapi/v1/openAlgoOrders", Symbol, 1)]
    [InlineData("GET", "/fapi/v1/allAlgoOrders", Symbol, 5)]
    [InlineData("DELETE", "/fapi/v1/allOpenOrders", Symbol, 1)]
    [InlineData("DELETE", "/fapi/v1/algoOpenOrders", Symbol, 1)]
    [InlineData("POST", "/fapi/v1/countdownCancelAll", Symbol + "&countdownTime=0", 10)]
    [InlineData("POST", "/fapi/v1/order/test", Symbol + "&side=BUY&type=MARKET&quantity=0.01", 0)]
    [InlineData("POST", "/fapi/v1/batchOrders", "batchOrders=%5B%7B%22symbol%22%3A%22NOPE%22%2C%22side%22%3A%22BUY%22%2C%22type%22%3A%22MARKET%22%2C%22quantity%22%3A%221%22%7D%5D", 5)]
    public async Task Signed_calls(string method, string path, string parameters, int weight) =>
        Assert.Equal(weight, await CostAsync(() => shared.Venue.SignedAsync(method, path, parameters)) - 1);

    /// <summary>The weight between two pings; a signed call asks for the time first, which costs one.</summary>
    private async Task<int> CostAsync(Func<Task<Answer>> call)
    {
        int before = await UsedAsync();
        Answer answer = await call();
        Assert.True(answer.Status == 200, answer.Body.GetRawText());
        int cost = await UsedAsync() - before - 1;

        // If a minute ends in between, the count restarts, and the call is made again.
        return cost >= 0 ? cost : await CostAsync(call);
    }

    private async Task<int> UsedAsync() => int.Parse((await shared.Venue.GetAsync("/fapi/v1/ping")).Header("X-MBX-USED-WEIGHT-1M"), CultureInfo.InvariantCulture);
}
