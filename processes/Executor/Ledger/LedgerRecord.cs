using System.Text.Json.Serialization;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Ledger;

/// <summary>One fact of the account's journal. The ledger is nothing but these facts applied in order.</summary>
/// <param name="At_ms">Platform time, Unix ms.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(RunOpened), "run_opened")]
[JsonDerivedType(typeof(ParentPlanned), "parent_planned")]
[JsonDerivedType(typeof(OrderIntended), "order_intended")]
[JsonDerivedType(typeof(OrderSignalled), "order_signalled")]
[JsonDerivedType(typeof(FillBooked), "fill_booked")]
[JsonDerivedType(typeof(ParentClosed), "parent_closed")]
[JsonDerivedType(typeof(RunClosed), "run_closed")]
[JsonDerivedType(typeof(RunReported), "run_reported")]
[JsonDerivedType(typeof(EquityMarked), "equity_marked")]
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

/// <param name="Target">Signed quantity the position is to have when everything is filled.</param>
/// <param name="Arrival">Mid price when the parent was planned; zero when there was none.</param>
/// <param name="Denied">Why nothing is sent for it; empty when it is worked.</param>
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
    string Denied) : LedgerRecord(At_ms);

/// <summary>Journalled and on disk before the order is on the wire.</summary>
internal sealed record OrderIntended(long At_ms, string ClientOrderId, string ParentId, OrderType Type, Quantity Quantity, Price LimitPrice) : LedgerRecord(At_ms);

/// <param name="Executed">Cumulative, as the venue says.</param>
internal sealed record OrderSignalled(long At_ms, string ClientOrderId, OrderSignal Signal, Quantity Executed, long VenueOrderId, string Reason) : LedgerRecord(At_ms);

internal sealed record FillBooked(
    long At_ms, string ClientOrderId, long TradeId, Quantity Quantity, Price Price, Money Commission, string CommissionAsset, Money RealizedPnl, bool IsMaker) : LedgerRecord(At_ms);

internal sealed record ParentClosed(long At_ms, string ParentId, string Reason) : LedgerRecord(At_ms);

internal sealed record RunClosed(long At_ms, string RunId, string Detail) : LedgerRecord(At_ms);

/// <summary>The coordinator has taken the report of the run.</summary>
internal sealed record RunReported(long At_ms, string RunId) : LedgerRecord(At_ms);

/// <summary>Equity as read from the venue at the start of a run; loss limits are measured from these.</summary>
internal sealed record EquityMarked(long At_ms, Money Equity) : LedgerRecord(At_ms);

/// <summary>What must outlive the removal of old segments.</summary>
internal sealed record Checkpointed(
    long At_ms, IReadOnlyList<string> TradedSymbols, IReadOnlyList<string> ClosedRuns, IReadOnlyDictionary<string, Quantity> NetFilled, Money DayStartEquity, long DayStart_ms, Money PeakEquity) : LedgerRecord(At_ms);
