using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Injects the faults of calls before or after their execution. Thread-safe.</summary>
internal sealed class FaultGate(ApiGate gate, FaultPlan plan, TimeProvider real)
{
    /// <summary>Runs a call by <see cref="ApiGate.RunAsync"/>, with the faults that apply to it.</summary>
    public async ValueTask<ApiError?> RunAsync(Route route, ApiCall call, Func<(byte[] Text, string? Signature)> signed, int? trusted = null)
    {
        if (plan.IsEmpty || route.IsControl)
            return await gate.RunAsync(route, call, signed, trusted);
        if (Inject(route, call, type => IsBefore(type) && (type != FaultType.Throttled || IsThrottled(route, call))) is { } before)
        {
            if (before.Type != FaultType.SlowRequest)
                return Answer(before, call);
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, before.Delay_ms)), real, call.Cancelled);
        }

        ApiError? error = await gate.RunAsync(route, call, signed, trusted);
        if (Inject(route, call, IsAfter) is not { } after)
            return error;
        if (after.Type != FaultType.SlowAnswer)
            return Answer(after, call);
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, after.Delay_ms)), real, call.Cancelled);
        return error;
    }

    /// <summary>The error with which a new WebSocket is refused during maintenance; null when it is allowed.</summary>
    public ApiError? RefuseSocket(string address) =>
        !plan.IsEmpty && plan.Inject("GET", "", "", static type => type == FaultType.Maintenance) is { } rule ? FaultPlan.AnswerOf(rule, address, gate.Now_ms) : null;

    private FaultRule? Inject(Route route, ApiCall call, Func<FaultType, bool> concerns) =>
        plan.Inject(route.Method, route.Path, call.ApiKey ?? "", concerns);

    private ApiError? Answer(FaultRule rule, ApiCall call)
    {
        call.IsCut = rule.Type is FaultType.CutBefore or FaultType.CutAfter;
        return FaultPlan.AnswerOf(rule, call.Address, gate.Now_ms);
    }

    private static bool IsBefore(FaultType type) => type is FaultType.SlowRequest or FaultType.CutBefore or FaultType.TimeoutBefore
        or FaultType.Unavailable or FaultType.InternalError or FaultType.Throttled or FaultType.RateLimited or FaultType.Banned or FaultType.Refused or FaultType.Maintenance;

    private static bool IsAfter(FaultType type) =>
        type is FaultType.SlowAnswer or FaultType.CutAfter or FaultType.LostAnswer or FaultType.TimeoutAfter or FaultType.BusError;

    /// <summary>True for new orders that do not reduce a position, to which throttling applies.</summary>
    private static bool IsThrottled(Route route, ApiCall call)
    {
        if (route.Method != "POST" || route.Orders.Minute == 0)
            return false;
        (string? side, string? position) = (call.Parameters["side"], call.Parameters["positionSide"]);
        bool reduces = call.Parameters["reduceOnly"] is "true" || call.Parameters["closePosition"] is "true"
            || (side, position) is ("SELL", "LONG") or ("BUY", "SHORT");
        return !reduces;
    }
}
