using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Orders;

/// <summary>The mutable state of a client order in the core; callers of the core get an <see cref="OrderView"/>.</summary>
internal sealed class Order
{
    /// <summary>Number of days for which the exchange shows orders, fills, incomes and liquidations.</summary>
    public const int RetentionDays = 90;

    public required long Id { get; init; }
    public required Holding Holding { get; init; }
    public required string ClientId { get; init; }
    public required Side Side { get; init; }
    public required PositionSide PositionSide { get; init; }
    public required OrderType Type { get; init; }
    public required OrderType OriginalType { get; init; }
    public required TimeInForce TimeInForce { get; init; }
    public required long Created_ms { get; init; }
    public bool ReduceOnly { get; init; }

    /// <summary>True when the order may only reduce its position: a reduce-only order, or an order on the closing side in hedge mode.</summary>
    public bool Closes { get; init; }
    public bool ClosePosition { get; init; }
    public PriceMatch PriceMatch { get; init; }
    public Price StopPrice { get; init; }
    public WorkingType WorkingType { get; init; }
    public bool PriceProtect { get; init; }
    public long GoodTillDate_ms { get; init; }

    /// <summary>Id of the conditional order that placed this order; 0 for none.</summary>
    public long AlgoId { get; init; }
    public SelfTradePrevention SelfTradePrevention { get; set; }
    public OrderStatus Status { get; set; } = OrderStatus.New;
    public Price Price { get; set; }
    public Quantity Quantity { get; set; }
    public Quantity Executed { get; set; }
    public Notional ExecutedQuote { get; set; }
    public long Updated_ms { get; set; }
    public int Modifications { get; set; }
    public string? ModifyId { get; set; }

    /// <summary>Index of the order's node in the book; -1 while the order does not rest.</summary>
    public int Node { get; set; } = -1;

    /// <summary>The next open order of the symbol in order of placement; set only by <see cref="SymbolOrders"/>.</summary>
    public Order? NextOpen { get; set; }
    public Order? PreviousOpen { get; set; }
    public bool IsListedOpen { get; set; }

    public Account Account => Holding.Account;

    public Listing Listing => Holding.Listing;

    public Quantity Remaining => Quantity - Executed;

    /// <summary>True for an RPI order, which only retail takers can match.</summary>
    public bool IsRpi => TimeInForce == TimeInForce.Rpi;

    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    /// <summary>True when the exchange no longer shows the order: 3 days after its placement without a fill, 90 days with a fill (spec/binance-usdm.md §4.4).</summary>
    public bool IsForgotten(long now_ms) =>
        !IsOpen && now_ms - Created_ms > (Executed.IsZero ? 3 : RetentionDays) * UnixTime.MillisecondsPerDay;

    public void Serialize(SnapshotSerializer serializer)
    {
        serializer.Value(Holding.Ordinal);
        serializer.Value(new Terms(
            Id, Side, PositionSide, Type, OriginalType, TimeInForce, Created_ms, ReduceOnly, Closes, ClosePosition, PriceMatch, StopPrice, WorkingType, PriceProtect, GoodTillDate_ms, AlgoId));
        serializer.Text(ClientId);
        SerializeProgress(serializer);
    }

    /// <summary>Reads an order of an account.</summary>
    public static Order Read(SnapshotSerializer serializer, Account account)
    {
        Holding holding = account.Holdings[serializer.Value(0)];
        Terms terms = serializer.Value(default(Terms));
        var order = new Order
        {
            Id = terms.Id, Holding = holding, ClientId = serializer.Text(null)!, Side = terms.Side, PositionSide = terms.PositionSide, Type = terms.Type,
            OriginalType = terms.OriginalType, TimeInForce = terms.TimeInForce, Created_ms = terms.Created_ms, ReduceOnly = terms.ReduceOnly, Closes = terms.Closes,
            ClosePosition = terms.ClosePosition, PriceMatch = terms.PriceMatch, StopPrice = terms.StopPrice, WorkingType = terms.WorkingType,
            PriceProtect = terms.PriceProtect, GoodTillDate_ms = terms.GoodTillDate_ms, AlgoId = terms.AlgoId,
        };
        order.SerializeProgress(serializer);
        return order;
    }

    private void SerializeProgress(SnapshotSerializer serializer)
    {
        (SelfTradePrevention, Status, Price, Quantity) = (serializer.Value(SelfTradePrevention), serializer.Value(Status), serializer.Value(Price), serializer.Value(Quantity));
        (Executed, ExecutedQuote, Updated_ms) = (serializer.Value(Executed), serializer.Value(ExecutedQuote), serializer.Value(Updated_ms));
        (Modifications, ModifyId, Node) = (serializer.Value(Modifications), serializer.Text(ModifyId), serializer.Value(Node));
    }

    /// <summary>The immutable fields of an order, as they are written.</summary>
    private readonly record struct Terms(
        long Id, Side Side, PositionSide PositionSide, OrderType Type, OrderType OriginalType, TimeInForce TimeInForce, long Created_ms, bool ReduceOnly, bool Closes,
        bool ClosePosition, PriceMatch PriceMatch, Price StopPrice, WorkingType WorkingType, bool PriceProtect, long GoodTillDate_ms, long AlgoId);

    public OrderView ToView() => new()
    {
        OrderId = Id,
        Account = Account.Id,
        Symbol = Listing.Symbol,
        ClientOrderId = ClientId,
        Side = Side,
        PositionSide = PositionSide,
        Type = Type,
        OriginalType = OriginalType,
        Status = Status,
        TimeInForce = TimeInForce,
        Price = Price,
        Quantity = Quantity,
        Executed = Executed,
        ExecutedQuote = ExecutedQuote,
        ReduceOnly = ReduceOnly,
        ClosePosition = ClosePosition,
        PriceMatch = PriceMatch,
        SelfTradePrevention = SelfTradePrevention,
        GoodTillDate_ms = GoodTillDate_ms,
        StopPrice = StopPrice,
        WorkingType = WorkingType,
        PriceProtect = PriceProtect,
        Created_ms = Created_ms,
        Updated_ms = Updated_ms,
        ModifyId = ModifyId,
    };
}
