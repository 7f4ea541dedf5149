using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>One generated trade of a minute, and the number of trades on the tape that it represents. Price and quantity are in units of 10^-8.</summary>
internal readonly record struct PathTrade(long Time_ms, long Price, long Quantity, Side Taker, long Trades = 1);

/// <summary>Generates the trades of any minute before the start; deterministic.</summary>
internal interface IMinutePath
{
    /// <summary>Replaces the content of the list with the trades of a minute (Unix minutes), ascending; empty for a minute without trades.</summary>
    void Fill(long minute, List<PathTrade> into);
}

/// <summary>
/// The trades of the last 48 hours before the start. Their ids count backwards from the start, so that candles, tickers and aggregate trades agree.
/// The trades of a minute are counted on demand; one trade of a path is one aggregate trade. Used on the core's turn.
/// </summary>
internal sealed class PastTrades
{
    /// <summary>Ids of the last aggregate trade and of the last trade before the start; the ids of the tape continue after them.</summary>
    public const long LastAggregateId = 2_000_000_000, LastTradeId = 5_000_000_000;

    private const int MaxMinutes = 48 * 60;

    private readonly IMinutePath _path;
    private readonly long _startMinute;
    private readonly int _minutes;
    private readonly List<PathTrade> _trades = [];

    /// <summary>Element k is the number of aggregate trades and trades in the last k minutes before the start.</summary>
    private readonly List<(long Aggregates, long Trades)> _counted = [(0, 0)];
    private readonly Dictionary<long, MinuteBar> _hours = [];

    /// <param name="start_ms">Start of the market, Unix ms; the minute that contains the start is excluded.</param>
    /// <param name="first_ms">Earliest minute of the path, Unix ms.</param>
    public PastTrades(IMinutePath path, long start_ms, long first_ms)
    {
        (_path, _startMinute) = (path, start_ms / UnixTime.MillisecondsPerMinute);
        long first = (first_ms + UnixTime.MillisecondsPerMinute - 1) / UnixTime.MillisecondsPerMinute;
        _minutes = (int)Math.Clamp(_startMinute - first, 0, MaxMinutes);
    }

    /// <summary>True for the minutes (Unix minutes) whose trades have ids.</summary>
    public bool Covers(long minute) => minute < _startMinute && minute >= _startMinute - _minutes;

    public bool CoversHour(long hour) => Covers(hour * 60) && Covers(hour * 60 + 59);

    /// <summary>One bar that combines the minutes of a covered hour (Unix hours).</summary>
    public MinuteBar Hour(long hour)
    {
        CountBack((int)(_startMinute - hour * 60));
        return _hours[hour];
    }

    /// <summary>The bar of a covered minute; without trades, a flat bar at <paramref name="price"/>.</summary>
    public MinuteBar Bar(long minute, long price)
    {
        (_, long trades) = CountBack((int)(_startMinute - minute));
        _path.Fill(minute, _trades);
        return Sum(minute, price, LastTradeId - trades + 1);
    }

    /// <summary>Aggregate trades from an id on, ascending; the id may be smaller than the first id.</summary>
    public List<AggTrade> From(long id, int limit)
    {
        var rows = new List<AggTrade>();
        if (id > LastAggregateId)
            return rows;
        CountBack(_minutes);
        (int low, int high) = (1, _minutes);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (LastAggregateId - _counted[middle].Aggregates < id)
                high = middle;
            else
                low = middle + 1;
        }

        for (int back = low; back > 0 && back <= _minutes && rows.Count < limit; back--)
            rows.AddRange(Minute(_startMinute - back).Where(row => row.Id >= id).Take(limit - rows.Count));
        return rows;
    }

    /// <summary>The first aggregate trades between two times (Unix ms, inclusive), ascending, at most <paramref name="limit"/>.</summary>
    public List<AggTrade> Within(long start_ms, long end_ms, int limit)
    {
        var rows = new List<AggTrade>();
        long minute = Math.Max(start_ms / UnixTime.MillisecondsPerMinute, _startMinute - _minutes);
        for (; minute < _startMinute && minute <= end_ms / UnixTime.MillisecondsPerMinute && rows.Count < limit; minute++)
            rows.AddRange(Minute(minute).Where(row => row.Time_ms >= start_ms && row.Time_ms <= end_ms).Take(limit - rows.Count));
        return rows;
    }

    /// <summary>The newest aggregate trades up to a time (Unix ms, inclusive), ascending, at most <paramref name="limit"/>.</summary>
    public List<AggTrade> Newest(long end_ms, int limit)
    {
        var rows = new List<AggTrade>();
        long minute = Math.Min(end_ms / UnixTime.MillisecondsPerMinute, _startMinute - 1);
        for (; minute >= _startMinute - _minutes && rows.Count < limit; minute--)
            rows.InsertRange(0, Minute(minute).Where(row => row.Time_ms <= end_ms).TakeLast(limit - rows.Count));
        return rows;
    }

    private List<AggTrade> Minute(long minute)
    {
        (long aggregates, long trades) = CountBack((int)(_startMinute - minute));
        (long id, long first) = (LastAggregateId - aggregates + 1, LastTradeId - trades + 1);
        _path.Fill(minute, _trades);
        var rows = new List<AggTrade>(_trades.Count);
        foreach (PathTrade trade in _trades)
        {
            rows.Add(new AggTrade(id++, Price.FromUnits(trade.Price), Quantity.FromUnits(trade.Quantity), first, first + trade.Trades - 1, trade.Time_ms, trade.Taker == Side.Sell));
            first += trade.Trades;
        }

        return rows;
    }

    /// <summary>The number of aggregate trades and trades in the last minutes before the start; counts minutes that were not counted before.</summary>
    private (long Aggregates, long Trades) CountBack(int minutes)
    {
        while (_counted.Count <= minutes)
        {
            long minute = _startMinute - _counted.Count;
            _path.Fill(minute, _trades);
            (long aggregates, long trades) = _counted[^1];
            trades += _trades.Sum(static trade => trade.Trades);
            _counted.Add((aggregates + _trades.Count, trades));
            MinuteBar bar = Sum(minute, 0, LastTradeId - trades + 1);
            if (_hours.TryGetValue(minute / 60, out MinuteBar later))
                bar.Append(later);
            _hours[minute / 60] = bar;
        }

        return _counted[minutes];
    }

    private MinuteBar Sum(long minute, long price, long firstId)
    {
        MinuteBar bar = MinuteBar.Flat(minute * UnixTime.MillisecondsPerMinute, price);
        foreach (PathTrade trade in _trades)
        {
            bar.Add(firstId, firstId + trade.Trades - 1, trade.Trades, trade.Price, trade.Quantity, trade.Taker == Side.Buy);
            firstId += trade.Trades;
        }

        return bar;
    }
}
