using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Server.Control;

/// <summary>Routes of the control API that list faults with their counts, add a fault, and remove one fault or all.</summary>
internal sealed class FaultRoutes(FaultSchedule faults, Exchange exchange, BearerToken? token)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/venue/v1/faults", RouteSecurity.Public, ControlCalls.Guard(token, ListAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/faults", RouteSecurity.Public, ControlCalls.Guard(token, AddAsync)) { Weight = static _ => 0 },
        new("DELETE", "/venue/v1/faults", RouteSecurity.Public, ControlCalls.Guard(token, RemoveAsync)) { Weight = static _ => 0 },
    ];

    private ValueTask<ApiError?> ListAsync(ApiCall call)
    {
        FaultText.Write(call.Json, faults.Plan);
        return default;
    }

    private ValueTask<ApiError?> AddAsync(ApiCall call)
    {
        if (!JsonText.Read(call.Body).Then(FaultRule.Parse).Then(faults.Add).TryGet(out int id, out Fault? fault))
            return new(new ApiError(-1130, fault.Message));

        // An action whose time has come runs before the response is sent.
        exchange.CatchUp();
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
        bool removed = faults.Remove((int?)id);
        if (id is not null && !removed)
            return new(new ApiError(-1130, $"There is no fault with id {id}.", 404));
        ReplyWriter.WriteDone(call.Json, "success");
        return default;
    }
}
