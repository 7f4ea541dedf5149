using System.Text.Json.Serialization;
using Platform.Analytics.Risk;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Ledger;

/// <summary>One fact of the account's journal. The ledger is nothing but these facts applied in order.</summary>
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

/// <summary>What a run is for.</summary>
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

/// <summary>The parent's clock runs from here; its schedule follows from the terms and its id.</summary>
/// <param name="Arrival">Middle of the quote at the start; zero when there was none.</param>
internal sealed record ParentStarted(long At_ms, string ParentId, Price Arrival, ScheduleTerms Schedule) : LedgerRecord(At_ms);

/// <summary>Journalled and on disk before the order is on the wire.</summary>
internal sealed record OrderIntended(
    long At_ms, string ClientOrderId, string ParentId, OrderType Type, Quantity Quantity, Price LimitPrice, int Slice = 0, TimeInForce? TimeInForce = null) : LedgerRecord(At_ms);

/// <param name="Executed">Cumulative, as reported by the exchange.</param>
/// <param name="Refusal">The same order would be refused again.</param>
internal sealed record OrderSignalled(
    long At_ms, string ClientOrderId, OrderSignal Signal, Quantity Executed, long VenueOrderId, string Reason, bool Refusal = false) : LedgerRecord(At_ms);

internal sealed record FillBooked(
    long At_ms, string ClientOrderId, long TradeId, Quantity Quantity, Price Price, Money Commission, string CommissionAsset, Money RealizedPnl, bool IsMaker) : LedgerRecord(At_ms)
{
    public OrderFill ToFill() => new(At_ms, TradeId, Quantity, Price, Commission, CommissionAsset, RealizedPnl, IsMaker);
}

/// <param name="Last">Middle of the quote then; zero when there was none.</param>
internal sealed record ParentClosed(long At_ms, string ParentId, string Reason, Price Last = default) : LedgerRecord(At_ms);

internal sealed record RunClosed(long At_ms, string RunId, string Detail) : LedgerRecord(At_ms);

/// <summary>The coordinator has taken the report of the run.</summary>
internal sealed record RunReported(long At_ms, string RunId) : LedgerRecord(At_ms);

/// <summary>Equity with every transfer up to it known; loss limits are measured from these.</summary>
/// <param name="Flow">Transfers in minus transfers out since the one before.</param>
internal sealed record EquityIndexed(long At_ms, Money Equity, Money Flow) : LedgerRecord(At_ms);

/// <summary>What an operator, or a risk rule, holds back; from mild to severe.</summary>
internal enum HoldKind : byte
{
    /// <summary>Only what makes a position smaller is sent.</summary>
    ReduceOnly = 1,

    /// <summary>No run begins and parents of runs at work send nothing.</summary>
    Paused = 2,

    /// <summary>Nothing leaves but cancels.</summary>
    Killed = 3,
}

/// <summary>A command has arrived; it is at work until its <see cref="CommandEnded"/>, over restarts.</summary>
/// <param name="Sequence">Its number at the coordinator; 0 for one that a risk rule of this process gave.</param>
/// <param name="Symbol">Empty for the whole account.</param>
/// <param name="Setting">Of a limit: the key below risk. Of a reset: the rule, empty for all.</param>
/// <param name="Value">Of a limit: the number as text, empty for the configured one.</param>
internal sealed record CommandReceived(
    long At_ms, long Sequence, string CommandId, string Kind, string Symbol, string By, string Reason, string Setting = "", string Value = "") : LedgerRecord(At_ms);

/// <param name="Done">False when the command was refused or another ended it.</param>
internal sealed record CommandEnded(long At_ms, string CommandId, bool Done, string Detail) : LedgerRecord(At_ms);

/// <summary>The coordinator has taken the end of the command.</summary>
internal sealed record CommandReported(long At_ms, string CommandId) : LedgerRecord(At_ms);

/// <summary>Commands up to the sequence are not for this ledger: it is new, or the coordinator's is.</summary>
internal sealed record CommandsJoined(long At_ms, long Sequence) : LedgerRecord(At_ms);

/// <param name="Symbol">Empty for the whole account.</param>
internal sealed record HoldSet(long At_ms, HoldKind Kind, string Symbol, string By, string Reason) : LedgerRecord(At_ms);

internal sealed record HoldEnded(long At_ms, HoldKind Kind, string Symbol, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>A rule was broken: its action holds until an operator resets it.</summary>
internal sealed record LatchSet(long At_ms, string Rule, RiskAction Action, string Message) : LedgerRecord(At_ms);

/// <summary>An operator has looked and says why trading may go on.</summary>
internal sealed record LatchReset(long At_ms, string Rule, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>A risk limit of this account from here on; null for the configured one.</summary>
internal sealed record LimitChanged(long At_ms, string Key, double? Value, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>One thing that is held back, by whom and why.</summary>
internal sealed record Hold(HoldKind Kind, string Symbol, string By, string Reason, long Since_ms);

/// <summary>A broken rule that waits for an operator.</summary>
internal sealed record Latch(string Rule, RiskAction Action, string Message, long Since_ms);

/// <summary>Holds, latches and changed limits as a checkpoint keeps them.</summary>
internal sealed record SafetyCheckpoint(IReadOnlyList<Hold> Holds, IReadOnlyList<Latch> Latches, IReadOnlyDictionary<string, double> Limits);

/// <summary>The newest commands and how far the coordinator's sequence was taken, as a checkpoint keeps them.</summary>
internal sealed record CommandCheckpoint(long Cursor, IReadOnlyList<CommandReceived> Open);

/// <summary>The exchange shows more of a position than our fills explain, and the difference has a verdict: it counts as explained from here on.</summary>
/// <param name="Change">Signed.</param>
internal sealed record PositionAdopted(long At_ms, string Symbol, PositionSide Side, Quantity Change, string Verdict, string Detail) : LedgerRecord(At_ms);

/// <summary>Ledger and exchange agreed at this time.</summary>
internal sealed record LedgerReconciled(long At_ms) : LedgerRecord(At_ms);

/// <summary>One side of a contract as the ledger explains it, for a checkpoint.</summary>
/// <param name="Quantity">Signed.</param>
internal sealed record ExpectedPosition(string Symbol, PositionSide Side, Quantity Quantity);

/// <summary>What must outlive the removal of old segments.</summary>
internal sealed record Checkpointed(
    long At_ms, IReadOnlyList<string> TradedSymbols, IReadOnlyList<string> ClosedRuns, IReadOnlyDictionary<string, Quantity> NetFilled, EquityIndex Equity, long EquityAt_ms,
    long TurnoverDay_ms, Money Turnover, IReadOnlyList<ExpectedPosition> Positions, long ReconciledAt_ms, SafetyCheckpoint Safety, CommandCheckpoint Commands) : LedgerRecord(At_ms);
