using Platform.Domain.Orders;
using Platform.Executor.Records;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Orders;

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
