using Platform.Domain.Orders;

namespace Platform.Venue.Market.Recordings;

/// <summary>One thing that a recording says about one symbol: a trade, or the best prices. Units of 10^-8.</summary>
internal readonly record struct RecordedEvent(long Time_ms, long Price, long Quantity, long AskPrice, long AskQuantity, Side Taker)
{
    /// <summary>True for best prices: bid in the price fields, ask in the ask fields.</summary>
    public bool IsTouch => AskPrice != 0;

    public static RecordedEvent OfTrade(long time_ms, long price, long quantity, bool buyerIsMaker) =>
        new(time_ms, price, quantity, 0, 0, buyerIsMaker ? Side.Sell : Side.Buy);

    public static RecordedEvent OfTouch(long time_ms, long bid, long bidQuantity, long ask, long askQuantity) =>
        new(time_ms, bid, bidQuantity, ask, askQuantity, Side.Buy);
}
