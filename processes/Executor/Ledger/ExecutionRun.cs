using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Ledger;

/// <summary>One run of one account from trigger to report. The ledger alone changes it.</summary>
internal sealed class ExecutionRun(RunOpened opened)
{
    private readonly List<ParentOrder> _parents = [];

    public string RunId => opened.RunId;

    public string Label => opened.Label;

    public RunKind Kind => opened.Kind;

    public long Opened_ms => opened.At_ms;

    public IReadOnlyList<ParentOrder> Parents => _parents;

    public long Closed_ms { get; private set; }

    public bool IsClosed => Closed_ms > 0;

    public string Detail { get; private set; } = "";

    public bool IsReported { get; private set; }

    /// <summary>Journal sequence of its first fact; what lies before the oldest run in memory may be removed.</summary>
    public ulong FirstSequence { get; init; }

    /// <summary>Planned, filled and residual quantity, each at the arrival price, so that planned = filled + residual to the last decimal.</summary>
    public Notional PlannedNotional => Sum(parent => parent.Plan.Arrival * parent.Plan.Planned);

    public Notional FilledNotional => Sum(parent => parent.Plan.Arrival * parent.Filled);

    public Notional ResidualNotional => Sum(parent => parent.Plan.Arrival * parent.Residual);

    public void Add(ParentOrder parent) => _parents.Add(parent);

    public void Close(long at_ms, string detail)
    {
        Closed_ms = at_ms;
        Detail = detail;
    }

    public void MarkReported() => IsReported = true;

    private Notional Sum(Func<ParentOrder, Notional> part) => _parents.Aggregate(Notional.Zero, (sum, parent) => sum + part(parent));
}

/// <summary>What one run wants of one symbol; it ends as planned = filled + residual. The ledger alone changes it.</summary>
internal sealed class ParentOrder(ParentPlanned plan, ExecutionRun run)
{
    private readonly List<ChildOrder> _children = [];

    public ParentPlanned Plan => plan;

    public ExecutionRun Run => run;

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

/// <summary>One order at the venue. The ledger alone changes it.</summary>
internal sealed class ChildOrder(OrderIntended intent, ParentOrder parent)
{
    private readonly HashSet<long> _trades = [];
    private readonly List<FillBooked> _fills = [];

    public string ClientOrderId => intent.ClientOrderId;

    public ParentOrder Parent => parent;

    public OrderType Type => intent.Type;

    public Quantity Quantity => intent.Quantity;

    /// <summary>Zero for market orders.</summary>
    public Price LimitPrice => intent.LimitPrice;

    public long Intended_ms => intent.At_ms;

    public long Updated_ms { get; private set; } = intent.At_ms;

    public OrderState State { get; private set; } = OrderState.Intended;

    public long VenueOrderId { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>Cumulative, as the venue says; fills with their prices may still be on their way.</summary>
    public Quantity Executed { get; private set; }

    /// <summary>Sum of booked fills.</summary>
    public Quantity Booked { get; private set; }

    /// <summary>Sum of price × quantity of booked fills.</summary>
    public Notional BookedQuote { get; private set; }

    public IReadOnlyList<FillBooked> Fills => _fills;

    /// <summary>Ended, and every executed unit is booked with its price.</summary>
    public bool IsSettled => State.IsTerminal() && Booked == Executed;

    public Price AveragePrice => Booked.IsZero ? Price.Zero : BookedQuote.DivideBy(Booked);

    public bool HasTrade(long tradeId) => _trades.Contains(tradeId);

    /// <summary>A fault when the transition table does not allow it; nothing is changed then.</summary>
    public Result<Done> Apply(OrderSignalled fact)
    {
        Result<OrderState> next = OrderTransitions.Next(State, fact.Signal);
        if (!next.IsOk)
            return next.Fault with { Message = $"{ClientOrderId}: {next.Fault.Message}" };
        State = next.Value;
        Executed = Quantity.Max(Executed, fact.Executed);
        VenueOrderId = fact.VenueOrderId == 0 ? VenueOrderId : fact.VenueOrderId;
        Reason = fact.Reason.Length == 0 ? Reason : fact.Reason;
        Updated_ms = fact.At_ms;
        return Done.Value;
    }

    /// <summary>False when the trade is booked already.</summary>
    public bool Book(FillBooked fill)
    {
        if (!_trades.Add(fill.TradeId))
            return false;
        _fills.Add(fill);
        Booked += fill.Quantity;
        BookedQuote += fill.Price * fill.Quantity;
        Executed = Quantity.Max(Executed, Booked);
        Updated_ms = fill.At_ms;
        return true;
    }
}
