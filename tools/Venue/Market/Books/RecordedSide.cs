using Platform.Domain.Orders;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Books;

/// <summary>
/// One side of a recorded book: the depth, corrected by best prices that are newer. Records which prices
/// have not been reported to the exchange yet.
/// </summary>
internal sealed class RecordedSide(Side side)
{
    private readonly SortedDictionary<long, long> _levels = new(Comparer<long>.Create((a, b) => -(int)side * a.CompareTo(b)));
    private readonly Dictionary<long, long> _corrected = [];
    private readonly List<long> _changed = [];

    /// <summary>Prices and quantities of the depth in units of 10^-8, best price first.</summary>
    public IEnumerable<KeyValuePair<long, long>> Levels => _levels;

    public void Set(long price, long quantity)
    {
        if (quantity == 0)
            _levels.Remove(price);
        else
            _levels[price] = quantity;
        _changed.Add(price);
    }

    /// <summary>Replaces the levels from the best to the worst price given; levels outside this range stay.</summary>
    public void Replace(ReadOnlySpan<MarketMakerQuote> levels)
    {
        long worst = levels.IsEmpty ? 0 : levels[^1].Price;
        long[] covered = [.. _levels.Keys.Where(price => worst == 0 || (int)side * price >= (int)side * worst)];
        foreach (long price in covered)
            Set(price, 0);
        foreach (MarketMakerQuote level in levels)
            Set(level.Price, level.Quantity);
    }

    public void Clear()
    {
        _changed.AddRange(_levels.Keys);
        _levels.Clear();
        Uncorrect();
    }

    /// <summary>Applies a best price that is newer than the depth; better levels of the depth are hidden.</summary>
    public void Correct(long best, long quantity)
    {
        Uncorrect();
        if (best == 0)
            return;
        foreach ((long price, _) in _levels)
        {
            if ((int)side * price <= (int)side * best)
                break;
            _corrected[price] = 0;
            _changed.Add(price);
        }

        _corrected[best] = quantity;
        _changed.Add(best);
    }

    /// <summary>Removes the correction by a best price, because the depth is newer.</summary>
    public void Uncorrect()
    {
        _changed.AddRange(_corrected.Keys);
        _corrected.Clear();
    }

    /// <summary>Marks all prices that are equal to or better than a price to be reported again.</summary>
    public void ChangeDownTo(long price)
    {
        foreach ((long level, _) in _levels)
        {
            if ((int)side * level < (int)side * price)
                break;
            _changed.Add(level);
        }

        _changed.AddRange(_corrected.Keys);
    }

    /// <summary>Marks all prices as not reported.</summary>
    public void ChangeAll()
    {
        _changed.Clear();
        _changed.AddRange(_levels.Keys);
        _changed.AddRange(_corrected.Keys);
    }

    /// <summary>Clears the list of prices to report.</summary>
    public void ForgetChanges() => _changed.Clear();

    /// <summary>Reports the removed levels.</summary>
    public void ReportRemoved(IMarketActions actions, int symbol)
    {
        _changed.Sort();
        foreach (long price in _changed)
        {
            if (Shown(price) == 0)
                actions.Level(symbol, side, price, 0);
        }
    }

    /// <summary>Reports the existing levels, each price once, and clears the list of prices to report.</summary>
    public void ReportShown(IMarketActions actions, int symbol)
    {
        long last = 0;
        foreach (long price in _changed)
        {
            if (price != last && Shown(price) is > 0 and long quantity)
                actions.Level(symbol, side, price, quantity);
            last = price;
        }

        _changed.Clear();
    }

    private long Shown(long price) => _corrected.TryGetValue(price, out long corrected) ? corrected : _levels.GetValueOrDefault(price);
}
