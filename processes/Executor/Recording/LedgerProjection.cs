using Platform.Accounting.Records;
using Platform.Domain.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Recording;

/// <summary>Rows made from facts of the ledger that are not stored yet.</summary>
/// <param name="Sequence">Sequence number of the last fact read.</param>
internal sealed record LedgerBatch(IReadOnlyList<OrderRecord> Orders, IReadOnlyList<FillRecord> Fills, IReadOnlyList<ParentRecord> Parents, ulong Sequence);

/// <summary>
/// Converts facts into rows of the account's records, each fact once: live, and during the replay at a start for facts that the store
/// lacks. Rows stay here until they are stored. Owned by the account's context.
/// </summary>
/// <param name="stored">Sequence number of the last fact whose rows are stored.</param>
internal sealed class LedgerProjection(ulong stored)
{
    private readonly List<(ulong Run, OrderRecord Row)> _orders = [];
    private readonly List<(ulong Run, FillRecord Row)> _fills = [];
    private readonly List<(ulong Run, ParentRecord Row)> _parents = [];
    private ulong _sequence = stored;

    /// <summary>Rows that are not stored yet.</summary>
    public int Waiting => _orders.Count + _fills.Count + _parents.Count;

    /// <summary>
    /// Sequence number of the first fact that a later process needs to make the waiting rows again: the beginning of the oldest run among
    /// them.
    /// </summary>
    public ulong NeededFrom =>
        _orders.Select(waiting => waiting.Run).Concat(_fills.Select(waiting => waiting.Run)).Concat(_parents.Select(waiting => waiting.Run)).DefaultIfEmpty(ulong.MaxValue).Min();

    /// <summary>Call after the ledger has applied the fact; one that it refused has no row.</summary>
    public void Follow(LedgerRecord fact, ulong sequence, OrderLedger ledger)
    {
        if (sequence <= _sequence)
            return;
        _sequence = sequence;
        switch (fact)
        {
            case FillBooked fill when ledger.FindOrder(fill.ClientOrderId) is { } child:
                _fills.Add((RunOf(ledger, child.Parent.RunId), Fill((long)sequence, child, fill)));
                break;
            case ParentPlanned { Denied.Length: > 0 } denied when ledger.FindParent(denied.ParentId) is { } parent:
                _parents.Add((RunOf(ledger, denied.RunId), Parent((long)sequence, parent, denied.At_ms)));
                break;
            case ParentClosed closed when ledger.FindParent(closed.ParentId) is { } parent:
                ulong run = RunOf(ledger, parent.Terms.RunId);
                _parents.Add((run, Parent((long)sequence, parent, closed.At_ms)));
                _orders.AddRange(parent.Children.Select(child => (run, Order((long)sequence, child))));
                break;
        }
    }

    /// <summary>All waiting rows; they keep waiting until <see cref="Stored"/> is called.</summary>
    public LedgerBatch Peek() => new([.. _orders.Select(waiting => waiting.Row)], [.. _fills.Select(waiting => waiting.Row)], [.. _parents.Select(waiting => waiting.Row)], _sequence);

    /// <summary>Removes rows that are stored.</summary>
    public void Stored(LedgerBatch rows)
    {
        _orders.RemoveRange(0, rows.Orders.Count);
        _fills.RemoveRange(0, rows.Fills.Count);
        _parents.RemoveRange(0, rows.Parents.Count);
    }

    private static ulong RunOf(OrderLedger ledger, string runId) => ledger.FindRun(runId)?.FirstSequence ?? 0;

    private static FillRecord Fill(long sequence, ChildOrder child, FillBooked fill) => new(
        sequence, fill.At_ms, child.Parent.Symbol, fill.TradeId, FillOrigin.Own, child.ClientOrderId, child.ExchangeOrderId, child.Parent.ParentId, child.Parent.RunId, child.Parent.Side,
        child.Parent.PositionSide, fill.Quantity, fill.Price, fill.Commission, fill.CommissionAsset, fill.RealizedPnl, fill.IsMaker);

    private static OrderRecord Order(long sequence, ChildOrder child) => new(
        sequence, child.ClientOrderId, child.ExchangeOrderId, child.Parent.ParentId, child.Parent.RunId, child.Parent.Symbol, child.Parent.Side, child.Parent.PositionSide, child.Type,
        child.TimeInForce, child.Parent.ReduceOnly, child.Slice, child.Quantity, child.LimitPrice, child.Executed, child.BookedQuote, child.State, child.Reason,
        child.Intended_ms, child.Updated_ms);

    private static ParentRecord Parent(long sequence, ParentOrder parent, long closed_ms)
    {
        ScheduleTerms? schedule = parent.Schedule;
        ParentTerms terms = parent.Terms;
        Quantity maker = Quantity.FromUnits(parent.Children.SelectMany(child => child.Fills).Where(fill => fill.IsMaker).Sum(fill => fill.Quantity.Units));
        return new ParentRecord(
            sequence, parent.ParentId, terms.RunId, terms.Label, parent.Symbol, terms.Side, terms.PositionSide, schedule?.Algorithm ?? ParentAlgorithm.Market, parent.State, terms.Planned, parent.Filled,
            parent.FilledQuote, maker, schedule is null ? 0 : ScheduleChoice.ScheduleOf(terms, schedule).Slices.Count, schedule?.Start_ms ?? closed_ms, schedule?.End_ms ?? closed_ms, closed_ms,
            terms.Decision, parent.Arrival, parent.Last, parent.Reason, schedule?.Note ?? "");
    }
}
