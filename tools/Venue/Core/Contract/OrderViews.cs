using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>One order at one moment; immutable.</summary>
internal sealed record OrderView
{
    public required long OrderId { get; init; }
    public required AccountId Account { get; init; }
    public required string Symbol { get; init; }
    public required string ClientOrderId { get; init; }
    public required Side Side { get; init; }
    public required PositionSide PositionSide { get; init; }
    public required OrderType Type { get; init; }

    /// <summary>The type of the conditional order that placed this order; else <see cref="Type"/>.</summary>
    public required OrderType OriginalType { get; init; }
    public required OrderStatus Status { get; init; }
    public required TimeInForce TimeInForce { get; init; }
    public required Price Price { get; init; }
    public required Quantity Quantity { get; init; }
    public required Quantity Executed { get; init; }

    /// <summary>Exact sum of price × quantity over all fills; the average price is this sum divided by <see cref="Executed"/>.</summary>
    public required Notional ExecutedQuote { get; init; }
    public required bool ReduceOnly { get; init; }
    public required bool ClosePosition { get; init; }
    public required PriceMatch PriceMatch { get; init; }
    public required SelfTradePrevention SelfTradePrevention { get; init; }
    public required long GoodTillDate_ms { get; init; }
    public Price StopPrice { get; init; }
    public WorkingType WorkingType { get; init; }
    public bool PriceProtect { get; init; }
    public required long Created_ms { get; init; }
    public required long Updated_ms { get; init; }
    public string? ModifyId { get; init; }

    /// <summary>Average fill price, truncated to 8 decimals; zero before the first fill.</summary>
    public Price AveragePrice => Executed.IsZero ? Price.Zero : ExecutedQuote.DivideBy(Executed);

    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;
}

/// <summary>One conditional order at one moment; immutable.</summary>
internal sealed record AlgoOrderView
{
    public required long AlgoId { get; init; }
    public required AccountId Account { get; init; }
    public required string ClientAlgoId { get; init; }
    public required string Symbol { get; init; }
    public required Side Side { get; init; }
    public required PositionSide PositionSide { get; init; }
    public required OrderType Type { get; init; }
    public required TimeInForce TimeInForce { get; init; }
    public required Quantity Quantity { get; init; }
    public required AlgoStatus Status { get; init; }
    public required Price TriggerPrice { get; init; }
    public required Price Price { get; init; }
    public required SelfTradePrevention SelfTradePrevention { get; init; }
    public required WorkingType WorkingType { get; init; }
    public required PriceMatch PriceMatch { get; init; }
    public required bool ClosePosition { get; init; }
    public required bool PriceProtect { get; init; }
    public required bool ReduceOnly { get; init; }
    public Price? ActivatePrice { get; init; }
    public Rate? CallbackPercent { get; init; }
    public bool IsActivated { get; init; }
    public bool EndsWithPosition { get; init; }
    public required long Created_ms { get; init; }
    public required long Updated_ms { get; init; }
    public long Triggered_ms { get; init; }
    public long GoodTillDate_ms { get; init; }

    /// <summary>Id of the order that was placed at the trigger; zero before.</summary>
    public long ActualOrderId { get; init; }
    public Price ActualPrice { get; init; }
    public Quantity ActualQuantity { get; init; }
    public string RejectReason { get; init; } = "";
}

/// <summary>One fill of one order: a row of userTrades.</summary>
internal sealed record UserTradeView(
    AccountId Account, string Symbol, long TradeId, long OrderId, Side Side, PositionSide PositionSide, Price Price, Quantity Quantity,
    Money RealizedPnl, Money Commission, bool IsMaker, long Time_ms)
{
    public Notional Quote => Price * Quantity;
}

/// <summary>One modification of an order (PUT order); the history returns the newest first.</summary>
internal sealed record AmendmentView(
    long AmendmentId, string Symbol, long OrderId, string ClientOrderId, long Time_ms,
    Price PriceBefore, Price PriceAfter, Quantity QuantityBefore, Quantity QuantityAfter, int Count, string? ModifyId);
