using System.Text.Json.Serialization;
using Platform.Analytics.Risk;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Ledger;

/// <summary>One fact (record) of the account's journal. The ledger is the result of applying these facts in order.</summary>
/// <param name="At_ms">Platform time, Unix ms.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(RunOpened), "run_opened")]
[JsonDerivedType(typeof(ParentPlanned), "parent_planned")]
[JsonDerivedType(typeof(ParentStarted), "parent_started")]
[JsonDerivedType(typeof(OrderIntended), "order_intended")]
[JsonDerivedType(typeof(OrderSignalled), "order_signalled")]
[JsonDerivedType(typeof(FillBooked), "fill_booked")]
[JsonDerivedType(typeof(ParentClosed), "parent_closed")]
[JsonDerivedType(typeof(RunClosed), "run_closed")]
[JsonDerivedType(typeof(RunReported), "run_reported")]
[JsonDerivedType(typeof(EquityIndexed), "equity_indexed")]
[JsonDerivedType(typeof(CommandReceived), "command_received")]
[JsonDerivedType(typeof(CommandEnded), "command_ended")]
[JsonDerivedType(typeof(CommandReported), "command_reported")]
[JsonDerivedType(typeof(CommandsJoined), "commands_joined")]
[JsonDerivedType(typeof(HoldSet), "hold_set")]
[JsonDerivedType(typeof(HoldEnded), "hold_ended")]
[JsonDerivedType(typeof(LatchSet), "latch_set")]
[JsonDerivedType(typeof(LatchReset), "latch_reset")]
[JsonDerivedType(typeof(LimitChanged), "limit_changed")]
[JsonDerivedType(typeof(PositionAdopted), "position_adopted")]
[JsonDerivedType(typeof(LedgerReconciled), "ledger_reconciled")]
[JsonDerivedType(typeof(Checkpointed), "checkpointed")]
internal abstract record LedgerRecord(long At_ms);

/// <summary>The purpose of a run.</summary>
internal enum RunKind : byte
{
    /// <summary>Moves positions to the targets of one label.</summary>
    Trade = 1,

    /// <summary>Closes everything on an operator's command.</summary>
    Flatten = 2,
}

internal sealed record RunOpened(long At_ms, string RunId, string Label, RunKind Kind) : LedgerRecord(At_ms);

/// <summary>See <see cref="ParentTerms"/> for the fields.</summary>
internal sealed record ParentPlanned(
    long At_ms,
    string RunId,
    string ParentId,
    string Symbol,
    Side Side,
    PositionSide PositionSide,
    Quantity Planned,
    bool ReduceOnly,
    Price Arrival,
    Quantity Target,
    string Denied,
    bool Reduces = false,
    Price Decision = default,
    string After = "",
    double SlippageMax_bps = 0) : LedgerRecord(At_ms)
{
    public ParentTerms ToTerms(string label) =>
        new(ParentId, RunId, label, Symbol, Side, PositionSide, Planned, ReduceOnly, Reduces || ReduceOnly, Target, Decision, Arrival, After, Denied, SlippageMax_bps);
}

/// <summary>A parent has started: its time runs from here, and its schedule follows from the terms and its id.</summary>
/// <param name="Arrival">Mid price of the quote at the start; zero when there was none.</param>
internal sealed record ParentStarted(long At_ms, string ParentId, Price Arrival, ScheduleTerms Schedule) : LedgerRecord(At_ms);

/// <summary>An order is intended: the fact is on disk before the order is sent.</summary>
internal sealed record OrderIntended(
    long At_ms, string ClientOrderId, string ParentId, OrderType Type, Quantity Quantity, Price LimitPrice, int Slice = 0, TimeInForce? TimeInForce = null) : LedgerRecord(At_ms);

/// <param name="Executed">Cumulative, as reported by the exchange.</param>
/// <param name="Refusal">True when the same order would be rejected again.</param>
internal sealed record OrderSignalled(
    long At_ms, string ClientOrderId, OrderSignal Signal, Quantity Executed, long VenueOrderId, string Reason, bool Refusal = false) : LedgerRecord(At_ms);

internal sealed record FillBooked(
    long At_ms, string ClientOrderId, long TradeId, Quantity Quantity, Price Price, Money Commission, string CommissionAsset, Money RealizedPnl, bool IsMaker) : LedgerRecord(At_ms)
{
    public OrderFill ToFill() => new(At_ms, TradeId, Quantity, Price, Commission, CommissionAsset, RealizedPnl, IsMaker);
}

/// <param name="Last">Mid price of the quote at that time; zero when there was none.</param>
internal sealed record ParentClosed(long At_ms, string ParentId, string Reason, Price Last = default) : LedgerRecord(At_ms);

internal sealed record RunClosed(long At_ms, string RunId, string Detail) : LedgerRecord(At_ms);

