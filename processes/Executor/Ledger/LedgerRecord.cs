using System.Text.Json.Serialization;
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
[JsonDerivedType(typeof(EquityMarked), "equity_marked")]
[JsonDerivedType(typeof(OverfillCleared), "overfill_cleared")]
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
    string After = "") : LedgerRecord(At_ms)
{
    public ParentTerms ToTerms(string label) =>
        new(ParentId, RunId, label, Symbol, Side, PositionSide, Planned, ReduceOnly, Reduces || ReduceOnly, Target, Decision, Arrival, After, Denied);
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

internal sealed record ParentClosed(long At_ms, string ParentId, string Reason) : LedgerRecord(At_ms);

internal sealed record RunClosed(long At_ms, string RunId, string Detail) : LedgerRecord(At_ms);

/// <summary>The coordinator has taken the report of the run.</summary>
internal sealed record RunReported(long At_ms, string RunId) : LedgerRecord(At_ms);

/// <summary>Equity as read from the venue at the start of a run; loss limits are measured from these.</summary>
internal sealed record EquityMarked(long At_ms, Money Equity) : LedgerRecord(At_ms);

/// <summary>An operator has looked at a parent that filled more than planned: positions may be opened again.</summary>
internal sealed record OverfillCleared(long At_ms, string Reason) : LedgerRecord(At_ms);

/// <summary>What must outlive the removal of old segments.</summary>
internal sealed record Checkpointed(
    long At_ms, IReadOnlyList<string> TradedSymbols, IReadOnlyList<string> ClosedRuns, IReadOnlyDictionary<string, Quantity> NetFilled, Money DayStartEquity, long DayStart_ms, Money PeakEquity,
    string Overfilled = "") : LedgerRecord(At_ms);
