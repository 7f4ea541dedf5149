using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>A request to the core that may change state; executed one at a time, in order of arrival, at the virtual time of arrival.</summary>
internal abstract record Command;

/// <summary>A command and the type of its reply.</summary>
internal abstract record Command<TReply> : Command;

/// <summary>
/// POST order. Parameters that were not sent are null; the core validates in the order of spec/binance-usdm.md §4.2.
/// Returns the order after matching; with <see cref="Test"/> only validates.
/// </summary>
internal sealed record PlaceOrder(AccountId Account, string Symbol, Side Side, OrderType Type) : Command<OrderView>
{
    /// <summary>Null when not sent: BOTH.</summary>
    public PositionSide? PositionSide { get; init; }
    public Quantity? Quantity { get; init; }
    public Price? Price { get; init; }
    public TimeInForce? TimeInForce { get; init; }
    public bool? ReduceOnly { get; init; }
    public bool ClosePosition { get; init; }

    /// <summary>Null when not sent: the core generates one of 22 characters.</summary>
    public string? ClientOrderId { get; init; }
    public PriceMatch PriceMatch { get; init; }
    public SelfTradePrevention SelfTradePrevention { get; init; } = SelfTradePrevention.ExpireMaker;
    public long GoodTillDate_ms { get; init; }

    /// <summary>order/test: nothing is placed.</summary>
    public bool Test { get; init; }

    /// <summary>Set by a fault: a seeded share of the quantity trades at once, and the rest expires. FOK is exempt.</summary>
    public bool FillsPartly { get; init; }
}

/// <summary>PUT order; the order id takes precedence over the client id.</summary>
internal sealed record ModifyOrder(AccountId Account, string Symbol, Side Side) : Command<OrderView>
{
    public long? OrderId { get; init; }
    public string? ClientOrderId { get; init; }
    public Quantity? Quantity { get; init; }
    public Price? Price { get; init; }
    public PriceMatch PriceMatch { get; init; }
    public bool ReduceOnly { get; init; }
    public string? ModifyId { get; init; }
}

/// <summary>DELETE order; -2011 when no such order is open.</summary>
internal sealed record CancelOrder(AccountId Account, string Symbol) : Command<OrderView>
{
    public long? OrderId { get; init; }
    public string? ClientOrderId { get; init; }
}

/// <summary>DELETE allOpenOrders of one symbol.</summary>
internal sealed record CancelAllOrders(AccountId Account, string Symbol) : Command<Accepted>;

/// <summary>POST countdownCancelAll: cancels the symbol's orders when the time runs out; 0 stops the countdown.</summary>
internal sealed record SetCountdown(AccountId Account, string Symbol, long Countdown_ms) : Command<Accepted>;

/// <summary>POST algoOrder (conditional orders).</summary>
internal sealed record PlaceAlgoOrder(AccountId Account, string Symbol, Side Side, OrderType Type) : Command<AlgoOrderView>
{
    public PositionSide? PositionSide { get; init; }
    public Quantity? Quantity { get; init; }
    public Price? Price { get; init; }
    public Price? TriggerPrice { get; init; }
    public Price? ActivatePrice { get; init; }

    /// <summary>Percent, 0.1 to 20; trailing stops only.</summary>
    public Rate? CallbackPercent { get; init; }
    public TimeInForce? TimeInForce { get; init; }
    public WorkingType WorkingType { get; init; }
    public PriceMatch PriceMatch { get; init; }
    public bool ClosePosition { get; init; }
    public bool PriceProtect { get; init; }
    public bool? ReduceOnly { get; init; }
    public string? ClientAlgoId { get; init; }

    /// <summary>timeInForce GTE_GTC: ends when the position it protects is closed.</summary>
    public bool EndsWithPosition { get; init; }
    public SelfTradePrevention SelfTradePrevention { get; init; } = SelfTradePrevention.ExpireMaker;
    public long GoodTillDate_ms { get; init; }
}

/// <summary>DELETE algoOrder.</summary>
internal sealed record CancelAlgoOrder(AccountId Account, long? AlgoId, string? ClientAlgoId) : Command<AlgoOrderView>;

/// <summary>DELETE algoOpenOrders of one symbol.</summary>
internal sealed record CancelAllAlgoOrders(AccountId Account, string Symbol) : Command<Accepted>;
