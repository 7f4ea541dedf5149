using Platform.Domain.Orders;
using Platform.Executor.Records;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Orders;

/// <summary>What one run wants of one symbol; it ends as planned = filled + residual. The ledger alone changes it.</summary>
internal sealed class ParentOrder(ParentPlanned plan, RunState run)
{
    private readonly List<ChildOrder> _children = [];

    public ParentPlanned Plan => plan;

    public RunState Run => run;

    public string ParentId => plan.ParentId;

    public string Symbol => plan.Symbol;

    public IReadOnlyList<ChildOrder> Children => _children;

    public bool IsClosed { get; private set; } = plan.Denied.Length > 0;

    public string Reason { get; private set; } = plan.Denied;

    public Quantity Filled => Quantity.FromUnits(_children.Sum(child => child.Executed.Units));

    public Quantity Residual => plan.Planned - Filled;

    public Notional FilledQuote => _children.Aggregate(Notional.Zero, (sum, child) => sum + child.BookedQuote);

    public Price AveragePrice => Filled.IsZero || FilledQuote.IsZero ? Price.Zero : FilledQuote.DivideBy(Quantity.FromUnits(_children.Sum(child => child.Booked.Units)));

    public bool IsSettled => _children.TrueForAll(child => child.IsSettled);

    /// <summary>working, filled, partial or denied.</summary>
    public string StateText => plan.Denied.Length > 0 ? "denied" : !IsClosed ? "working" : Residual.IsZero ? "filled" : "partial";

    public void Add(ChildOrder child) => _children.Add(child);

    public void Close(string reason)
    {
        IsClosed = true;
        Reason = reason;
    }
}
