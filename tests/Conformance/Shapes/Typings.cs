using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Conformance.Peers;

namespace Platform.Conformance.Shapes;

/// <summary>The types of responses that the official connector publishes, the newest source of names and types. They are read as examples of JSON.</summary>
internal sealed partial class Typings
{
    private readonly Dictionary<string, List<(string Name, string Type)>> _interfaces = new(StringComparer.Ordinal);

    private Typings(string text)
    {
        foreach (Match found in Interface().Matches(text))
            _interfaces[found.Groups[1].Value] = [.. Field().Matches(found.Groups[2].Value).Select(field => (field.Groups[1].Value, field.Groups[2].Value))];
    }

    public static Typings Read() => new(File.ReadAllText(Path.Combine(
        PeerScript.Folder, "node_modules", "@binance", "derivatives-trading-usds-futures", "dist", "index.d.ts")));

    /// <summary>The type that the connector expects for a response; for a list it is the type of a row.</summary>
    public IEnumerable<(string Source, Fixture Fixture)> Fixtures()
    {
        foreach ((string type, string source) in Sources)
        {
            JsonNode? example = Example(type);
            JsonNode? answer = type.Contains("Inner", StringComparison.Ordinal) ? new JsonArray(example) : example;
            yield return (source, new Fixture($"typed/{type}", "", "", "", JsonSerializer.SerializeToElement(answer)));
        }
    }

