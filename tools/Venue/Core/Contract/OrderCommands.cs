using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>A request to the core that may change state. Commands are executed one at a time, in order of arrival, at the virtual time of arrival.</summary>
internal abstract record Command;

/// <summary>A command with the type of its reply.</summary>
internal abstract record Command<TReply> : Command;

/// <summary>
/// Places an order (POST order). Parameters that were not sent are null; the core validates in the order of spec/binance-usdm.md §4.2.
/// Returns the order after matching; with <see cref="Test"/> the order is only validated.
/// </summary>
internal sealed record PlaceOrder(AccountId Account, string Symbol, Side Side, OrderType Type) : Command<OrderView>
{
    /// <summary>Null when not sent, which means BOTH.</summary>
    public PositionSide? PositionSide { get; init; }
    public Quantity? Quantity { get; init; }
    public Price? Price { get; init; }
    public TimeInForce? TimeInForce { get; init; }
    public bool? ReduceOnly { get; init; }
    public bool ClosePosition { get; init; }

    /// <summary>The client's order id. When null, the core generates one of 22 characters.</summary>
    public string? ClientOrderId { get; init; }
    public PriceMatch PriceMatch { get; init; }
    public SelfTradePrevention SelfTradePrevention { get; init; } = SelfTradePrevention.ExpireMaker;
    public long GoodTillDate_ms { get; init; }

    /// <summary>True for POST order/test: the order is validated and not placed.</summary>
    public bool Test { get; init; }

    /// <summary>Set by an injected fault: a share of the quantity, drawn from the seed, is matched immediately and the rest expires. FOK orders are not affected.</summary>
    public bool FillsPartly { get; init; }
}

/// <summary>Modifies an order (PUT order); the order id takes precedence over the client order id.</summary>
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

/// <summary>Cancels an order (DELETE order); the error is -2011 when no such order is open.</summary>
internal sealed record CancelOrder(AccountId Account, string Symbol) : Command<OrderView>
{
    public long? OrderId { get; init; }
    public string? ClientOrderId { get; init; }
}

/// <summary>Cancels all open orders of one symbol (DELETE allOpenOrders).</summary>
internal sealed record CancelAllOrders(AccountId Account, string Symbol) : Command<Accepted>;

/// <summary>Starts a countdown after which the open orders of a symbol are cancelled (POST countdownCancelAll); 0 stops it.</summary>
internal sealed record SetCountdown(AccountId Account, string Symbol, long Countdown_ms) : Command<Accepted>;

/// <summary>Places a conditional order (POST algoOrder).</summary>
internal sealed record PlaceAlgoOrder(AccountId Account, string Symbol, Side Side, OrderType Type) : Command<AlgoOrderView>
{
    public PositionSide? PositionSide { get; init; }
    public Quantity? Quantity { get; init; }
    public Price? Price { get; init; }
    public Price? TriggerPrice { get; init; }
    public Price? ActivatePrice { get; init; }

    /// <summary>Callback rate of a trailing stop in percent, 0.1 to 20; null for other types.</summary>
    public Rate? CallbackPercent { get; init; }
    public TimeInForce? TimeInForce { get; init; }
    public WorkingType WorkingType { get; init; }
    public PriceMatch PriceMatch { get; init; }
    public bool ClosePosition { get; init; }
    public bool PriceProtect { get; init; }
    public bool? ReduceOnly { get; init; }
    public string? ClientAlgoId { get; init; }

    /// <summary>True for timeInForce GTE_GTC: the order ends when the position that it protects is closed.</summary>
    public bool EndsWithPosition { get; init; }
    public SelfTradePrevention SelfTradePrevention { get; init; } = SelfTradePrevention.ExpireMaker;
    public long GoodTillDate_ms { get; init; }
}

/// <summary>Cancels a conditional order (DELETE algoOrder).</summary>
internal sealed record CancelAlgoOrder(AccountId Account, long? AlgoId, string? ClientAlgoId) : Command<AlgoOrderView>;

/// <summary>Cancels all open conditional orders of one symbol (DELETE algoOpenOrders).</summary>
internal sealed record CancelAllAlgoOrders(AccountId Account, string Symbol) : Command<Accepted>;
