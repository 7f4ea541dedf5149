using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Tape;

/// <summary>Maximum numbers of trades, aggregate trades and minute bars of one symbol in memory.</summary>
internal readonly record struct TapeDepth(int Trades, int AggTrades, int Minutes)
{
    /// <summary>The numbers that bound the memory of the whole exchange for a number of symbols; smaller for a smaller history.</summary>
    public static TapeDepth For(int symbols, int history) => new(
        symbols <= 50 ? Math.Clamp(history, 1_000, 5_000) : symbols <= 300 ? 1_000 : 500,
        Math.Clamp(Math.Min((symbols <= 300 ? 1_000_000 : 800_000) / Math.Max(1, symbols), 5 * history), 1_000, 100_000),
        symbols <= 50 ? 10_080 : 1_450);
}

/// <summary>
/// The public record of one symbol: trades, aggregate trades (same price and taker side within 100 ms and one minute),
/// and minute bars. A recorded tape has the ids of the recording; fills of clients are not on it and have a separate range of ids.
/// </summary>
/// <param name="lastTradeId">Id of the last trade before the tape; 0 for none.</param>
/// <param name="lastAggregateId">Id of the last aggregate trade before the tape; 0 for none.</param>
internal sealed class TradeTape(Listing listing, TapeDepth depth, long firstMinute_ms, long lastTradeId = 0, long lastAggregateId = 0)
{
    private const long Window_ms = 100;

    /// <summary>First id of fills that are not on the tape: larger than every recorded id, and exact as a JavaScript number.</summary>
    private const long FirstFillId = 900_000_000_000_000;

    private readonly Ring<AggTrade> _aggTrades = new(depth.AggTrades, first: 1);
    private readonly Ring<TradeView> _trades = new(depth.Trades, first: 0);
    private readonly Dictionary<long, Quantity> _rpi = [];
    private AggTrade _open;
    private Quantity _openRpi;
    private bool _hasOpen;
    private long _lastFillId = FirstFillId;
    private long _lastAggregateId = lastAggregateId;

    public Ring<MinuteBar> Minutes { get; } = new(depth.Minutes, first: firstMinute_ms / 60_000);

    public Ring<AggTrade> AggTrades => _aggTrades;

    public Ring<TradeView> Trades => _trades;

    public long LastTradeId { get; private set; } = lastTradeId;

    public Quantity LastQuantity { get; private set; }

    /// <summary>True while the tape still contains its first aggregate trade.</summary>
    public bool IsWhole => _aggTrades.First == 1;

    public bool HasOpenAggregate => _hasOpen;

    public long NextTradeId() => ++LastTradeId;

    /// <summary>Returns a new id for a fill that is not on the tape.</summary>
    public long NextFillId() => ++_lastFillId;

    /// <summary>First and last trade id of a recorded trade: its own ids, or the next ids of the tape.</summary>
    public (long First, long Last) TakeIds(in RecordedPrint print)
    {
        long first = print.FirstId > 0 ? print.FirstId : LastTradeId + 1;
        LastTradeId = print.FirstId > 0 ? print.LastId : LastTradeId + print.Trades;
        return (first, LastTradeId);
    }

    /// <summary>Appends a trade to the tape. Returns the aggregate trade that it completes; null when it completes none.</summary>
    public AggTradePublished? Print(in TradeView trade, long firstId)
    {
        Record(trade, firstId);
        AggTradePublished? finished = null;
        if (_hasOpen && !Joins(trade))
            finished = CloseAggregate();
        _open = _hasOpen
            ? _open with { Quantity = _open.Quantity + trade.Quantity, LastTradeId = trade.Id }
            : new AggTrade(++_lastAggregateId, trade.Price, trade.Quantity, firstId, trade.Id, trade.Time_ms, trade.BuyerIsMaker);
        _hasOpen = true;
        if (trade.IsRpi)
            _openRpi += trade.Quantity;
        return finished;
    }

    /// <summary>Appends a trade that is an aggregate trade in the recording.</summary>
    public AggTradePublished PrintAggregate(in TradeView trade, long firstId, long aggregateId)
    {
        Check.That(!_hasOpen, "a recorded tape either has aggregates or has trades");
        Record(trade, firstId);
        _lastAggregateId = aggregateId;
        _aggTrades.Add(new AggTrade(aggregateId, trade.Price, trade.Quantity, firstId, trade.Id, trade.Time_ms, trade.BuyerIsMaker));
        return Show(_aggTrades.Newest);
    }

