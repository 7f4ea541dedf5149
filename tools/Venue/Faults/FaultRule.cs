using System.Text.Json;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Faults;

/// <summary>What goes wrong on purpose. The names on the wire are these in snake case.</summary>
internal enum FaultType : byte
{
    /// <summary>The answer comes late by <see cref="FaultRule.Delay_ms"/>; the call is executed on time.</summary>
    SlowAnswer = 1,

    /// <summary>The call waits by <see cref="FaultRule.Delay_ms"/> before it is executed.</summary>
    SlowRequest,

    /// <summary>The connection ends before the call is executed.</summary>
    CutBefore,

    /// <summary>The call is executed and the connection ends without an answer.</summary>
    CutAfter,

    /// <summary>The call is executed; the answer is 503 "Unknown error".</summary>
    LostAnswer,

    /// <summary>The call is executed; the answer is 408 with -1007.</summary>
    TimeoutAfter,

    /// <summary>The call is not executed; the answer is 408 with -1007.</summary>
    TimeoutBefore,

    /// <summary>The call is executed; the answer is -1006.</summary>
    BusError,

    /// <summary>The call is not executed: 503 "Service Unavailable.".</summary>
    Unavailable,

    /// <summary>The call is not executed: 503 with -1001.</summary>
    InternalError,

    /// <summary>Orders are refused with -1008 unless they reduce; cancels pass.</summary>
    Throttled,

    /// <summary>The call is refused with 429.</summary>
    RateLimited,

    /// <summary>The call is refused with 418.</summary>
    Banned,

    /// <summary>The call is refused with <see cref="FaultRule.Code"/> and its text: restrictions that come from outside the exchange.</summary>
    Refused,

    /// <summary>A stream message is not delivered.</summary>
    DropMessage,

    /// <summary>A stream message is delivered twice.</summary>
    DuplicateMessage,

    /// <summary>A stream message changes places with the next one of its connection.</summary>
    ReorderMessage,

    /// <summary>A stream message comes late by <see cref="FaultRule.Delay_ms"/>.</summary>
    DelayMessage,

    /// <summary>Server time and the check of timestamps are off by <see cref="FaultRule.Delay_ms"/>, which may be negative.</summary>
    ClockSkew,

    /// <summary>Of what an order trades at once, a part is filled; the rest expires.</summary>
    PartialFills,

    /// <summary>Balances read zero.</summary>
    ZeroBalance,

    /// <summary>Balances read as they were when the fault first struck.</summary>
    StaleBalance,
}

/// <summary>One fault: what, where, how often, how many times. Immutable; the plan counts.</summary>
internal sealed record FaultRule(FaultType Type)
{
    /// <summary>Share of the matching calls or messages, 0 to 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Times it happens at most; 0 = no end.</summary>
    public int Count { get; init; }

    /// <summary>Matching calls or messages that pass before it begins.</summary>
    public int After { get; init; }

    /// <summary>Only calls or streams whose path or name contains this, or orders whose symbol does; all when empty.</summary>
    public string Match { get; init; } = "";

    /// <summary>Only calls with this HTTP method; all when empty.</summary>
    public string Method { get; init; } = "";

    /// <summary>Only calls with this API key; all when empty.</summary>
    public string Key { get; init; } = "";

    /// <summary>Virtual Unix ms from which and until which it holds; 0 = open.</summary>
    public long From_ms { get; init; }
    public long Until_ms { get; init; }

    /// <summary>Real milliseconds.</summary>
    public int Delay_ms { get; init; }

    /// <summary>What <see cref="FaultType.Refused"/> refuses with.</summary>
    public int Code { get; init; } = -1000;

    public bool ConcernsMessages => Type is FaultType.DropMessage or FaultType.DuplicateMessage or FaultType.ReorderMessage or FaultType.DelayMessage;

    /// <summary>Reads {"type":"lost_answer","rate":0.1,"match":"/order",…}; a fault names the field that is wrong.</summary>
    public static Result<FaultRule> Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String)
            return Wrong("type", "one of " + string.Join(", ", Enum.GetValues<FaultType>().Select(Name)));
        FaultType found = Enum.GetValues<FaultType>().FirstOrDefault(candidate => Name(candidate) == type.GetString());
        if (found == 0)
            return Wrong("type", "one of " + string.Join(", ", Enum.GetValues<FaultType>().Select(Name)));
        var rule = new FaultRule(found);
        foreach (JsonProperty field in json.EnumerateObject())
        {
            if (field.Name == "type")
                continue;
            if (!With(rule, field).TryGet(out FaultRule? next, out Fault? fault))
                return fault;
            rule = next;
        }

        return rule;
    }

    public static string Name(FaultType type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString());

    private static Result<FaultRule> With(FaultRule rule, JsonProperty field)
    {
        bool number = field.Value.ValueKind == JsonValueKind.Number, text = field.Value.ValueKind == JsonValueKind.String;
        switch (field.Name)
        {
            case "rate" when number && field.Value.GetDouble() is >= 0 and <= 1:
                return rule with { Rate = field.Value.GetDouble() };
            case "count" when number && field.Value.TryGetInt32(out int count) && count >= 0:
                return rule with { Count = count };
            case "after" when number && field.Value.TryGetInt32(out int after) && after >= 0:
                return rule with { After = after };
            case "delayMs" when number && field.Value.TryGetInt32(out int delay_ms) && Math.Abs(delay_ms) <= 600_000:
                return rule with { Delay_ms = delay_ms };
            case "code" when number && field.Value.TryGetInt32(out int code) && code is <= -1000 and >= -9999:
                return rule with { Code = code };
            case "fromMs" when number && field.Value.TryGetInt64(out long from_ms):
                return rule with { From_ms = from_ms };
            case "untilMs" when number && field.Value.TryGetInt64(out long until_ms):
                return rule with { Until_ms = until_ms };
            case "match" when text:
                return rule with { Match = field.Value.GetString()! };
            case "method" when text:
                return rule with { Method = field.Value.GetString()! };
            case "key" when text:
                return rule with { Key = field.Value.GetString()! };
            default:
                return Wrong(field.Name, "rate 0..1, count ≥ 0, after ≥ 0, delayMs within ±600000, code -9999..-1000, fromMs, untilMs, or text for match, method, key");
        }
    }

    private static Fault Wrong(string field, string expected) => new(FaultKind.Invalid, $"fault field '{field}' is missing, unknown or out of range; expected {expected}.");
}
