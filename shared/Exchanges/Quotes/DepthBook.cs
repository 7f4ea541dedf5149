using Platform.Domain.Market;

namespace Platform.Exchanges.Quotes;

/// <summary>
/// The book of one contract in the exchange's own units, best level first on both sides; the decimals keep the digits that the exchange
/// wrote. One thread.
/// </summary>
public sealed class DepthBook
{
    private readonly List<QuoteLevel> _bids = [];
    private readonly List<QuoteLevel> _asks = [];

    public ReadOnlySpan<QuoteLevel> Bids => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bids);

    public ReadOnlySpan<QuoteLevel> Asks => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_asks);

    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }

    /// <summary>Sets the size of one level; zero removes it.</summary>
    public void Set(bool isBid, decimal price, decimal size)
    {
        List<QuoteLevel> side = isBid ? _bids : _asks;
        int place = Find(side, price, isBid);
        bool isThere = place < side.Count && side[place].Price == price;
        if (size == 0 && isThere)
            side.RemoveAt(place);
        else if (size != 0 && isThere)
            side[place] = new QuoteLevel(price, size);
        else if (size != 0)
            side.Insert(place, new QuoteLevel(price, size));
    }

    /// <summary>The levels of one side in canonical units, best first.</summary>
    public QuoteLevel[] ToCanonical(bool isBid, QuoteInstrument instrument, int most)
    {
        ReadOnlySpan<QuoteLevel> side = isBid ? Bids : Asks;
        var levels = new QuoteLevel[Math.Min(most, side.Length)];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = new QuoteLevel(side[i].Price / instrument.PriceUnit, side[i].Size * instrument.SizeUnit);
        return levels;
    }

    /// <summary>The place of the first level that is not better than the price.</summary>
    private static int Find(List<QuoteLevel> side, decimal price, bool isBid)
    {
        (int low, int high) = (0, side.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isBetter = isBid ? side[middle].Price > price : side[middle].Price < price;
            (low, high) = isBetter ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