    /// <summary>Completes the open aggregate trade when its window has ended; null when it has not.</summary>
    public AggTradePublished? CloseDue(long now_ms) => _hasOpen && now_ms - _open.Time_ms >= Window_ms ? CloseAggregate() : null;

    /// <summary>The bar of the minute that contains a time, Unix ms. Flat bars are added for earlier minutes without trades.</summary>
    public ref MinuteBar Minute(long time_ms)
    {
        long minute = time_ms / 60_000;
        while (Minutes.End <= minute)
        {
            long price = Minutes.Count > 0 ? Minutes.Newest.Close : listing.LastPrice.Units;
            Minutes.Add(MinuteBar.Flat(Minutes.End * 60_000, price));
        }

        return ref Minutes[minute];
    }

    /// <summary>An aggregate trade together with its quantity without fills of RPI orders.</summary>
    public AggTradePublished Show(in AggTrade trade) => new(listing.Symbol, trade, trade.Quantity - _rpi.GetValueOrDefault(trade.Id));

    public void Serialize(SnapshotSerializer serializer)
    {
        (LastTradeId, LastQuantity) = (serializer.Value(LastTradeId), serializer.Value(LastQuantity));
        (_lastFillId, _lastAggregateId) = (serializer.Value(_lastFillId), serializer.Value(_lastAggregateId));
        (_open, _openRpi, _hasOpen) = (serializer.Value(_open), serializer.Value(_openRpi), serializer.Value(_hasOpen));
        Minutes.Serialize(serializer, serializer.Value);
        _aggTrades.Serialize(serializer, serializer.Value);
        _trades.Serialize(serializer, trade => new TradeView(
            listing.Symbol, serializer.Value(trade.Id), serializer.Value(trade.Price), serializer.Value(trade.Quantity), serializer.Value(trade.Time_ms), serializer.Value(trade.BuyerIsMaker), serializer.Value(trade.Origin))
            { IsRpi = serializer.Value(trade.IsRpi) });
        KeyValuePair<long, Quantity>[] rpi = new KeyValuePair<long, Quantity>[serializer.Count(_rpi.Count)];
        ((ICollection<KeyValuePair<long, Quantity>>)_rpi).CopyTo(rpi, 0);
        serializer.Values(rpi.AsSpan());
        foreach ((long id, Quantity quantity) in rpi)
            _rpi[id] = quantity;
    }

    private void Record(in TradeView trade, long firstId)
    {
        _trades.Add(trade);
        LastQuantity = trade.Quantity;
        Minute(trade.Time_ms).Add(firstId, trade.Id, trade.Id - firstId + 1, trade.Price.Units, trade.Quantity.Units, !trade.BuyerIsMaker);
    }

    private AggTradePublished CloseAggregate()
    {
        _hasOpen = false;
        _aggTrades.Add(_open);
        if (!_openRpi.IsZero)
            RememberRpi(_open.Id, _openRpi);
        _openRpi = Quantity.Zero;
        return Show(_open);
    }

    /// <summary>Stores the RPI quantity of an aggregate trade. Such quantities are rare, so they are stored separately and dropped together with their trades.</summary>
    private void RememberRpi(long id, Quantity quantity)
    {
        _rpi[id] = quantity;
        if (_rpi.Count <= 1_000 || _rpi.Count % 1_000 != 0)
            return;
        long oldest = _aggTrades[_aggTrades.First].Id;
        foreach (long old in _rpi.Keys.Where(key => key < oldest).ToArray())
            _rpi.Remove(old);
    }

    private bool Joins(in TradeView trade) =>
        trade.Price == _open.Price && trade.BuyerIsMaker == _open.BuyerIsMaker && trade.Time_ms - _open.Time_ms < Window_ms
        && trade.Time_ms / 60_000 == _open.Time_ms / 60_000;
}

/// <summary>One trade of a recorded tape; price and quantity in units of 10^-8.</summary>
internal readonly record struct RecordedPrint(Side Taker, long Price, long Quantity)
{
    /// <summary>Recorded time of the trade, Unix ms; 0 for the current virtual time.</summary>
    public long Time_ms { get; init; }

    /// <summary>Recorded id of the aggregate trade; 0 when the tape aggregates the trades and assigns the ids.</summary>
    public long AggregateId { get; init; }

    /// <summary>Recorded id of the first trade; 0 when the tape assigns the ids.</summary>
    public long FirstId { get; init; }
    public long LastId { get; init; }

    /// <summary>Number of trades when the tape assigns the ids.</summary>
    public long Trades { get; init; } = 1;
}
