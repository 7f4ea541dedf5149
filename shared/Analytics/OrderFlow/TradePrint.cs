using Platform.Domain.Market;

namespace Platform.Analytics.OrderFlow;

/// <summary>The side that crossed the spread.</summary>
public enum AggressorSide : byte
{
    /// <summary>The source does not provide the side; the tick rule determines it.</summary>
    Unknown,
    Buy,
    Sell,
}

/// <summary>One trade of any source, as input of order-flow figures. Prices and quantities are exact.</summary>
/// <param name="Price">Quote per base; zero or less means no price.</param>
/// <param name="Quantity">Base asset; zero or less means no quantity.</param>
/// <param name="Time_ms">Event time, Unix ms; null when the source has none.</param>
/// <param name="Id">Trade id, which increases by one per trade of a symbol; null when the source has none, and gaps are then not detected.</param>
public readonly record struct TradePrint(decimal Price, decimal Quantity, AggressorSide Side, long? Time_ms = null, long? Id = null)
{
    /// <summary>Creates a trade from doubles. NaN, infinities and values beyond the decimal range become zero, which means no value.</summary>
    public static TradePrint FromDoubles(double price, double quantity, AggressorSide side, long? time_ms = null, long? id = null) =>
        new(Exact(price), Exact(quantity), side, time_ms, id);

    /// <summary>Creates a trade from an aggTrade; BuyerIsMaker means that the taker sold.</summary>
    public static TradePrint From(in AggTrade trade) => new(
        (decimal)trade.Price.Units / Primitives.Numbers.Price.One,
        (decimal)trade.Quantity.Units / Primitives.Numbers.Quantity.One,
        trade.BuyerIsMaker ? AggressorSide.Sell : AggressorSide.Buy,
        trade.Time_ms,
        trade.Id);

    private static decimal Exact(double value) => double.IsFinite(value) && Math.Abs(value) < 1e28 ? (decimal)value : 0;
}