    private static readonly (string Type, string Source)[] Sources =
    [
        ("AccountInformationV2Response$1", "rest/GetAccountInfo"), ("AccountInformationV3Response", "rest/GetAccountInfoV3"),
        ("FuturesAccountBalanceV3ResponseInner", "rest/GetBalances"), ("FuturesAccountConfigurationResponse", "rest/GetAccountConfiguration"),
        ("GetIncomeHistoryResponseInner", "rest/GetIncomeHistory"), ("NotionalAndLeverageBracketsResponse1Inner", "rest/GetBrackets"),
        ("SymbolConfigurationResponseInner", "rest/GetSymbolConfiguration"), ("UserCommissionRateResponse", "rest/GetUserCommissionRate"),
        ("QueryUserRateLimitResponseInner", "rest/GetOrderRateLimit"), ("PositionInformationV2ResponseInner", "rest/GetPositionInformation"),
        ("PositionInformationV3ResponseInner", "rest/GetPositions"), ("PositionAdlQuantileEstimationResponseInner", "rest/GetPositionAdlQuantileEstimation"),
        ("GetPositionMarginChangeHistoryResponseInner", "rest/GetMarginChangeHistory"), ("ModifyIsolatedPositionMarginResponse", "rest/ModifyPositionMargin"),
        ("ChangeInitialLeverageResponse", "rest/ChangeInitialLeverage"), ("ChangeMarginTypeResponse", "rest/ChangeMarginType"),
        ("NewOrderResponse$1", "rest/PlaceOrder"), ("ModifyOrderResponse$1", "rest/EditOrder"), ("CancelOrderResponse$1", "rest/CancelOrder"),
        ("QueryOrderResponse$1", "rest/GetOrder"), ("QueryCurrentOpenOrderResponse", "rest/GetOpenOrder"), ("CurrentAllOpenOrdersResponseInner", "rest/GetOpenOrders"),
        ("AllOrdersResponseInner", "rest/GetOrders"), ("AccountTradeListResponseInner", "rest/GetUserTrades"), ("UsersForceOrdersResponseInner", "rest/GetForcedOrders"),
        ("GetOrderModifyHistoryResponseInner", "rest/GetOrderEditHistory"), ("AutoCancelAllOpenOrdersResponse", "rest/CancelAllOrdersAfterTimeout"),
        ("NewAlgoOrderResponse$1", "rest/PlaceConditionalOrder"), ("QueryAlgoOrderResponse", "rest/GetConditionalOrder"),
        ("QueryAllAlgoOrdersResponseInner", "rest/GetConditionalOrders"), ("CurrentAllAlgoOpenOrdersResponseInner", "rest/GetOpenConditionalOrders"),
        ("CancelAlgoOrderResponse$1", "rest/CancelConditionalOrder"), ("ExchangeInformationResponse", "rest/GetExchangeInfo"),
        ("OrderBookResponse$1", "rest/GetOrderBook"), ("RecentTradesListResponseInner", "rest/GetRecentTrades"), ("OldTradesLookupResponseInner", "rest/GetTradeHistory"),
        ("CompressedAggregateTradesListResponseInner", "rest/GetAggregatedTradeHistory"), ("MarkPriceResponse1", "rest/GetMarkPrice"),
        ("GetFundingRateHistoryResponseInner", "rest/GetFundingRates"), ("GetFundingRateInfoResponseInner", "rest/GetFundingInfo"),
        ("Ticker24hrPriceChangeStatisticsResponse1", "rest/GetTicker"), ("SymbolPriceTickerResponse1$1", "rest/GetPrice"),
        ("SymbolOrderBookTickerResponse1$1", "rest/GetBookPrice"), ("OpenInterestResponse", "rest/GetOpenInterest"),
        ("OpenInterestStatisticsResponseInner", "rest/GetOpenInterestHistory"), ("QueryIndexPriceConstituentsResponse", "rest/GetIndexPriceConstituents"),
        ("QueryInsuranceFundBalanceSnapshotResponse1", "rest/GetInsuranceFundBalances"), ("QueryInsuranceFundBalanceSnapshotResponse2Inner", "rest/GetAllInsuranceFundBalances"),
        ("CompositeIndexSymbolInformationResponseInner", "rest/GetCompositeIndexInfo"), ("AssetIndexResponse2Inner", "rest/GetAssetIndexes"), ("AssetIndexResponse1", "rest/GetAssetIndex"),
        ("AdlRiskResponse1", "rest/GetAdlRisk"), ("AdlRiskResponse2Inner", "rest/GetAdlRisks"), ("TradingScheduleResponse", "rest/GetTradingSchedule"), ("RpiOrderBookResponse", "rest/GetRpiOrderBook"),
        ("NewOrderResponse", "ws-api/PlaceOrder"), ("QueryOrderResponse", "ws-api/GetOrder"), ("ModifyOrderResponse", "ws-api/EditOrder"), ("CancelOrderResponse", "ws-api/CancelOrder"),
        ("NewAlgoOrderResponse", "ws-api/PlaceConditionalOrder"), ("CancelAlgoOrderResponse", "ws-api/CancelConditionalOrder"),
        ("AccountInformationV2Response", "ws-api/GetAccountInfo"), ("FuturesAccountBalanceV2Response", "ws-api/GetBalances"),
        ("PositionInformationV2Response", "ws-api/GetPositions"), ("OrderBookResponse", "ws-api/GetOrderBook"),
        ("AggregateTradeStreamsResponse", "stream/AggTrades"), ("KlineCandlestickStreamsResponse", "stream/Klines"), ("MarkPriceStreamResponse", "stream/MarkPrice"),
        ("ContinuousContractKlineCandlestickStreamsResponse", "stream/ContKlines"), ("IndividualSymbolTickerStreamsResponse", "stream/Ticker"),
        ("IndividualSymbolMiniTickerStreamResponse", "stream/MiniTicker"), ("IndividualSymbolBookTickerStreamsResponse", "stream/BookTicker"),
        ("DiffBookDepthStreamsResponse", "stream/Book"), ("PartialBookDepthStreamsResponse", "stream/PartialBook"),
        ("LiquidationOrderStreamsResponse", "stream/Liquidations"), ("ContractInfoStreamResponse", "stream/SymbolUpdates"),
        ("CompositeIndexSymbolInformationStreamsResponse", "stream/CompositIndex"), ("AssetIndexResponseInner", "stream/AssetIndex"),
        ("TradingSessionStreamResponse", "stream/TradingSession"), ("RpiDiffBookDepthStreamsResponse", "stream/RpiBook"), ("MarginCall", "stream/MarginUpdate"),
        ("AccountUpdate", "stream/AccountUpdate"), ("OrderTradeUpdate", "stream/OrderUpdate"), ("TradeLite", "stream/TradeUpdate"), ("AlgoUpdate", "stream/AlgoOrderUpdate"),
    ];

    /// <summary>Any value of the type; null for a type without information, which matches everything.</summary>
    private JsonNode? Example(string type)
    {
        if (type.StartsWith("Array<Array<", StringComparison.Ordinal))
            return new JsonArray(new JsonArray()); // price levels: the type does not say how many elements a level has
        if (type.StartsWith("Array<", StringComparison.Ordinal))
            return new JsonArray(Example(type[6..^1]));
        if (_interfaces.TryGetValue(type, out List<(string Name, string Type)>? fields))
            return new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, Example(field.Type))));
        return type switch
        {
            "string" => "text",
            "boolean" => true,
            "number" or "number | bigint" => 1,
            _ => null,
        };
    }

    [GeneratedRegex(@"^interface (\S+) (?:extends [^{]+)?\{(.*?)^\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Interface();

    [GeneratedRegex(@"^  '?([^\s'*?:]+)'?\??: (.+);$", RegexOptions.Multiline)]
    private static partial Regex Field();
}