/// <summary>The coordinator has acknowledged the report of the run.</summary>
internal sealed record RunReported(long At_ms, string RunId) : LedgerRecord(At_ms);

/// <summary>Equity at a time up to which all transfers are known; loss limits are measured from these.</summary>
/// <param name="Flow">Transfers in minus transfers out since the previous sample.</param>
internal sealed record EquityIndexed(long At_ms, Money Equity, Money Flow) : LedgerRecord(At_ms);

/// <summary>The kinds of holds that an operator or a risk rule sets, from mild to severe.</summary>
internal enum HoldKind : byte
{
    /// <summary>Only orders that reduce a position are sent.</summary>
    ReduceOnly = 1,

    /// <summary>No run begins, and parents of open runs send nothing.</summary>
    Paused = 2,

    /// <summary>Only cancels are sent.</summary>
    Killed = 3,
}

/// <summary>A command was received; it is in progress until its <see cref="CommandEnded"/>, across restarts.</summary>
/// <param name="Sequence">Its sequence number at the coordinator; 0 for a command from a risk rule of this process.</param>
/// <param name="Symbol">Empty for the whole account.</param>
/// <param name="Setting">Of a limit: the key below risk. Of a reset: the rule, empty for all.</param>
/// <param name="Value">Of a limit: the number as text, empty for the configured one.</param>
internal sealed record CommandReceived(
    long At_ms, long Sequence, string CommandId, string Kind, string Symbol, string By, string Reason, string Setting = "", string Value = "") : LedgerRecord(At_ms);

/// <param name="Done">False when the command was refused or another ended it.</param>
internal sealed record CommandEnded(long At_ms, string CommandId, bool Done, string Detail) : LedgerRecord(At_ms);

/// <summary>The coordinator has acknowledged the end of the command.</summary>
internal sealed record CommandReported(long At_ms, string CommandId) : LedgerRecord(At_ms);

/// <summary>Commands up to the sequence number are not for this ledger: either the ledger or the coordinator's journal is new.</summary>
internal sealed record CommandsJoined(long At_ms, long Sequence) : LedgerRecord(At_ms);

/// <param name="Symbol">Empty for the whole account.</param>
internal sealed record HoldSet(long At_ms, HoldKind Kind, string Symbol, string By, string Reason) : LedgerRecord(At_ms);

internal sealed record HoldEnded(long At_ms, HoldKind Kind, string Symbol, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>A risk rule was violated: its action applies until an operator resets it.</summary>
internal sealed record LatchSet(long At_ms, string Rule, RiskAction Action, string Message) : LedgerRecord(At_ms);

/// <summary>An operator reset the rule, with the reason why trading may continue.</summary>
internal sealed record LatchReset(long At_ms, string Rule, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>A changed risk limit of this account, in force from here on; null restores the configured one.</summary>
internal sealed record LimitChanged(long At_ms, string Key, double? Value, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>One active hold, who set it and why.</summary>
internal sealed record Hold(HoldKind Kind, string Symbol, string By, string Reason, long Since_ms);

/// <summary>A violated rule that waits for an operator's reset.</summary>
internal sealed record Latch(string Rule, RiskAction Action, string Message, long Since_ms);

/// <summary>Holds, latches and changed limits as stored in a checkpoint.</summary>
internal sealed record SafetyCheckpoint(IReadOnlyList<Hold> Holds, IReadOnlyList<Latch> Latches, IReadOnlyDictionary<string, double> Limits);

/// <summary>The newest commands and the cursor in the coordinator's sequence, as stored in a checkpoint.</summary>
internal sealed record CommandCheckpoint(long Cursor, IReadOnlyList<CommandReceived> Open);

/// <summary>
/// A position at the exchange differs from our fills, and the difference was classified: it counts as explained from here on.
/// </summary>
/// <param name="Change">Signed.</param>
internal sealed record PositionAdopted(long At_ms, string Symbol, PositionSide Side, Quantity Change, string Verdict, string Detail) : LedgerRecord(At_ms);

/// <summary>Ledger and exchange agreed at this time.</summary>
internal sealed record LedgerReconciled(long At_ms) : LedgerRecord(At_ms);

/// <summary>One side of a contract as explained by the ledger, for a checkpoint.</summary>
/// <param name="Quantity">Signed.</param>
internal sealed record ExpectedPosition(string Symbol, PositionSide Side, Quantity Quantity);

/// <summary>The state that must survive the removal of old segments.</summary>
internal sealed record Checkpointed(
    long At_ms, IReadOnlyList<string> TradedSymbols, IReadOnlyList<string> ClosedRuns, IReadOnlyDictionary<string, Quantity> NetFilled, EquityIndex Equity, long EquityAt_ms,
    long TurnoverDay_ms, Money Turnover, IReadOnlyList<ExpectedPosition> Positions, long ReconciledAt_ms, SafetyCheckpoint Safety, CommandCheckpoint Commands) : LedgerRecord(At_ms);
