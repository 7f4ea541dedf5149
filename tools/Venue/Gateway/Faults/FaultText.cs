using System.Text.Json;
using Platform.Venue.Gateway.Calls;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Writes the active faults with their counts for the control API.</summary>
internal static class FaultText
{
    public static void Write(Utf8JsonWriter json, FaultPlan plan) => json.WriteArray(plan.Active, fault =>
    {
        FaultRule rule = fault.Rule;
        json.WriteStartObject();
        json.WriteNumber("id"u8, fault.Id);
        json.WriteString("type"u8, FaultRule.Name(rule.Type));
        json.WriteString("match"u8, rule.Match);
        json.WriteNumber("rate"u8, rule.Rate);
        json.WriteNumber("count"u8, rule.Count);
        json.WriteNumber("delayMs"u8, rule.Delay_ms);
        Optional(json, "every", rule.Every, 1);
        Optional(json, "after", rule.After, 0);
        Optional(json, "fromMs", rule.From_ms, 0);
        Optional(json, "untilMs", rule.Until_ms, 0);
        Optional(json, "everyMs", rule.Every_ms, 0);
        if (rule.Method.Length > 0)
            json.WriteString("method"u8, rule.Method);
        if (rule.Key.Length > 0)
            json.WriteString("key"u8, rule.Key);
        foreach (string name in (string[])["symbol", "account"])
        {
            if (rule.Text.ValueKind == JsonValueKind.Object && rule.Text.TryGetProperty(name, out JsonElement value))
                json.WriteString(name, value.ToString());
        }

        json.WriteNumber("matched"u8, fault.Matched);
        json.WriteNumber("injected"u8, fault.Injected);
        json.WriteEndObject();
    });

    private static void Optional(Utf8JsonWriter json, string name, long value, long usual)
    {
        if (value != usual)
            json.WriteNumber(name, value);
    }
}
