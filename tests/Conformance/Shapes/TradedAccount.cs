using System.Globalization;
using System.Text.Json;
using Platform.Conformance.Venues;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Conformance.Shapes;

/// <summary>The requests of an account over REST, in an order in which each has the data it needs, up to a funding payment.</summary>
internal sealed class TradedAccount(VenueClient client, Action<string, JsonElement> keep)
{
    private const string Symbol = "symbol=BTCUSDT";
    private const string Quantity = "0.010";
    private decimal _bid;

    public async Task TradeAsync()
    {
        _bid = decimal.Parse((await client.PublicAsync("GET", $"/fapi/v1/ticker/bookTicker?{Symbol}")).Text("bidPrice"), CultureInfo.InvariantCulture);
        await SettleModesAsync();
        await PlaceAndEditAsync();
        await PlaceConditionalAsync();
        await HoldPositionAsync();
        await ReadAccountAsync();
        await ReadMarketAsync();
        await AskAsync("StartUserStream", "POST", "/fapi/v1/listenKey", signed: false);
        await AskAsync("KeepAliveUserStream", "PUT", "/fapi/v1/listenKey", signed: false);
    }

    private string At(decimal factor) => Math.Round(_bid * factor, 1).ToString("0.0", CultureInfo.InvariantCulture);

    private string Order(decimal factor, string id) => $"{Symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity={Quantity}&price={At(factor)}&newClientOrderId={id}";

    private string Entry(decimal factor, string id) =>
        $$"""{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"{{Quantity}}","price":"{{At(factor)}}","newClientOrderId":"{{id}}"}""";

    private async Task SettleModesAsync()
    {
        await AskAsync("ChangeInitialLeverage", "POST", "/fapi/v1/leverage", $"{Symbol}&leverage=21");
        await AskAsync("SetMultiAssetsMode", "POST", "/fapi/v1/multiAssetsMargin", "multiAssetsMargin=true");
        await client.SignedAsync("POST", "/fapi/v1/multiAssetsMargin", "multiAssetsMargin=false");
        await AskAsync("ChangeMarginType", "POST", "/fapi/v1/marginType", "symbol=ETHUSDT&marginType=ISOLATED");
        await AskAsync("ModifyPositionMode", "POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true");
        await client.SignedAsync("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=false");
        await AskAsync("SetBnbBurnStatus", "POST", "/fapi/v1/feeBurn", "feeBurn=false");
        await AskAsync("GetBnbBurnStatus", "GET", "/fapi/v1/feeBurn");
        await AskAsync("GetMultiAssetsMode", "GET", "/fapi/v1/multiAssetsMargin");
    }

