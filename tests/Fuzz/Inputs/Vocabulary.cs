namespace Platform.Fuzz.Inputs;

/// <summary>What clients say when they speak the protocol well, and the values that break careless readers.</summary>
internal static class Vocabulary
{
    public static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "XRPUSDT"];

    public static readonly string[] PublicPaths =
    [
        "/fapi/v1/ping", "/fapi/v1/time", "/fapi/v1/exchangeInfo", "/fapi/v1/depth", "/fapi/v1/rpiDepth", "/fapi/v1/trades", "/fapi/v1/historicalTrades",
        "/fapi/v1/aggTrades", "/fapi/v1/klines", "/fapi/v1/continuousKlines", "/fapi/v1/indexPriceKlines", "/fapi/v1/markPriceKlines",
        "/fapi/v1/premiumIndexKlines", "/fapi/v1/premiumIndex", "/fapi/v1/fundingRate", "/fapi/v1/fundingInfo", "/fapi/v1/ticker/24hr",
        "/fapi/v1/ticker/price", "/fapi/v2/ticker/price", "/fapi/v1/ticker/bookTicker", "/fapi/v1/openInterest", "/fapi/v1/constituents",
        "/fapi/v1/insuranceBalance", "/fapi/v1/symbolAdlRisk", "/fapi/v1/tradingSchedule", "/fapi/v1/indexInfo", "/fapi/v1/assetIndex",
        "/futures/data/openInterestHist", "/futures/data/topLongShortPositionRatio", "/futures/data/topLongShortAccountRatio",
        "/futures/data/globalLongShortAccountRatio", "/futures/data/takerlongshortRatio", "/futures/data/basis", "/futures/data/delivery-price",
        "/venue/v1/clock", "/venue", "/", "/fapi", "/fapi/v9/order", "//fapi/v1/time", "/fapi/v1/../v1/time", "/%66api/v1/time",
    ];

    public static readonly (string Method, string Path)[] SignedCalls =
    [
        .. Enumerable.Repeat(("POST", "/fapi/v1/order"), 20), .. Enumerable.Repeat(("DELETE", "/fapi/v1/order"), 4), ("POST", "/fapi/v1/order/test"),
        ("PUT", "/fapi/v1/order"), ("DELETE", "/fapi/v1/order"), ("GET", "/fapi/v1/order"), ("GET", "/fapi/v1/openOrder"), ("GET", "/fapi/v1/openOrders"),
        ("GET", "/fapi/v1/allOrders"), ("GET", "/fapi/v1/userTrades"), ("GET", "/fapi/v1/orderAmendment"), ("DELETE", "/fapi/v1/allOpenOrders"),
        ("POST", "/fapi/v1/batchOrders"), ("PUT", "/fapi/v1/batchOrders"), ("DELETE", "/fapi/v1/batchOrders"), ("POST", "/fapi/v1/algoOrder"),
        ("POST", "/fapi/v1/algoOrder"), ("DELETE", "/fapi/v1/algoOrder"), ("GET", "/fapi/v1/algoOrder"), ("GET", "/fapi/v1/openAlgoOrders"),
        ("GET", "/fapi/v1/allAlgoOrders"), ("DELETE", "/fapi/v1/algoOpenOrders"), ("POST", "/fapi/v1/countdownCancelAll"), ("POST", "/fapi/v1/leverage"),
        ("POST", "/fapi/v1/marginType"), ("POST", "/fapi/v1/positionSide/dual"), ("GET", "/fapi/v1/positionSide/dual"), ("POST", "/fapi/v1/multiAssetsMargin"),
        ("POST", "/fapi/v1/positionMargin"), ("GET", "/fapi/v1/positionMargin/history"), ("POST", "/fapi/v1/feeBurn"), ("GET", "/fapi/v1/feeBurn"),
        ("GET", "/fapi/v2/account"), ("GET", "/fapi/v3/account"), ("GET", "/fapi/v2/balance"), ("GET", "/fapi/v3/balance"), ("GET", "/fapi/v2/positionRisk"),
        ("GET", "/fapi/v3/positionRisk"), ("GET", "/fapi/v1/income"), ("GET", "/fapi/v1/leverageBracket"), ("GET", "/fapi/v1/commissionRate"),
        ("GET", "/fapi/v1/accountConfig"), ("GET", "/fapi/v1/symbolConfig"), ("GET", "/fapi/v1/rateLimit/order"), ("GET", "/fapi/v1/adlQuantile"),
        ("GET", "/fapi/v1/forceOrders"), ("POST", "/fapi/v1/listenKey"), ("PUT", "/fapi/v1/listenKey"), ("GET", "/fapi/v1/apiTradingStatus"),
    ];

    public static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "get", "BREW", "M-SEARCH"];

    public static readonly string[] Names =
    [
        "symbol", "pair", "symbols", "side", "type", "timeInForce", "quantity", "price", "orderId", "origClientOrderId", "newClientOrderId", "orderIdList",
        "origClientOrderIdList", "batchOrders", "limit", "startTime", "endTime", "fromId", "interval", "contractType", "period", "recvWindow", "timestamp",
        "signature", "reduceOnly", "closePosition", "positionSide", "priceMatch", "selfTradePreventionMode", "goodTillDate", "newOrderRespType", "stopPrice",
        "triggerPrice", "activatePrice", "callbackRate", "workingType", "priceProtect", "algoType", "algoId", "clientAlgoId", "countdownTime", "leverage",
        "marginType", "dualSidePosition", "multiAssetsMargin", "amount", "incomeType", "page", "listenKey", "modifyId", "SYMBOL", "Side", "",
    ];

    public static readonly string[] Streams =
    [
        "btcusdt@aggTrade", "btcusdt@trade", "ethusdt@depth@100ms", "btcusdt@depth5", "btcusdt@bookTicker", "!bookTicker", "btcusdt@kline_1m", "!markPrice@arr@1s",
        "btcusdt_perpetual@continuousKline_1m", "!miniTicker@arr", "!ticker@arr", "!forceOrder@arr", "!contractInfo", "tradingSession", "!assetIndex@arr",
        "btcusdt@compositeIndex", "btcusdt@rpiDepth@500ms", "nope@nothing", "btcusdt@depth7", "@", "btcusdt@kline_", "btcusdt@", "é@aggTrade", "!", "btcusdt@aggTrade@",
    ];

    public static readonly string[] ApiMethods =
    [
        "order.place", "order.place", "order.place", "order.modify", "order.cancel", "order.status", "algoOrder.place", "algoOrder.cancel", "account.balance",
        "v2/account.status", "v2/account.position", "depth", "ticker.price", "ticker.book", "userDataStream.start", "userDataStream.ping", "session.logon",
        "session.status", "session.logout", "no.such", "",
    ];

    /// <summary>Values, as they stand in a query.</summary>
    public static readonly string[] Nasty =
    [
        "", "0", "-0", "-1", "1e400", "1e-400", "NaN", "Infinity", "-Infinity", "null", "undefined", "true", "false", "[]", "{}", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "99999999999999999999999999999999999999", "0.00000000000000000000000000001", "92233720368.54775807",
        "92233720368.54775808", "1.", ".1", ".", "+1", "1,0", "0x10", "1_000", "%", "%2", "%zz", "%00", "%c3%28", "%f0%9f%92%a5", "%ed%a0%80", "é", "+", "a+b",
        "%26symbol=ETHUSDT", "=", "==", "'", "\"", "<script>", "../../etc/passwd", "%0d%0aX-Evil:1", "\u0661\u0662", "1501", "2147483647", "2147483648", "4294967296",
        "-2147483648", "253402300799000", "253402300799999", "8640000000000001", "BTCUSDT,ETHUSDT", "btcusdt", " BTCUSDT", "BTCUSDT%20",
    ];

    /// <summary>JSON values that break careless readers.</summary>
    public static readonly string[] NastyJson =
    [
        "null", "true", "0", "-1", "1e400", "-1e400", "1e-400", "9223372036854775808", "0.1", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"NaN\"", "[]", "{}", "[[]]", "[null]", "[1,2]",
        "[\"\\udfff\"]", "{\"a\":{\"b\":{}}}", "\"\\ud83d\\udca5\"", "99999999999999999999999999", "\"é\"", "\"BTCUSDT\"", "[\"btcusdt@aggTrade\"]", "[\"combined\",true]", "[\"combined\",1]",
    ];
}
