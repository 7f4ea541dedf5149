using System.Text;
using System.Text.Json;
using Platform.Http;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Server.Control;

/// <summary>Routes of the control API for operator actions, accounts, snapshot, restore and reset.</summary>
internal sealed class ActionRoutes(Exchange exchange, OperatorActions actions, AccountKeys accounts, FaultSchedule faults, BearerToken? token)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/venue/v1/actions", RouteSecurity.Public, ControlCalls.Guard(token, ActAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/accounts", RouteSecurity.Public, ControlCalls.Guard(token, OpenAsync)) { Weight = static _ => 0 },
        new("DELETE", "/venue/v1/accounts", RouteSecurity.Public, ControlCalls.Guard(token, CloseAsync)) { Weight = static _ => 0 },
        new("GET", "/venue/v1/snapshot", RouteSecurity.Public, ControlCalls.Guard(token, SnapshotAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/restore", RouteSecurity.Public, ControlCalls.Guard(token, RestoreAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/reset", RouteSecurity.Public, ControlCalls.Guard(token, ResetAsync)) { Weight = static _ => 0 },
    ];

    private ValueTask<ApiError?> ActAsync(ApiCall call)
    {
        if (!JsonText.Read(call.Body).Then(body => actions.Prepare(body.Text("action"), body)).Then(static action => action.Do()).TryGet(out string? done, out Fault? fault))
            return new(new ApiError(fault.Code == 0 ? -1130 : fault.Code, fault.Message));
        ReplyWriter.WriteDone(call.Json, done);
        return default;
    }

    private ValueTask<ApiError?> OpenAsync(ApiCall call) => Finish(call, JsonText.Read(call.Body).Then(Open));

    private ValueTask<ApiError?> CloseAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string key = read.Required("account");
        return read.Error is { } error ? new(error) : Finish(call, accounts.Close(key));
    }

    private Result<Done> Open(JsonElement body)
    {
        string key = body.Text("account"), secret = body.Text("secret");
        if (key.Length is 0 or > 128 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return InvalidField("account", "an API key of 1 to 128 visible ASCII characters");
        if (secret.Length == 0)
            return InvalidField("secret", "an HMAC secret, or the PEM text of an RSA or Ed25519 public key");
        if (!Money.TryParse(body.Text("balance"), out Money balance) || balance.Sign < 0)
            return InvalidField("balance", "decimal text of at least 0, such as \"10000\"");
        double tier = body.Number("feeTier") ?? 0;
        return tier is >= 0 and <= 9 && tier == Math.Floor(tier) ? accounts.Open(key, secret, balance, (int)tier) : InvalidField("feeTier", "a whole number from 0 to 9");
    }

    private ValueTask<ApiError?> SnapshotAsync(ApiCall call)
    {
        if (!exchange.Snapshot().TryGet(out ExchangeSnapshot? snapshot, out Fault? fault))
            return new(new ApiError(-1130, fault.Message));
        call.Prepared = Encoding.UTF8.GetBytes(snapshot.ToText());
        return default;
    }

    private ValueTask<ApiError?> RestoreAsync(ApiCall call) =>
        Finish(call, ExchangeSnapshot.Read(Encoding.UTF8.GetString(call.Body.Span)).Then(exchange.Restore).Then(_ => accounts.Load()));

    /// <summary>Resets the exchange to its start. The faults of the options become active again, with counts of zero.</summary>
    private ValueTask<ApiError?> ResetAsync(ApiCall call)
    {
        faults.Clear();
        Result<Done> done = exchange.Reset();
        return Finish(call, done.Then(_ => accounts.Load()).Then(_ => faults.Begin()));
    }

    private static ValueTask<ApiError?> Finish(ApiCall call, Result<Done> result)
    {
        if (result.Fault is { } fault)
            return new(new ApiError(-1130, fault.Message, fault.Kind == FaultKind.NotFound ? 404 : 400));
        ReplyWriter.WriteDone(call.Json, "success");
        return default;
    }

    private static Fault InvalidField(string field, string expected) => new(FaultKind.Invalid, $"'{field}' is missing or wrong; expected {expected}.");
}
