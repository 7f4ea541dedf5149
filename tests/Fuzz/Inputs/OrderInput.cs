using System.Collections.Concurrent;
using System.Globalization;

namespace Platform.Fuzz.Inputs;

/// <summary>The parameters of calls that are right, or nearly: prices near the book, quantities on the step. Shares the last seen prices and order ids.</summary>
internal sealed class OrderInput
{
    private readonly ConcurrentDictionary<string, decimal> _prices = new(StringComparer.Ordinal);
    private long _lastOrderId;

    public void See(string symbol, decimal price) => _prices[symbol] = price;

    public void SeeOrder(long orderId) => Interlocked.Exchange(ref _lastOrderId, orderId);

    /// <summary>Parameters of a call to the path, as a careful client sends them.</summary>
    public List<(string Name, string Value)> For(string path, string method, Dice dice) => path switch
    {
        "/fapi/v1/order" or "/fapi/v1/order/test" when method == "POST" => Order(dice),
        "/fapi/v1/batchOrders" when method is "POST" or "PUT" => [("batchOrders", Uri.EscapeDataString($"[{string.Join(',', Enumerable.Range(0, 1 + dice.Below(6)).Select(_ => Json(Order(dice))))}]"))],
        "/fapi/v1/batchOrders" => [("symbol", dice.Pick(Vocabulary.Symbols)), ("orderIdList", $"[{Recent(dice)},{Recent(dice)}]")],
        "/fapi/v1/order" when method == "PUT" => [.. Target(dice), ("side", Side(dice)), ("quantity", Quantity(dice)), ("price", Price("BTCUSDT", dice))],
        "/fapi/v1/algoOrder" when method == "POST" => Algo(dice),
        "/fapi/v1/algoOrder" => [("algoId", Recent(dice))],
        "/fapi/v1/leverage" => [("symbol", dice.Pick(Vocabulary.Symbols)), ("leverage", Number(1 + dice.Below(130)))],
        "/fapi/v1/marginType" => [("symbol", dice.Pick(Vocabulary.Symbols)), ("marginType", dice.Pick(["ISOLATED", "CROSSED"]))],
        "/fapi/v1/positionSide/dual" when method == "POST" => [("dualSidePosition", dice.Chance(0.1) ? "true" : "false")],
        "/fapi/v1/multiAssetsMargin" => [("multiAssetsMargin", dice.Chance(0.1) ? "true" : "false")],
        "/fapi/v1/feeBurn" => [("feeBurn", dice.Pick(["true", "false"]))],
        "/fapi/v1/positionMargin" => [("symbol", dice.Pick(Vocabulary.Symbols)), ("amount", Quantity(dice)), ("type", Number(1 + dice.Below(2)))],
        "/fapi/v1/countdownCancelAll" => [("symbol", dice.Pick(Vocabulary.Symbols)), ("countdownTime", Number(dice.Below(20_000)))],
        _ => Query(dice),
    };

    public static string Json(IEnumerable<(string Name, string Value)> fields) => $"{{{string.Join(',', fields.Select(field => $"\"{field.Name}\":\"{field.Value}\""))}}}";

    private List<(string Name, string Value)> Query(Dice dice) =>
    [
        .. Target(dice), ("interval", dice.Pick(["1m", "5m", "1h", "1d", "1w", "1M"])), ("pair", dice.Pick(Vocabulary.Symbols)), ("contractType", "PERPETUAL"),
        ("period", dice.Pick(["5m", "1h", "1d"])), ("limit", dice.Pick(["5", "10", "50", "100", "500"])),
    ];

    private List<(string Name, string Value)> Target(Dice dice) => [("symbol", dice.Pick(Vocabulary.Symbols)), ("orderId", Recent(dice))];

    private string Recent(Dice dice) => Number(Math.Max(0, Interlocked.Read(ref _lastOrderId) - dice.Below(3)));

    private List<(string Name, string Value)> Order(Dice dice)
    {
        string symbol = dice.Pick(Vocabulary.Symbols);
        var order = new List<(string Name, string Value)> { ("symbol", symbol), ("side", Side(dice)), ("quantity", Quantity(dice)) };
        if (dice.Chance(0.4))
            order.Add(("type", "MARKET"));
        else
            order.AddRange([("type", "LIMIT"), ("timeInForce", dice.Pick(["GTC", "GTC", "IOC", "FOK", "GTX", "GTD", "RPI"])), ("price", Price(symbol, dice))]);
        if (dice.Chance(0.2))
            order.Add(("reduceOnly", dice.Pick(["true", "false"])));
        if (dice.Chance(0.2))
            order.Add(("positionSide", dice.Pick(["BOTH", "LONG", "SHORT"])));
        if (dice.Chance(0.1))
            order.Add(("priceMatch", dice.Pick(["OPPONENT", "QUEUE", "OPPONENT_5", "QUEUE_20"])));
        if (dice.Chance(0.1))
            order.Add(("selfTradePreventionMode", dice.Pick(["EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "NONE"])));
        if (dice.Chance(0.1))
            order.Add(("newOrderRespType", dice.Pick(["ACK", "RESULT"])));
        return order;
    }

    private List<(string Name, string Value)> Algo(Dice dice)
    {
        string symbol = dice.Pick(Vocabulary.Symbols);
        return
        [
            ("algoType", "CONDITIONAL"), ("symbol", symbol), ("side", Side(dice)), ("quantity", Quantity(dice)),
            ("type", dice.Pick(["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"])), ("triggerPrice", Price(symbol, dice)),
            ("price", Price(symbol, dice)), ("callbackRate", dice.Pick(["0.1", "1", "10"])), ("workingType", dice.Pick(["MARK_PRICE", "CONTRACT_PRICE"])),
            ("reduceOnly", dice.Pick(["true", "false"])), ("closePosition", dice.Pick(["false", "false", "true"])),
        ];
    }

    private static string Side(Dice dice) => dice.Pick(["BUY", "SELL"]);

    private static string Quantity(Dice dice) => dice.Pick(["0.001", "0.01", "0.02", "0.1", "1", "5", "20", "100"]);

    private string Price(string symbol, Dice dice)
    {
        decimal price = _prices.GetValueOrDefault(symbol, 100) * dice.Pick([0.97m, 0.995m, 0.999m, 1m, 1.001m, 1.005m, 1.03m]);
        return Math.Round(price, price > 1000 ? 1 : price > 10 ? 2 : 4).ToString(CultureInfo.InvariantCulture);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
