using Platform.Domain.Orders;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Market.Books;

/// <summary>
/// Makes the quotes of one contract follow a recorded or mirrored tape. Best prices and quantities come from the tape, or, when it has none, from the price and
/// side of the last trade; the market maker adds deeper levels. Each trade fills the clients' orders that it reaches and is printed as recorded.
/// </summary>
internal sealed class TapeFollower(int index, long tickUnits, MarketMakerLadder ladder)
{
    /// <summary>Applies best prices and their quantities, in units of 10^-8.</summary>
    public void Touch(IMarketActions actions, long bid, long bidQuantity, long ask, long askQuantity) =>
        ladder.QuoteTouch(actions, bid, Math.Max(bid + tickUnits, ask), actions.Now_ms, bid * 1e-8, bidQuantity, askQuantity);

    public void Trade(IMarketActions actions, in RecordedPrint print)
    {
        Follow(actions, print.Taker, print.Price);
        actions.Replay(index, print);
    }

    /// <summary>Sets the market maker's best price to the price of a trade when they differ.</summary>
    private void Follow(IMarketActions actions, Side taker, long price)
    {
        (long bid, long ask) = actions.Best(index);
        if (taker == Side.Buy ? ask == price : bid == price)
            return;
        (bid, ask) = taker == Side.Buy ? (price - tickUnits, price) : (price, price + tickUnits);
        ladder.QuoteTouch(actions, Math.Max(tickUnits, bid), Math.Max(2 * tickUnits, ask), actions.Now_ms, price * 1e-8);
    }
}
