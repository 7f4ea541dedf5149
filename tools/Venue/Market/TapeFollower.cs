using Platform.Domain.Orders;
using Platform.Venue.Engine.Tape;

namespace Platform.Venue.Market;

/// <summary>
/// Lets one contract follow a tape that happened elsewhere: the touch shows its best prices and quantities, else the last trade's
/// side; deeper levels are the house's. Each trade fills clients' orders that it reaches, and is printed as it was.
/// </summary>
internal sealed class TapeFollower(int index, long tickUnits, HouseLadder ladder)
{
    /// <summary>Best prices and quantities, in units of 10^-8.</summary>
    public void Touch(IMarketFloor floor, long bid, long bidQuantity, long ask, long askQuantity) =>
        ladder.QuoteTouch(floor, bid, Math.Max(bid + tickUnits, ask), floor.Now_ms, bid * 1e-8, bidQuantity, askQuantity);

    public void Trade(IMarketFloor floor, in RecordedPrint print)
    {
        Follow(floor, print.Taker, print.Price);
        floor.Replay(index, print);
    }

    /// <summary>Before a print outside the quotes the house moves its touch there.</summary>
    private void Follow(IMarketFloor floor, Side taker, long price)
    {
        (long bid, long ask) = floor.Best(index);
        if (taker == Side.Buy ? ask == price : bid == price)
            return;
        (bid, ask) = taker == Side.Buy ? (price - tickUnits, price) : (price, price + tickUnits);
        ladder.QuoteTouch(floor, Math.Max(tickUnits, bid), Math.Max(2 * tickUnits, ask), floor.Now_ms, price * 1e-8);
    }
}
