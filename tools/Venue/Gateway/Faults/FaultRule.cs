using System.Text.Json;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Gateway.Faults;

/// <summary>One fault: type, filter, rate, schedule and maximum count. Immutable; <see cref="FaultPlan"/> counts its injections.</summary>
internal sealed record FaultRule(FaultType Type)
{
    private const string Fields = "rate 0 to 1, every >= 1, count >= 0, after >= 0, delayMs within ±600000, code -9999 to -1000, fromMs, untilMs, inMs >= 0, forMs >= 1, everyMs >= 1, or text for match, method, key";

    /// <summary>The filters of a contract that a fault may change.</summary>
    public static readonly IReadOnlyList<string> FilterNames = ["tickSize", "minPrice", "maxPrice", "stepSize", "minQty", "maxQty", "minNotional", "multiplierUp", "multiplierDown"];

    private static readonly string ActionFields = $"{Fields}, symbol, account, or with filters one of {string.Join(", ", FilterNames)}";

    /// <summary>The first type that is a scheduled action; types before it affect calls or messages.</summary>
    private const FaultType FirstAction = FaultType.Maintenance;

    /// <summary>Share of the matching calls or messages that are affected, 0 to 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>N to affect only every N-th matching call or message.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Maximum number of injections; 0 for no maximum.</summary>
    public int Count { get; init; }

    /// <summary>Number of matching calls or messages before the first injection.</summary>
    public int After { get; init; }

    /// <summary>Text that the path of a call, the name of a stream or the symbol of an order must contain; empty for all.</summary>
    public string Match { get; init; } = "";

    /// <summary>HTTP method that a call must have; empty for all.</summary>
    public string Method { get; init; } = "";

    /// <summary>API key that a call must have; empty for all.</summary>
    public string Key { get; init; } = "";

    /// <summary>Virtual times from which and until which (<see cref="Until_ms"/>) the fault applies, Unix ms; 0 for no limit.</summary>
    public long From_ms { get; init; }
    public long Until_ms { get; init; }

    /// <summary>Start of the fault after its addition, and duration (<see cref="For_ms"/>), in virtual ms; instead of absolute times. 0 when not given.</summary>
    public long In_ms { get; init; }
    public long For_ms { get; init; }

    /// <summary>Interval at which an action is repeated, virtual ms; 0 to run it once.</summary>
    public long Every_ms { get; init; }

    /// <summary>The JSON from which the fault was read, with the fields of its action: symbol, account, filters.</summary>
    public JsonElement Text { get; init; }

    /// <summary>Delay or clock skew in real milliseconds.</summary>
    public int Delay_ms { get; init; }

    /// <summary>Error code of <see cref="FaultType.Refused"/>.</summary>
    public int Code { get; init; } = -1000;

    public bool ConcernsMessages => Type is FaultType.DropMessage or FaultType.DuplicateMessage or FaultType.ReorderMessage or FaultType.DelayMessage or FaultType.SilentSocket;

    /// <summary>True for a scheduled action.</summary>
    public bool IsAction => Type >= FirstAction;

    /// <summary>Returns the rule with absolute times, given the time at which it is added (Unix ms).</summary>
    public FaultRule At(long now_ms)
    {
        long from_ms = In_ms > 0 ? now_ms + In_ms : From_ms;
        return this with { From_ms = from_ms, Until_ms = For_ms > 0 ? Math.Max(from_ms, now_ms) + For_ms : Until_ms, In_ms = 0, For_ms = 0 };
    }

    /// <summary>Reads a rule such as {"type":"lost_answer","rate":0.1,"match":"/order",…}; the fault names the invalid field.</summary>
    public static Result<FaultRule> Parse(JsonElement json)
    {
        FaultType found = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            ? Enum.GetValues<FaultType>().FirstOrDefault(candidate => Name(candidate) == type.GetString())
            : 0;
        if (found == 0)
            return Wrong("type", $"one of {string.Join(", ", Enum.GetValues<FaultType>().Select(Name))}; with the fields {ActionFields}");
        var rule = new FaultRule(found) { Text = json.Clone() };
        foreach (JsonProperty field in json.EnumerateObject())
        {
            if (field.Name == "type")
                continue;
            if (!With(rule, field).TryGet(out FaultRule? next, out Fault? fault))
                return fault;
            rule = next;
        }

        bool needsDelay = found is FaultType.SlowAnswer or FaultType.SlowRequest or FaultType.DelayMessage or FaultType.ClockSkew;
        if (needsDelay && rule.Delay_ms == 0)
            return Wrong("delayMs", $"a number of real milliseconds other than 0, because {Name(found)} has no effect without it");
        if (rule.Until_ms != 0 && rule.Until_ms <= rule.From_ms)
            return Wrong("untilMs", "a time after fromMs");
        return rule;
    }

    public static string Name(FaultType type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString());

    private static Result<FaultRule> With(FaultRule rule, JsonProperty field)
    {
        bool text = field.Value.ValueKind == JsonValueKind.String;
        long? whole = field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt64(out long number) ? number : null;
        int small = unchecked((int)(whole ?? 0));
        switch (field.Name)
        {
            case "rate" when field.Value.ValueKind == JsonValueKind.Number && field.Value.GetDouble() is >= 0 and <= 1:
                return rule with { Rate = field.Value.GetDouble() };
            case "every" when whole is >= 1 and <= int.MaxValue:
                return rule with { Every = small };
            case "count" when whole is >= 0 and <= int.MaxValue:
                return rule with { Count = small };
            case "after" when whole is >= 0 and <= int.MaxValue:
                return rule with { After = small };
            case "delayMs" when whole is >= -600_000 and <= 600_000:
                return rule with { Delay_ms = small };
            case "code" when whole is <= -1000 and >= -9999:
                return rule with { Code = small };
            case "match" when text:
                return rule with { Match = field.Value.GetString()! };
            case "method" when text:
                return rule with { Method = field.Value.GetString()!.ToUpperInvariant() };
            case "key" when text:
                return rule with { Key = field.Value.GetString()! };
            default:
                if (WithTime(rule, field.Name, whole) is { } timed)
                    return timed;
                if (rule.IsAction && (field.Name is "symbol" or "account" || FilterNames.Contains(field.Name)))
                    return rule;
                return Wrong(field.Name, rule.IsAction ? ActionFields : Fields);
        }
    }

    private static FaultRule? WithTime(FaultRule rule, string field, long? value_ms) => field switch
    {
        "fromMs" when value_ms >= 0 => rule with { From_ms = value_ms.Value },
        "untilMs" when value_ms >= 0 => rule with { Until_ms = value_ms.Value },
        "inMs" when value_ms >= 0 => rule with { In_ms = value_ms.Value },
        "forMs" when value_ms >= 1 => rule with { For_ms = value_ms.Value },
        "everyMs" when value_ms >= 1 && rule.IsAction => rule with { Every_ms = value_ms.Value },
        _ => null,
    };

    private static Fault Wrong(string field, string expected) => new(FaultKind.Invalid, $"fault field '{field}' is missing, unknown or out of range; expected {expected}.");
}
