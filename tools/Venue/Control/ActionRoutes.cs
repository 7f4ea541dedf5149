using System.Text;
using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Venue.Calls;
using Platform.Venue.Engine;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Faults;
using Platform.Venue.Wire;

namespace Platform.Venue.Control;

/// <summary>The operator's calls: one action at once, and the whole state kept, brought back, or as at the start.</summary>
internal sealed class ActionRoutes(Exchange exchange, OperatorActions actions, FaultSchedule faults, BearerToken? token)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/venue/v1/actions", RouteSecurity.Public, ControlToken.Guard(token, ActAsync)) { Weight = static _ => 0 },
        new("GET", "/venue/v1/snapshot", RouteSecurity.Public, ControlToken.Guard(token, SnapshotAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/restore", RouteSecurity.Public, ControlToken.Guard(token, RestoreAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/reset", RouteSecurity.Public, ControlToken.Guard(token, ResetAsync)) { Weight = static _ => 0 },
    ];

    private ValueTask<ApiError?> ActAsync(ApiCall call)
    {
        if (!JsonBody.Read(call.Body).Then(body => actions.Prepare(body.Text("action"), body)).Then(static action => action.Do()).TryGet(out string? done, out Fault? fault))
            return new(new ApiError(fault.Code == 0 ? -1130 : fault.Code, fault.Message));
        CoreAnswers.WriteDone(call.Json, done);
        return default;
    }

    private ValueTask<ApiError?> SnapshotAsync(ApiCall call)
    {
        if (!exchange.Snapshot().TryGet(out ExchangeSnapshot? snapshot, out Fault? fault))
            return new(new ApiError(-1130, fault.Message));
        call.Prepared = Encoding.UTF8.GetBytes(snapshot.ToText());
        return default;
    }

    private ValueTask<ApiError?> RestoreAsync(ApiCall call) =>
        Finish(call, ExchangeSnapshot.Read(Encoding.UTF8.GetString(call.Body.Span)).Then(exchange.Restore));

    /// <summary>As a new start: also the faults are those of the start, with counts of zero and their draws from the beginning.</summary>
    private ValueTask<ApiError?> ResetAsync(ApiCall call)
    {
        faults.Clear();
        Result<Done> done = exchange.Reset();
        return Finish(call, done.Then(_ => faults.Begin()));
    }

    private static ValueTask<ApiError?> Finish(ApiCall call, Result<Done> result)
    {
        if (result.Fault is { } fault)
            return new(new ApiError(-1130, fault.Message));
        CoreAnswers.WriteDone(call.Json, "success");
        return default;
    }
}
