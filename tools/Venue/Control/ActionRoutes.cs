using System.Text;
using System.Text.Json;
using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Calls;
using Platform.Venue.Engine;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Security;
using Platform.Venue.Streams;
using Platform.Venue.Wire;

namespace Platform.Venue.Control;

/// <summary>What an operator does to the exchange: its clock, its contracts, its accounts and connections, and its whole state.</summary>
internal sealed class ActionRoutes(Exchange exchange, KeyRing keys, StreamHall hall, ListenKeyRegister listenKeys, string? token)
{
    private const string Actions = "speed, pause, resume, step, halt, reopen, cancel_only, delist, risk_control, cap_leverage, filters, liquidate, deleverage, transfer, expire_listen_keys, cut_sockets";

    public IEnumerable<Route> Routes =>
    [
        new("POST", "/venue/v1/actions", RouteSecurity.Public, ControlToken.Guard(token, ActAsync)) { Weight = static _ => 0 },
        new("GET", "/venue/v1/snapshot", RouteSecurity.Public, ControlToken.Guard(token, SnapshotAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/restore", RouteSecurity.Public, ControlToken.Guard(token, RestoreAsync)) { Weight = static _ => 0 },
        new("POST", "/venue/v1/reset", RouteSecurity.Public, ControlToken.Guard(token, ResetAsync)) { Weight = static _ => 0 },
    ];

    private ValueTask<ApiError?> ActAsync(ApiCall call)
    {
        if (!JsonBody.Read(call.Body).Then(Act).TryGet(out string? done, out Fault? fault))
            return new(new ApiError(fault.Code == 0 ? -1130 : fault.Code, fault.Message));
        CoreAnswers.WriteDone(call.Json, done);
        return default;
    }

    private Result<string> Act(JsonElement body) => body.Text("action") switch
    {
        "speed" or "pause" or "resume" or "step" => Drive(body),
        "halt" => Tell(new SetInstrumentStatus(body.Text("symbol"), InstrumentStatus.Halted)),
        "reopen" => Tell(new SetInstrumentStatus(body.Text("symbol"), InstrumentStatus.Trading)),
        "cancel_only" => Tell(new SetInstrumentStatus(body.Text("symbol"), InstrumentStatus.CancelOnly)),
        "delist" => Tell(new SetInstrumentStatus(body.Text("symbol"), InstrumentStatus.Closed)),
        "risk_control" => Enum.TryParse(body.Text("side"), ignoreCase: true, out PositionControl side) && Enum.IsDefined(side)
            ? Tell(new ControlPositions(body.Text("symbol"), side))
            : Wrong("side", "NONE, LONG, SHORT or BOTH"),
        "cap_leverage" => body.Number("leverage") is >= 1 and <= 125
            ? Tell(new CapLeverage(body.Text("symbol"), (int)body.Number("leverage")!.Value))
            : Wrong("leverage", "a number from 1 to 125"),
        "filters" => ChangeFilters(body),
        "liquidate" => OfAccount(body, account => Tell(new ForceLiquidation(account, body.Text("symbol") is { Length: > 0 } symbol ? symbol : null))),
        "deleverage" => OfAccount(body, account => Tell(new ForceDeleveraging(account, body.Text("symbol")))),
        "transfer" => Money.TryParse(body.Text("amount"), out Money amount)
            ? OfAccount(body, account => Tell(new TransferMoney(account, amount)))
            : Wrong("amount", "decimal text such as \"100.5\" or \"-20\""),
        "expire_listen_keys" => $"{ExpireListenKeys(body)} listen keys expired",
        "cut_sockets" => $"{CutSockets(body.Text("match"))} connections cut",
        _ => Wrong("action", "one of " + Actions),
    };

    private Result<string> Drive(JsonElement body)
    {
        switch (body.Text("action"))
        {
            case "speed" when body.Number("speed") is >= 0 and <= 100_000:
                exchange.Clock.SetSpeed(body.Number("speed")!.Value);
                return "success";
            case "pause":
                exchange.Clock.Pause();
                return "success";
            case "resume":
                exchange.Clock.Resume();
                return "success";
            case "step" when exchange.Clock.IsPaused && body.Number("stepMs") is >= 0 and <= 86_400_000:
                exchange.Clock.Step((long)body.Number("stepMs")!.Value);
                return "success";
            default:
                return Wrong("speed or stepMs", "speed 0 to 100000, or stepMs 0 to 86400000 of a paused clock");
        }
    }

    /// <summary>New filters of one contract; those not named stay as they are.</summary>
    private Result<string> ChangeFilters(JsonElement body)
    {
        if (exchange.Market.Listing(body.Text("symbol")) is not { } listing)
            return Wrong("symbol", "a listed contract");
        Instrument changed = listing.Instrument;
        foreach (JsonProperty filter in body.EnumerateObject().Where(filter => filter.Name is not ("action" or "symbol")))
        {
            if (FilterChange.Apply(changed, filter.Name, filter.Value.ToString()) is not { } next)
                return Wrong(filter.Name, FilterChange.Expected);
            changed = next;
        }

        return Tell(new ReplaceInstrument(changed));
    }

    private Result<string> Tell(Command<Accepted> command)
    {
        Reply<Accepted> reply = exchange.Execute(command);
        return reply.IsOk ? "success" : new Fault(FaultKind.Rejected, reply.Error.Message, Code: reply.Error.Code);
    }

    private Result<string> OfAccount(JsonElement body, Func<AccountId, Result<string>> act) =>
        exchange.FindAccount(body.Text("account")) is { } account ? act(account) : Wrong("account", "the API key of an account");

    private int ExpireListenKeys(JsonElement body)
    {
        string key = body.Text("account");
        return listenKeys.ExpireNow(key.Length == 0 ? null : keys.Keys.Where(entry => entry.Key == key).Select(entry => entry.Value).DefaultIfEmpty(-1).First());
    }

    private int CutSockets(string match)
    {
        int cut = 0;
        foreach (StreamConnection connection in hall.Connections.Where(connection => connection.Address.Path.Contains(match, StringComparison.Ordinal)))
        {
            connection.Session.Abort();
            cut++;
        }

        return cut;
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

    private ValueTask<ApiError?> ResetAsync(ApiCall call) => Finish(call, exchange.Reset());

    private static ValueTask<ApiError?> Finish(ApiCall call, Result<Done> result)
    {
        if (result.Fault is { } fault)
            return new(new ApiError(-1130, fault.Message));
        CoreAnswers.WriteDone(call.Json, "success");
        return default;
    }

    private static Fault Wrong(string field, string expected) => new(FaultKind.Invalid, $"'{field}' is missing or wrong; expected {expected}.");
}
