using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Fuzz.Inputs;

/// <summary>JSON texts: control messages of the streams, requests of the WebSocket API, bodies of the control API.</summary>
internal static class JsonInput
{
    /// <summary>SUBSCRIBE and its kin, right or wrong.</summary>
    public static string StreamControl(Dice dice)
    {
        string method = dice.Pick(["\"SUBSCRIBE\"", "\"SUBSCRIBE\"", "\"UNSUBSCRIBE\"", "\"LIST_SUBSCRIPTIONS\"", "\"SET_PROPERTY\"", "\"GET_PROPERTY\"", "\"subscribe\"", dice.Pick(Vocabulary.NastyJson)]);
        string parameters = dice.Chance(0.6) ? $"[\"{dice.Pick(Vocabulary.Streams)}\",\"{dice.Pick(Vocabulary.Streams)}\"]" : dice.Pick(Vocabulary.NastyJson);
        string id = dice.Chance(0.5) ? dice.Below(1000).ToString(CultureInfo.InvariantCulture) : dice.Pick(Vocabulary.NastyJson);
        return Spoiled(dice, $"{{\"method\":{method},\"params\":{parameters},\"id\":{id}}}");
    }

    /// <summary>A request of the WebSocket API, signed as it should be more often than not.</summary>
    public static string ApiRequest(Dice dice, OrderInput orders, long now_ms)
    {
        string method = dice.Pick(Vocabulary.ApiMethods);
        (string path, string verb) = method switch
        {
            "order.place" => ("/fapi/v1/order", "POST"),
            "order.modify" => ("/fapi/v1/order", "PUT"),
            "algoOrder.place" => ("/fapi/v1/algoOrder", "POST"),
            _ => ("", "GET"),
        };
        (string key, string secret) = dice.Pick(HttpInput.Accounts);
        List<(string Name, string Value)> fields = [.. orders.For(path, verb, dice), ("apiKey", key), ("timestamp", now_ms.ToString(CultureInfo.InvariantCulture)), ("recvWindow", "60000")];
        string text = string.Join('&', fields.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{field.Name}={field.Value}"));
        fields.Add(("signature", dice.Chance(0.95) ? Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text))) : "00"));
        var parts = fields.Select(field => $"\"{field.Name}\":\"{field.Value}\"").ToList();
        if (dice.Chance(0.3))
            parts[dice.Below(parts.Count)] = $"\"{dice.Pick(["symbol", "orderId", "price", "\\ud800", "quantity", "apiKey", "signature"])}\":{dice.Pick(Vocabulary.NastyJson)}";
        string id = dice.Chance(0.7) ? $"\"{dice.Below(1000)}\"" : dice.Pick(Vocabulary.NastyJson);
        return Spoiled(dice, $"{{\"id\":{id},\"method\":\"{method}\",\"params\":{{{string.Join(',', parts)}}}}}");
    }

    /// <summary>An action that must be refused, or does nothing that lasts.</summary>
    public static string WrongAction(Dice dice) => dice.Chance(0.2)
        ? dice.Pick(Vocabulary.NastyJson)
        : $"{{\"action\":{dice.Pick(["\"speed\"", "\"step\"", "\"halt\"", "\"reopen\"", "\"filters\"", "\"liquidate\"", "\"deleverage\"", "\"transfer\"", "\"cut_sockets\"", dice.Pick(Vocabulary.NastyJson)])},"
            + $"\"match\":\"no such path\",\"{dice.Pick(["symbol", "speed", "stepMs", "account", "amount", "tickSize", "é"])}\":{dice.Pick(["-1", "1e400", "null", "[]", "{}", "\"\\ud800\"", "\"\"", "\"NOPE\"", "\"-0\"", "100001", "true"])}}}";

    /// <summary>A fault that must be refused.</summary>
    public static string WrongFault(Dice dice) => dice.Chance(0.3)
        ? dice.Pick(Vocabulary.NastyJson)
        : $"{{\"type\":{dice.Pick(["\"lost_answer\"", "\"\"", "null", "\"\\ud800\"", "7"])},\"{dice.Pick(["rate", "count", "after", "colour"])}\":{dice.Pick(["-1", "1e400", "\"1\"", "99999999999", "[]", "null"])}}}";

    private static string Spoiled(Dice dice, string text) => dice.Chance(0.1) ? dice.Mutated(text) : text;
}