    private async Task PlaceAndEditAsync()
    {
        string id = "orderId=" + (await AskAsync("PlaceOrder", "POST", "/fapi/v1/order", Order(0.97m, "one"))).Text("orderId");
        await AskAsync("GetOrder", "GET", "/fapi/v1/order", $"{Symbol}&{id}");
        await AskAsync("GetOpenOrder", "GET", "/fapi/v1/openOrder", $"{Symbol}&{id}");
        await AskAsync("GetOpenOrders", "GET", "/fapi/v1/openOrders", Symbol);
        await AskAsync("EditOrder", "PUT", "/fapi/v1/order", $"{Symbol}&side=BUY&quantity={Quantity}&price={At(0.96m)}&{id}&modifyId=7");
        string edit = $$"""[{"symbol":"BTCUSDT","side":"BUY","origClientOrderId":"one","quantity":"{{Quantity}}","price":"{{At(0.965m)}}"},{"symbol":"BTCUSDT","side":"BUY","orderId":"1","quantity":"{{Quantity}}","price":"{{At(0.965m)}}"}]""";
        await AskAsync("EditMultipleOrders", "PUT", "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString(edit));
        await AskAsync("GetOrderEditHistory", "GET", "/fapi/v1/orderAmendment", $"{Symbol}&{id}");
        await AskAsync("CancelOrder", "DELETE", "/fapi/v1/order", $"{Symbol}&{id}");
        string two = $"[{Entry(0.97m, "two")},{Entry(-1m, "three")}]";
        await AskAsync("PlaceMultipleOrders", "POST", "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString(two));
        await AskAsync("CancelMultipleOrders", "DELETE", "/fapi/v1/batchOrders", $"{Symbol}&origClientOrderIdList=" + Uri.EscapeDataString("[\"two\",\"three\"]"));
        await AskAsync("GetOrders", "GET", "/fapi/v1/allOrders", Symbol);
        await AskAsync("CancelAllOrders", "DELETE", "/fapi/v1/allOpenOrders", Symbol);
        await AskAsync("CancelAllOrdersAfterTimeout", "POST", "/fapi/v1/countdownCancelAll", $"{Symbol}&countdownTime=100000");
    }

    private async Task PlaceConditionalAsync()
    {
        string stop = $"algoType=CONDITIONAL&{Symbol}&side=SELL&type=TAKE_PROFIT&timeInForce=GTC&quantity={Quantity}&price={At(1.04m)}&triggerPrice={At(1.05m)}";
        string id = "algoId=" + (await AskAsync("PlaceConditionalOrder", "POST", "/fapi/v1/algoOrder", stop)).Text("algoId");
        await AskAsync("GetConditionalOrder", "GET", "/fapi/v1/algoOrder", id);
        await client.SignedAsync("POST", "/fapi/v1/algoOrder", $"algoType=CONDITIONAL&{Symbol}&side=SELL&type=TRAILING_STOP_MARKET&quantity={Quantity}&callbackRate=1&activatePrice={At(1.04m)}");
        await AskAsync("GetOpenConditionalOrders", "GET", "/fapi/v1/openAlgoOrders", Symbol);
        await AskAsync("GetConditionalOrders", "GET", "/fapi/v1/allAlgoOrders", Symbol);
        await AskAsync("CancelConditionalOrder", "DELETE", "/fapi/v1/algoOrder", id);
        await AskAsync("CancelAllConditionalOrders", "DELETE", "/fapi/v1/algoOpenOrders", Symbol);
    }

    private async Task HoldPositionAsync()
    {
        await client.SignedAsync("POST", "/fapi/v1/order", $"{Symbol}&side=BUY&type=MARKET&quantity={Quantity}");
        await client.SignedAsync("POST", "/fapi/v1/order", "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.100");
        await AskAsync("ModifyPositionMargin", "POST", "/fapi/v1/positionMargin", "symbol=ETHUSDT&amount=100&type=1");
        await AskAsync("GetMarginChangeHistory", "GET", "/fapi/v1/positionMargin/history", "symbol=ETHUSDT");
        await AskAsync("GetUserTrades", "GET", "/fapi/v1/userTrades", Symbol);
        await Eventually.TrueAsync(
            async () => (await client.SignedAsync("GET", "/fapi/v1/income", "incomeType=FUNDING_FEE")).Body.GetArrayLength() > 0, TimeSpan.FromSeconds(40));
        await AskAsync("GetIncomeHistory", "GET", "/fapi/v1/income");
    }

    private async Task ReadAccountAsync()
    {
        await AskAsync("GetAccountConfiguration", "GET", "/fapi/v1/accountConfig");
        await AskAsync("GetAccountInfo", "GET", "/fapi/v2/account");
        await AskAsync("GetAccountInfoV3", "GET", "/fapi/v3/account");
        await AskAsync("GetBalances", "GET", "/fapi/v3/balance");
        await AskAsync("GetBrackets", "GET", "/fapi/v1/leverageBracket");
        await AskAsync("GetOrderRateLimit", "GET", "/fapi/v1/rateLimit/order");
        await AskAsync("GetPositionAdlQuantileEstimation", "GET", "/fapi/v1/adlQuantile");
        await AskAsync("GetPositionInformation", "GET", "/fapi/v2/positionRisk");
        await AskAsync("GetPositions", "GET", "/fapi/v3/positionRisk");
        await AskAsync("GetSymbolConfiguration", "GET", "/fapi/v1/symbolConfig");
        await AskAsync("GetTradingStatus", "GET", "/fapi/v1/apiTradingStatus");
        await AskAsync("GetUserCommissionRate", "GET", "/fapi/v1/commissionRate", Symbol);
    }

    private async Task ReadMarketAsync()
    {
        foreach ((string name, string path) in MarketPaths)
            await AskAsync(name, "GET", path, signed: false);
    }

    private static readonly (string Name, string Path)[] MarketPaths =
    [
        ("GetAggregatedTradeHistory", $"/fapi/v1/aggTrades?{Symbol}"),
        ("GetBookPrice", $"/fapi/v1/ticker/bookTicker?{Symbol}"),
        ("GetContinuousContractKlines", "/fapi/v1/continuousKlines?pair=BTCUSDT&contractType=PERPETUAL&interval=1m"),
        ("GetAssetIndexes", "/fapi/v1/assetIndex"),
        ("GetBasis", "/futures/data/basis?pair=BTCUSDT&contractType=PERPETUAL&period=5m"),
        ("GetCompositeIndexInfo", "/fapi/v1/indexInfo"),
        ("GetGlobalLongShortAccountRatio", $"/futures/data/globalLongShortAccountRatio?{Symbol}&period=5m"),
        ("GetTakerBuySellVolumeRatio", $"/futures/data/takerlongshortRatio?{Symbol}&period=5m"),
        ("GetTopLongShortAccountRatio", $"/futures/data/topLongShortAccountRatio?{Symbol}&period=5m"),
        ("GetTopLongShortPositionRatio", $"/futures/data/topLongShortPositionRatio?{Symbol}&period=5m"),
        ("GetExchangeInfo", "/fapi/v1/exchangeInfo"),
        ("GetFundingInfo", "/fapi/v1/fundingInfo"),
        ("GetFundingRates", "/fapi/v1/fundingRate"),
        ("GetIndexPriceConstituents", $"/fapi/v1/constituents?{Symbol}"),
        ("GetIndexPriceKlines", "/fapi/v1/indexPriceKlines?pair=BTCUSDT&interval=1m"),
        ("GetInsuranceFundBalances", $"/fapi/v1/insuranceBalance?{Symbol}"),
        ("GetAllInsuranceFundBalances", "/fapi/v1/insuranceBalance"),
        ("GetAssetIndex", "/fapi/v1/assetIndex?symbol=BTCUSD"),
        ("GetAdlRisk", $"/fapi/v1/symbolAdlRisk?{Symbol}"),
        ("GetAdlRisks", "/fapi/v1/symbolAdlRisk"),
        ("GetTradingSchedule", "/fapi/v1/tradingSchedule"),
        ("GetRpiOrderBook", $"/fapi/v1/rpiDepth?{Symbol}"),
        ("GetKlines", $"/fapi/v1/klines?{Symbol}&interval=1m"),
        ("GetMarkPrice", $"/fapi/v1/premiumIndex?{Symbol}"),
        ("GetMarkPriceKlines", $"/fapi/v1/markPriceKlines?{Symbol}&interval=1m"),
        ("GetOpenInterest", $"/fapi/v1/openInterest?{Symbol}"),
        ("GetOpenInterestHistory", $"/futures/data/openInterestHist?{Symbol}&period=5m"),
        ("GetOrderBook", $"/fapi/v1/depth?{Symbol}"),
        ("GetPremiumIndexKlines", $"/fapi/v1/premiumIndexKlines?{Symbol}&interval=1m"),
        ("GetPrice", $"/fapi/v2/ticker/price?{Symbol}"),
        ("GetRecentTrades", $"/fapi/v1/trades?{Symbol}"),
        ("GetServerTime", "/fapi/v1/time"),
        ("GetTicker", $"/fapi/v1/ticker/24hr?{Symbol}"),
        ("GetTradeHistory", $"/fapi/v1/historicalTrades?{Symbol}"),
    ];

    private async Task<VenueAnswer> AskAsync(string name, string method, string path, string parameters = "", bool signed = true)
    {
        VenueAnswer answer = signed ? await client.SignedAsync(method, path, parameters) : await client.PublicAsync(method, path);
        Assert.True(answer.Status == 200, $"{name}: {method} {path} {parameters}: {answer.Body}");
        keep("rest/" + name, answer.Body);
        return answer;
    }
}
