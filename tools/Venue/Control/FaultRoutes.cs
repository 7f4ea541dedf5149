using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Venue.Calls;
using Platform.Venue.Faults;
using Platform.Venue.Wire;

namespace Platform.Venue.Control;

/// <summary>Faults on demand: list them with their counts, add one, end one or all.</summary>
internal sealed class FaultRoutes(FaultPlan plan, string? token)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/venue/v1/faults", RouteSecurity.Public, ControlToken.Guard(token, ListAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/faults", RouteSecurity.Public, ControlToken.Guard(token, AddAsync)) { Weight = static _ => 0 },
        new("DELETE", "/venue/v1/faults", RouteSecurity.Public, ControlToken.Guard(token, RemoveAsync)) { Weight = static _ => 0 },
    ];

    private ValueTask<ApiError?> ListAsync(ApiCall call)
    {
        call.Json.WriteArray(plan.Active, fault =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteNumber("id"u8, fault.Id);
            call.Json.WriteString("type"u8, FaultRule.Name(fault.Rule.Type));
            call.Json.WriteString("match"u8, fault.Rule.Match);
            call.Json.WriteNumber("rate"u8, fault.Rule.Rate);
            call.Json.WriteNumber("count"u8, fault.Rule.Count);
            call.Json.WriteNumber("delayMs"u8, fault.Rule.Delay_ms);
            call.Json.WriteNumber("matched"u8, fault.Matched);
            call.Json.WriteNumber("struck"u8, fault.Struck);
            call.Json.WriteEndObject();
        });
        return default;
    }

    private ValueTask<ApiError?> AddAsync(ApiCall call)
    {
        if (!JsonBody.Read(call.Body).Then(FaultRule.Parse).TryGet(out FaultRule? rule, out Fault? fault))
            return new(new ApiError(-1130, fault.Message));
        int id = plan.Add(rule);
        call.Json.WriteStartObject();
        call.Json.WriteNumber("id"u8, id);
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> RemoveAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        long? id = read.Long("id");
        if (read.Error is { } error)
            return new(error);
        bool removed = plan.Remove((int?)id);
        if (id is not null && !removed)
            return new(new ApiError(-1130, $"There is no fault {id}.", 404));
        CoreAnswers.WriteDone(call.Json, "success");
        return default;
    }
}
