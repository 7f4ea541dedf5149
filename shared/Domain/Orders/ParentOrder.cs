using Platform.Primitives.Numbers;

namespace Platform.Domain.Orders;

/// <summary>The state of a parent order.</summary>
public enum ParentState : byte
{
    /// <summary>Refused before the start; no order is sent for it.</summary>
    Denied = 1,

    /// <summary>Accepted and not started.</summary>
    Planned = 2,

    Working = 3,
    Filled = 4,

    /// <summary>Ended with a residual, for the stated reason.</summary>
    Partial = 5,
}

/// <summary>
/// The order of one run for one symbol: planned → started → children → ended with planned = filled + residual and the reason.
/// It changes only by ledger facts; only the owner of the ledger may call the members that change it.
/// </summary>
public sealed class ParentOrder(ParentTerms terms)
{
    private readonly List<ChildOrder> _children = [];

    public ParentTerms Terms => terms;

    public string ParentId => terms.ParentId;

    public string Symbol => terms.Symbol;

    /// <summary>Child orders in the order of their intents.</summary>
    public IReadOnlyList<ChildOrder> Children => _children;

    /// <summary>Null until it starts.</summary>
    public ScheduleTerms? Schedule { get; private set; }

    /// <summary>Mid price at the start; until then, mid price at planning.</summary>
    public Price Arrival { get; private set; } = terms.Arrival;

    public bool IsClosed { get; private set; } = terms.Denied.Length > 0;

    /// <summary>Unix ms; 0 while the parent is open, and for a denied parent.</summary>
    public long Closed_ms { get; private set; }

    /// <summary>Mid price at closing; zero while the parent is open, or when there was no quote.</summary>
    public Price Last { get; private set; }

    /// <summary>Why the parent ended with a residual or was denied; empty otherwise.</summary>
    public string Reason { get; private set; } = terms.Denied;

    /// <summary>Executed quantity of all children, as reported by the exchange.</summary>
    public Quantity Filled => Quantity.FromUnits(_children.Sum(child => child.Executed.Units));

    /// <summary>Planned minus filled. A negative value means that the exchange filled more than planned, which is an error.</summary>
    public Quantity Residual => terms.Planned - Filled;

    /// <summary>Sum of price × quantity of the booked fills.</summary>
    public Notional FilledQuote => _children.Aggregate(Notional.Zero, (sum, child) => sum + child.BookedQuote);

    public Price AveragePrice => Filled.IsZero || FilledQuote.IsZero ? Price.Zero : FilledQuote.DivideBy(Quantity.FromUnits(_children.Sum(child => child.Booked.Units)));

    /// <summary>True when every child has ended and its fills are booked.</summary>
    public bool IsSettled => _children.TrueForAll(child => child.IsSettled);

    public ParentState State => (terms.Denied.Length > 0, IsClosed, Schedule) switch
    {
        (true, _, _) => ParentState.Denied,
        (_, true, _) => Residual.Sign > 0 ? ParentState.Partial : ParentState.Filled,
        (_, _, null) => ParentState.Planned,
        _ => ParentState.Working,
    };

    public void Start(Price arrival, ScheduleTerms schedule)
    {
        Schedule = schedule;
        Arrival = arrival.IsZero ? Arrival : arrival;
    }

    public void Add(ChildOrder child) => _children.Add(child);

    public void Close(long at_ms, string reason, Price last)
    {
        IsClosed = true;
        Closed_ms = at_ms;
        Last = last;
        Reason = reason;
    }
}
