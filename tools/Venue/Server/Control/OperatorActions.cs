using System.Text.Json;
using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Http;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.WsApi;

namespace Platform.Venue.Server.Control;

/// <summary>A validated operator action; <paramref name="Undo"/> reverses it and is null when that is not possible.</summary>
internal sealed record OperatorAction(Func<Result<string>> Do, Func<Result<string>>? Undo = null);

/// <summary>
/// Operator actions on the clock, contracts, accounts and connections of the exchange; a request runs them immediately, a fault at a time.
/// </summary>
internal sealed class OperatorActions(Exchange exchange, KeyRing keys, OpenSockets sockets, ListenKeyRegister listenKeys)
{
    private const string Names = "speed, pause, resume, step, sync, halt, reopen, cancel_only, delist, risk_control, cap_leverage, filters, liquidate, deleverage, transfer, expire_listen_keys, cut_sockets, maintenance, end_maintenance";
    private string[] _closed = [];

    /// <summary>Validates an action without running it.</summary>
    public Result<OperatorAction> Prepare(string name, JsonElement body) => name switch
    {
        "speed" or "pause" or "resume" or "step" or "sync" => Drive(name, body),
        "halt" => OfSymbol(body, symbol => Set(symbol, InstrumentStatus.Halted)),
        "cancel_only" => OfSymbol(body, symbol => Set(symbol, InstrumentStatus.CancelOnly)),
        "reopen" => OfSymbol(body, symbol => Set(symbol, InstrumentStatus.Trading)),
        "delist" => OfSymbol(body, symbol => Report(new SetInstrumentStatus(symbol, InstrumentStatus.Closed))),
        "risk_control" => OfSymbol(body, symbol => Enum.TryParse(body.Text("side"), ignoreCase: true, out PositionControl side) && Enum.IsDefined(side)
            ? Report(new ControlPositions(symbol, side))
            : InvalidField("side", "NONE, LONG, SHORT or BOTH")),
        "cap_leverage" => OfSymbol(body, symbol => body.Number("leverage") is >= 1 and <= 125 and { } most
            ? Report(new CapLeverage(symbol, (int)most))
            : InvalidField("leverage", "a number from 1 to 125")),
        "filters" => OfSymbol(body, symbol => ChangeFilters(symbol, body)),
        "liquidate" when body.Text("symbol").Length == 0 => OfAccount(body, account => Report(new ForceLiquidation(account, null))),
        "liquidate" => OfSymbol(body, symbol => OfAccount(body, account => Report(new ForceLiquidation(account, symbol)))),
        "deleverage" => OfSymbol(body, symbol => OfAccount(body, account => Report(new ForceDeleveraging(account, symbol)))),
        "transfer" => Money.TryParse(body.Text("amount"), out Money amount)
            ? OfAccount(body, account => Report(new TransferMoney(account, amount)))
            : InvalidField("amount", "decimal text such as \"100.5\" or \"-20\""),
        "expire_listen_keys" when body.Text("account").Length == 0 => Ready(() => $"{listenKeys.ExpireNow(null)} listen keys expired"),
        "expire_listen_keys" => OfAccount(body, account => Ready(() => $"{listenKeys.ExpireNow(account.Value)} listen keys expired")),
        "cut_sockets" => Ready(() => $"{sockets.Abort(body.Text("match"))} connections closed"),
        "maintenance" => new OperatorAction(Close, Reopen),
        "end_maintenance" => Ready(Reopen),
        _ => InvalidField("action", "one of " + Names),
    };

    /// <summary>Validates the action of a fault and returns it with its undo action.</summary>
    public Result<(Func<bool> Do, Action? Undo)> ReadAction(FaultRule rule) => Prepare(FaultRule.Name(rule.Type), rule.Text).Then(action =>
        Result<(Func<bool>, Action?)>.Ok((() => action.Do().Fault is null, action.Undo is { } undo ? () => undo() : null)));

    private Result<OperatorAction> Drive(string name, JsonElement body)
    {
        VenueClock clock = exchange.Clock;
        return name switch
        {
            "speed" when body.Number("speed") is >= 0 and <= 100_000 and { } speed => Ready(() => clock.SetSpeed(speed)),
            "pause" => Ready(clock.Pause),
            "resume" => Ready(clock.Resume),
            "step" when clock.IsPaused && body.Number("stepMs") is >= 0 and <= 86_400_000 and { } step_ms => Ready(() => Step(clock, (long)step_ms)),
            "step" => InvalidField("stepMs", "a number from 0 to 86400000, while the clock is paused by the action 'pause'"),
            "sync" => new OperatorAction(() => Synchronize(clock)),
            _ => InvalidField("speed", "a number from 0 (as fast as possible) to 100000"),
        };
    }

