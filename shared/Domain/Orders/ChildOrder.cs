using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Domain.Orders;

/// <summary>The terms of one child order, fixed before it is sent.</summary>
/// <param name="Slice">Index of its slice in the schedule; the completion order has the number of slices as index.</param>
/// <param name="LimitPrice">Zero for market orders.</param>
/// <param name="TimeInForce">Null for market orders.</param>
public sealed record ChildTerms(string ClientOrderId, int Slice, OrderType Type, TimeInForce? TimeInForce, Quantity Quantity, Price LimitPrice, long Intended_ms);

/// <summary>One fill of one order.</summary>
/// <param name="TradeId">Unique per symbol; it identifies a duplicate.</param>
public sealed record OrderFill(long Time_ms, long TradeId, Quantity Quantity, Price Price, Money Commission, string CommissionAsset, Money RealizedPnl, bool IsMaker);

/// <summary>One order at the exchange. It changes only by ledger facts; only the owner of the ledger may call the members that change it.</summary>
/// <param name="parent">Terms of its parent.</param>
public sealed class ChildOrder(ChildTerms terms, ParentTerms parent)
{
    private readonly HashSet<long> _trades = [];
    private readonly List<OrderFill> _fills = [];

    public ParentTerms Parent => parent;

    public string ClientOrderId => terms.ClientOrderId;

    public int Slice => terms.Slice;

    public OrderType Type => terms.Type;

    public TimeInForce? TimeInForce => terms.TimeInForce;

    public Quantity Quantity => terms.Quantity;

    /// <summary>Zero for market orders.</summary>
    public Price LimitPrice => terms.LimitPrice;

    /// <summary>True for a post-only order (GTX), which rests in the book or ends; any other order takes liquidity and ends.</summary>
    public bool IsPassive => terms.TimeInForce == Orders.TimeInForce.Gtx;

    public long Intended_ms => terms.Intended_ms;

    /// <summary>Time of the last fact, Unix ms.</summary>
    public long Updated_ms { get; private set; } = terms.Intended_ms;

    public OrderState State { get; private set; } = OrderState.Intended;

    public long ExchangeOrderId { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>True when the same order would be refused again.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Cumulative executed quantity as reported by the exchange; fills with their prices can arrive later.</summary>
    public Quantity Executed { get; private set; }

    /// <summary>Quantity of the booked fills.</summary>
    public Quantity Booked { get; private set; }

    /// <summary>Sum of price × quantity of booked fills.</summary>
    public Notional BookedQuote { get; private set; }

    public IReadOnlyList<OrderFill> Fills => _fills;

    /// <summary>True when the order has ended and its whole executed quantity is booked with prices.</summary>
    public bool IsSettled => State.IsTerminal() && Booked == Executed;

    public Price AveragePrice => Booked.IsZero ? Price.Zero : BookedQuote.DivideBy(Booked);

    public bool HasTrade(long tradeId) => _trades.Contains(tradeId);

    /// <summary>Changes the state. A signal that the transition table does not allow returns a fault and changes nothing.</summary>
    /// <param name="executed">Cumulative, as reported by the exchange; a value below the known one is ignored.</param>
    /// <param name="isRefusal">True when the same order would be refused again.</param>
    public Result<Done> Apply(long at_ms, OrderSignal signal, Quantity executed, long exchangeOrderId, string reason, bool isRefusal)
    {
        Result<OrderState> next = OrderTransitions.Next(State, signal);
        if (!next.IsOk)
            return next.Fault with { Message = $"{ClientOrderId}: {next.Fault.Message}" };
        State = next.Value;
        Executed = Quantity.Max(Executed, executed);
        ExchangeOrderId = exchangeOrderId == 0 ? ExchangeOrderId : exchangeOrderId;
        Reason = reason.Length == 0 ? Reason : reason;
        IsRefused |= isRefusal;
        Updated_ms = at_ms;
        return Done.Value;
    }

    /// <summary>Books a fill. False when the trade is already booked.</summary>
    public bool Book(OrderFill fill)
    {
        if (!_trades.Add(fill.TradeId))
            return false;
        _fills.Add(fill);
        Booked += fill.Quantity;
        BookedQuote += fill.Price * fill.Quantity;
        Executed = Quantity.Max(Executed, Booked);
        Updated_ms = fill.Time_ms;
        return true;
    }
}
