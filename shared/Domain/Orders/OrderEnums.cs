namespace Platform.Domain.Orders;

/// <summary>The direction of an order or of a taker; its value is the sign of the quantity.</summary>
public enum Side : sbyte
{
    Sell = -1,
    Buy = 1,
}

/// <summary>The position that an order changes: Both in one-way mode, Long or Short in hedge mode.</summary>
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

/// <summary>The margin type of a contract at the exchange.</summary>
public enum MarginType : byte
{
    Crossed = 1,
    Isolated = 2,
}

/// <summary>The execution algorithm of a parent order. The numeric values are stored in journals.</summary>
public enum ParentAlgorithm : byte
{
    /// <summary>Immediate orders within the slippage limit, until a deadline.</summary>
    Market = 1,

    /// <summary>Slices of equal size, evenly spaced over a horizon.</summary>
    Twap = 2,

    /// <summary>Slices that follow the usual intraday volume profile.</summary>
    Vwap = 3,
}