    /// <summary>Steps the clock, and returns when the market has reached the new time.</summary>
    private void Step(VenueClock clock, long step_ms)
    {
        clock.Step(step_ms);
        exchange.CatchUp();
    }

    private static Result<string> Synchronize(VenueClock clock)
    {
        if (clock.TrySynchronize(out long ahead_ms))
            return "success";
        return new Fault(FaultKind.Rejected, ahead_ms > 0
            ? $"Virtual time is {ahead_ms} ms ahead of the machine's and cannot go back: call /venue/v1/reset or /venue/v1/restore first."
            : $"Virtual time is {-ahead_ms} ms behind the machine's; at most {VenueClock.MaxToBridge_ms} ms can be bridged: restart the Venue.");
    }

    private OperatorAction Set(string symbol, InstrumentStatus status) => new(
        () => Run(new SetInstrumentStatus(symbol, status)),
        () => Run(new SetInstrumentStatus(symbol, InstrumentStatus.Trading)));

    /// <summary>Changes the given filters of one contract.</summary>
    private Result<OperatorAction> ChangeFilters(string symbol, JsonElement body)
    {
        JsonProperty[] filters = [.. body.EnumerateObject().Where(field => FaultRule.FilterNames.Contains(field.Name))];
        Instrument before = exchange.Market.Listing(symbol)!.Instrument, changed = before;
        foreach (JsonProperty filter in filters)
        {
            if (FilterChange.Apply(changed, filter.Name, filter.Value.ToString()) is not { } next)
                return InvalidField(filter.Name, FilterChange.Expected);
            changed = next;
        }

        // A scheduled action applies the filters to the contract as it is at the time of the action.
        return filters.Length == 0
            ? new Fault(FaultKind.Invalid, $"No filter is given; expected at least one of {FilterChange.Expected}.")
            : new OperatorAction(
                () => Run(new ReplaceInstrument(filters.Aggregate(exchange.Market.Listing(symbol)!.Instrument, (instrument, filter) => FilterChange.Apply(instrument, filter.Name, filter.Value.ToString())!))),
                () => Run(new ReplaceInstrument(exchange.Market.Listing(symbol)!.Instrument with
                {
                    Price = before.Price, Lot = before.Lot, MarketLot = before.MarketLot, MinNotional = before.MinNotional, PercentPrice = before.PercentPrice,
                })));
    }

    /// <summary>Halts every trading contract and closes all connections.</summary>
    private Result<string> Close()
    {
        string[] trading = [.. exchange.Market.Symbols.Where(symbol => exchange.Market.Listing(symbol)!.Instrument.Status == InstrumentStatus.Trading)];
        foreach (string symbol in trading)
            Run(new SetInstrumentStatus(symbol, InstrumentStatus.Halted));
        _closed = [.. _closed, .. trading];
        return $"{trading.Length} contracts halted, {sockets.Abort("")} connections closed";
    }

    /// <summary>Reopens the contracts that maintenance halted.</summary>
    private Result<string> Reopen()
    {
        string[] closed = _closed;
        _closed = [];
        foreach (string symbol in closed)
            Run(new SetInstrumentStatus(symbol, InstrumentStatus.Trading));
        return $"{closed.Length} contracts reopened";
    }

    private Result<OperatorAction> OfSymbol(JsonElement body, Func<string, Result<OperatorAction>> ready) => exchange.Market.Listing(body.Text("symbol")) is null
        ? InvalidField("symbol", $"a listed contract such as {exchange.Market.Symbols[0]}") with { Code = VenueErrors.InvalidSymbol.Code }
        : ready(body.Text("symbol"));

    private Result<OperatorAction> OfAccount(JsonElement body, Func<AccountId, Result<OperatorAction>> ready) =>
        exchange.FindAccount(body.Text("account")) is { } account ? ready(account)
        : keys.Keys.FirstOrDefault(entry => entry.Key == body.Text("account")) is { Key: not null } other ? ready(new(other.Value))
        : InvalidField("account", "the API key of an account");

    private OperatorAction Report(Command<Accepted> command) => new(() => Run(command));

    private Result<string> Run(Command<Accepted> command)
    {
        Reply<Accepted> reply = exchange.Execute(command);
        return reply.IsOk ? "success" : new Fault(FaultKind.Rejected, reply.Error.Message, Code: reply.Error.Code);
    }

    private static OperatorAction Ready(Func<Result<string>> act) => new(act);

    private static OperatorAction Ready(Action act) => new(() =>
    {
        act();
        return "success";
    });

    private static Fault InvalidField(string field, string expected) => new(FaultKind.Invalid, $"'{field}' is missing or wrong; expected {expected}.");
}
