namespace Platform.Domain.Orders;

/// <summary>The taker's or order's direction; the sign of its quantity.</summary>
public enum Side : sbyte
{
    Sell = -1,
    Buy = 1,
}

/// <summary>Which position an order works on: Both in one-way mode, Long or Short in hedge mode.</summary>
public enum PositionSide : byte
{
    Both = 0,
    Long = 1,
    Short = 2,
}

public enum OrderType : byte
{
    Limit = 1,
    Market = 2,
    Stop = 3,
    StopMarket = 4,
    TakeProfit = 5,
    TakeProfitMarket = 6,
    TrailingStopMarket = 7,
    Liquidation = 8,
}

public enum TimeInForce : byte
{
    Gtc = 1,
    Ioc = 2,
    Fok = 3,
    Gtx = 4,
    Gtd = 5,
    Rpi = 6,
}

/// <summary>Exchange margin type of a contract.</summary>
public enum MarginType : byte
{
    Crossed = 1,
    Isolated = 2,
}

/// <summary>How a parent order is worked. Numbers are in journals.</summary>
public enum ParentAlgorithm : byte
{
    /// <summary>Immediately, as far as the slippage guard allows, until a deadline.</summary>
    Market = 1,

    /// <summary>In slices spread evenly over a horizon.</summary>
    Twap = 2,

    /// <summary>In slices that follow the usual volume of the day.</summary>
    Vwap = 3,
}
