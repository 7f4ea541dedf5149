using System.Globalization;

namespace Platform.ExecutionFaults.Scenarios;

/// <summary>Draws one fault of the Venue with its filters; every type that the Venue has can be drawn.</summary>
internal static class FaultChoice
{
    private const string Account = "mock-account1";

    private static readonly string[] s_calls =
    [
        "slow_answer", "slow_request", "cut_before", "cut_after", "fin", "garbled", "lost_answer", "timeout_after", "timeout_before", "bus_error", "unavailable", "internal_error", "throttled", "rate_limited",
        "banned", "refused",
    ];

    private static readonly string[] s_messages = ["drop_message", "duplicate_message", "reorder_message", "delay_message", "silent_socket"];

    private static readonly string[] s_answers = ["clock_skew", "partial_fills", "zero_balance", "stale_balance", "empty_positions"];

    private static readonly string[] s_actions = ["maintenance", "halt", "cancel_only", "filters", "expire_listen_keys", "cut_sockets", "liquidate", "deleverage"];

    private static readonly string[] s_paths =
    [
        "/fapi/v1/order", "/fapi/v1/order", "/fapi/v1/order", "/fapi/v1/openOrders", "/fapi/v1/allOpenOrders", "/fapi/v1/userTrades", "/fapi/v3/positionRisk", "/fapi/v3/account", "/fapi/v1/listenKey", "/fapi/v1/leverage",
        "/fapi/v1/depth", "/fapi/v1/ticker", "/fapi/v1/premiumIndex", "/fapi/v1/income", "",
    ];

    private static readonly string[] s_bodies = ["truncated", "wrong_type", "empty"];
    private static readonly int[] s_refusals = [-1000, -1013, -2010, -2012, -2023, -4192, -4400, -4401, -5043];

    public static string Next(Random random) => random.Next(100) switch
    {
        < 55 => Call(random),
        < 70 => Message(random),
        < 84 => Answer(random),
        _ => Action(random),
    };

    private static string Call(Random random)
    {
        string type = s_calls[random.Next(s_calls.Length)];
        string path = s_paths[random.Next(s_paths.Length)];
        string method = random.Next(3) switch { 0 when path.EndsWith("order", StringComparison.Ordinal) => "POST", 1 when path.EndsWith("order", StringComparison.Ordinal) => "DELETE", _ => "" };
        string own = type switch
        {
            "slow_answer" or "slow_request" => Number("delayMs", 20 + random.Next(1_500)),
            "garbled" => $",\"body\":\"{s_bodies[random.Next(3)]}\"",
            "refused" => Number("code", s_refusals[random.Next(s_refusals.Length)]),
            _ => "",
        };
        int most = type == "banned" ? 1 : path.Length == 0 ? 12 : 6;
        return Json(type, $",\"match\":\"{path}\",\"method\":\"{method}\"{Rate(random)}{Number("count", 1 + random.Next(most))}{own}");
    }

    private static string Message(Random random)
    {
        string type = s_messages[random.Next(s_messages.Length)];
        string match = random.Next(3) switch { 0 => "ORDER_TRADE_UPDATE", 1 => "ACCOUNT_UPDATE", _ => "/private" };
        string own = type == "delay_message" ? Number("delayMs", 20 + random.Next(1_500)) : "";
        return Json(type, $",\"match\":\"{match}\"{Rate(random)}{Number("count", type == "silent_socket" ? 1 : 1 + random.Next(20))}{own}");
    }

    private static string Answer(Random random)
    {
        string type = s_answers[random.Next(s_answers.Length)];
        string match = random.Next(3) switch { 0 => "positionRisk", 1 => "account", _ => "" };
        return Json(type, type switch
        {
            "clock_skew" => Number("delayMs", random.Next(-60_000, 60_000)) + Span(random),
            "partial_fills" => Rate(random) + Number("count", 1 + random.Next(8)),
            "empty_positions" => $",\"match\":\"{match}\"{Number("keep", random.Next(2))}{Span(random)}",
            _ => Span(random),
        });
    }

    private static string Action(Random random)
    {
        string type = s_actions[random.Next(s_actions.Length)];
        return Json(type, type switch
        {
            "maintenance" => Span(random),
            "halt" or "cancel_only" => ",\"symbol\":\"{symbol}\"" + Span(random),
            "filters" => ",\"symbol\":\"{symbol}\"" + (random.Next(2) == 0 ? $",\"minNotional\":\"{20 + random.Next(400)}\"" : ",\"stepSize\":\"1\",\"minQty\":\"1\"") + Span(random),
            "cut_sockets" => ",\"match\":\"/private\"",
            "liquidate" or "deleverage" => $",\"symbol\":\"{{symbol}}\",\"account\":\"{Account}\"",
            _ => "",
        });
    }

    private static string Json(string type, string fields) => $"{{\"type\":\"{type}\"{fields}}}";

    private static string Number(string name, int value) => string.Create(CultureInfo.InvariantCulture, $",\"{name}\":{value}");

    private static string Rate(Random random) => random.Next(2) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",\"rate\":{0.1 + 0.9 * random.NextDouble():0.00}");

    /// <summary>Virtual time, from a moment to a few minutes.</summary>
    private static string Span(Random random) => Number("forMs", 2_000 + random.Next(120_000));
}
