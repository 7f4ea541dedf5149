using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Strict validation of parameters (spec/binance-usdm.md §11.4): the list contains all parameters that a call accepts.</summary>
public class StrictParameterTests
{
    private const string Limit = "symbol=BTCUSDT&side=BUY&positionSide=BOTH&type=LIMIT&timeInForce=GTC&quantity=0.01&price=%&reduceOnly=false&newClientOrderId=all&newOrderRespType=ACK&selfTradePreventionMode=EXPIRE_MAKER&goodTillDate=0";

    [Fact]
    public async Task Every_documented_parameter_of_the_calls_passes_and_one_more_does_not()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => TestVenue.Generous(options) with { StrictParameters = true });
        string price = Math.Floor(decimal.Parse((await venue.GetAsync("/fapi/v1/ticker/bookTicker?symbol=BTCUSDT")).Body.GetProperty("bidPrice").GetString()!) * 0.98m).ToString();
        foreach ((string method, string path, string parameters) in ((string, string, string)[])
        [
            ("POST", "/fapi/v1/order", Limit.Replace("%", price, StringComparison.Ordinal)),
            ("PUT", "/fapi/v1/order", $"symbol=BTCUSDT&side=BUY&origClientOrderId=all&quantity=0.02&price={price}&modifyId=7&reduceOnly=false"),
            ("GET", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=all"),
            ("GET", "/fapi/v1/orderAmendment", "symbol=BTCUSDT&origClientOrderId=all&limit=5&startTime=1"),
            ("GET", "/fapi/v1/openOrders", "symbol=BTCUSDT"),
            ("GET", "/fapi/v1/allOrders", "symbol=BTCUSDT&limit=5"),
            ("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT&limit=5"),
            ("DELETE", "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=all"),
            ("POST", "/fapi/v1/algoOrder", $"algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice={price}&workingType=MARK_PRICE&priceProtect=false&clientAlgoId=stop&newOrderRespType=ACK"),
            ("GET", "/fapi/v1/openAlgoOrders", "algoType=CONDITIONAL&symbol=BTCUSDT"),
            ("DELETE", "/fapi/v1/algoOrder", "clientAlgoId=stop"),
            ("POST", "/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=0"),
            ("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=10"),
            ("GET", "/fapi/v1/income", "symbol=BTCUSDT&incomeType=COMMISSION&page=1&limit=10&startTime=1"),
            ("GET", "/fapi/v3/positionRisk", "symbol=BTCUSDT"),
            ("GET", "/fapi/v1/forceOrders", "symbol=BTCUSDT&autoCloseType=ADL&limit=10"),
        ])
        {
            Answer answer = await venue.SignedAsync(method, path, parameters);
            Assert.True(answer.Status == 200, $"{method} {path}: {answer.Body}");
            Assert.Equal(-1103, (await venue.SignedAsync(method, path, parameters + "&colour=blue")).Code);
        }

        Assert.Equal(200, (await venue.GetAsync("/futures/data/basis?pair=BTCUSDT&contractType=PERPETUAL&period=5m&limit=2")).Status);
        Assert.Equal(-1104, (await venue.GetAsync("/fapi/v1/time?symbol=BTCUSDT")).Code);
        Assert.Equal(200, (await venue.GetAsync("/venue/v1/clock?colour=blue")).Status);
    }

    [Fact]
    public async Task Without_strict_validation_unknown_parameters_are_ignored_and_the_first_value_of_a_name_is_used()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        Assert.Equal(200, (await venue.SignedAsync("GET", "/fapi/v3/balance", "colour=blue&symbol=")).Status);
        Assert.Equal("BTCUSDT", (await venue.GetAsync("/fapi/v1/premiumIndex?SYMBOL=BTCUSDT&symbol=ETHUSDT")).Body.GetProperty("symbol").GetString());
    }
}
