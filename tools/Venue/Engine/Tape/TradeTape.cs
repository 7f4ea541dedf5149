using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Listings;

namespace Platform.Venue.Engine.Tape;

/// <summary>How much of the past each symbol keeps in memory.</summary>
internal readonly record struct TapeDepth(int Trades, int AggTrades, int Minutes)
{
    /// <summary>Depths that keep the whole exchange within bounds, whatever the number of symbols.</summary>
    public static TapeDepth For(int symbols) =>
        new(symbols <= 50 ? 5_000 : 1_000, Math.Clamp(1_000_000 / Math.Max(1, symbols), 1_250, 100_000), symbols <= 50 ? 10_080 : 1_600);
}

/// <summary>
/// The public record of one symbol: trades, aggregate trades (same price and taker side within 100 ms and one minute),
/// and minute bars. Trade ids also number fills that are kept off the tape, so they may leave gaps; aggregate ids never do.
/// </summary>
internal sealed class TradeTape(Listing listing, TapeDepth depth, long firstMinute_ms)
{
    private const long Window_ms = 100;

    private readonly Ring<AggTrade> _aggTrades = new(depth.AggTrades, first: 1);
    private readonly Ring<TradeView> _trades = new(depth.Trades, first: 0);
    private readonly Dictionary<long, Quantity> _rpi = [];
    private AggTrade _open;
    private Quantity _openRpi;
    private bool _hasOpen;

    public Ring<MinuteBar> Minutes { get; } = new(depth.Minutes, first: firstMinute_ms / 60_000);

    public Ring<AggTrade> AggTrades => _aggTrades;

    public Ring<TradeView> Trades => _trades;

    public long LastTradeId { get; private set; }

    public Quantity LastQuantity { get; private set; }

    public bool HasOpenAggregate => _hasOpen;

    public long NextTradeId() => ++LastTradeId;

    /// <summary>Records a print under an id already taken; answers the aggregate that it completes, if any.</summary>
    public AggTradePublished? Print(in TradeView trade)
    {
        _trades.Add(trade);
        LastQuantity = trade.Quantity;
        Minute(trade.Time_ms).Add(trade.Id, trade.Price.Units, trade.Quantity.Units, !trade.BuyerIsMaker);
        AggTradePublished? finished = null;
        if (_hasOpen && !Joins(trade))
            finished = CloseAggregate();
        _open = _hasOpen
            ? _open with { Quantity = _open.Quantity + trade.Quantity, LastTradeId = trade.Id }
            : new AggTrade(_aggTrades.End, trade.Price, trade.Quantity, trade.Id, trade.Id, trade.Time_ms, trade.BuyerIsMaker);
        _hasOpen = true;
        if (trade.IsRpi)
            _openRpi += trade.Quantity;
        return finished;
    }

    /// <summary>Completes the aggregate under way when its window is over.</summary>
    public AggTradePublished? CloseDue(long now_ms) => _hasOpen && now_ms - _open.Time_ms >= Window_ms ? CloseAggregate() : null;

    /// <summary>The bar of the minute; flat ones fill the minutes without trades in between.</summary>
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

    /// <summary>An aggregate with its quantity without fills of RPI orders.</summary>
    public AggTradePublished Show(in AggTrade trade) => new(listing.Symbol, trade, trade.Quantity - _rpi.GetValueOrDefault(trade.Id));

    private AggTradePublished CloseAggregate()
    {
        _hasOpen = false;
        _aggTrades.Add(_open);
        if (!_openRpi.IsZero)
            RememberRpi(_open.Id, _openRpi);
        _openRpi = Quantity.Zero;
        return Show(_open);
    }

    /// <summary>RPI quantities are rare, so they are kept beside the tape and forgotten with it.</summary>
    private void RememberRpi(long id, Quantity quantity)
    {
        _rpi[id] = quantity;
        if (_rpi.Count <= 1_000 || _rpi.Count % 1_000 != 0)
            return;
        foreach (long old in _rpi.Keys.Where(key => key < _aggTrades.First).ToArray())
            _rpi.Remove(old);
    }

    private bool Joins(in TradeView trade) =>
        trade.Price == _open.Price && trade.BuyerIsMaker == _open.BuyerIsMaker && trade.Time_ms - _open.Time_ms < Window_ms
        && trade.Time_ms / 60_000 == _open.Time_ms / 60_000;
}
