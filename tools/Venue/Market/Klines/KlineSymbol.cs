using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market.Books;
using Platform.Venue.Market.Files;
using Platform.Venue.Market.Recordings;

namespace Platform.Venue.Market.Klines;

/// <summary>One recorded contract: its bars, fundings, tick and step, and the trades of the current minute.</summary>
internal sealed class KlineSymbol : IMinutePath
{
    private readonly RecordedBar[] _bars;
    private readonly Dictionary<long, Rate> _fundings;
    private readonly MarketMakerLadder _ladder;
    private readonly List<PathTrade> _trades = [];
    private readonly List<PathTrade> _past = [];
    private readonly ulong _seed;
    private readonly int _index;
    private readonly long _tick;
    private readonly long _step;
    private int _bar;
    private int _trade;
    private bool _quoted;
    private double _smooth;

    public KlineSymbol(ulong seed, int index, string baseAsset, RecordedBar[] bars, RecordedRate[] fundings)
    {
        (_seed, _index, _bars) = (seed, index, bars);
        (_tick, _step) = Grid(bars);
        Fundings = fundings;
        _fundings = fundings.ToDictionary(rate => rate.Time_ms, rate => rate.Rate);
        Listing = Contracts.Build(
            baseAsset, Price.FromUnits(_tick), Quantity.FromUnits(_step), Price.FromUnits(bars[^1].Close), index, bars[0].Open_ms, RecordedRate.IntervalOf(fundings));
        double turnover = bars.Take(2_000).Average(bar => bar.Close * 1e-8 * (bar.Volume * 1e-8));
        _ladder = new MarketMakerLadder(seed, index, new LadderTerms(_tick, _step, Math.Max(20_000, turnover / 3), SpreadShare: 0));
    }

    public ListingView Listing { get; }

    public RecordedRate[] Fundings { get; }

    public long First_ms => _bars[0].Open_ms;

    public long End_ms => _bars[^1].Open_ms + 60_000;

    public long Next_ms { get; private set; } = long.MaxValue;

    /// <summary>The index price: the exponentially smoothed last price.</summary>
    public Price Index => Price.FromUnits((long)_smooth);

    /// <summary>The trades of the last hours before the start; null before <see cref="Begin"/>.</summary>
    public PastTrades? Past { get; private set; }

    /// <summary>Starts the replay at a time, Unix ms; returns the price directly before it.</summary>
    public Price Begin(long start_ms)
    {
        _bar = BarAt(start_ms);
        long price = _bar > 0 ? _bars[_bar - 1].Close : _bars[0].Open;
        _smooth = price;
        Past = new PastTrades(this, start_ms, First_ms);
        LoadBar();
        if (_trades.Count > 0 || _bar < _bars.Length)
            Next_ms = start_ms;
        return Price.FromUnits(price);
    }

    public void Advance(IMarketActions actions)
    {
        if (!_quoted)
        {
            _quoted = true;
            QuoteAround(actions, (long)_smooth / _tick * _tick, Side.Buy);
            FindNext();
            return;
        }

        PathTrade trade = _trades[_trade++];
        QuoteAround(actions, trade.Price, trade.Taker);
        actions.Replay(_index, new RecordedPrint(trade.Taker, trade.Price, trade.Quantity) { Trades = trade.Trades });
        QuoteAround(actions, trade.Price, trade.Taker);
        _smooth += 0.2 * (trade.Price - _smooth);
        FindNext();
    }

    /// <summary>Adds notices for missing minutes, which have no trades.</summary>
    public void NameGaps(MarketNotices notices)
    {
        for (int i = 1; i < _bars.Length; i++)
        {
            long missing = (_bars[i].Open_ms - _bars[i - 1].Open_ms) / 60_000 - 1;
            if (missing > 0)
                notices.Add(Listing.Symbol + " gap", $"{Listing.Symbol}: {missing} minutes are missing before {UnixTime.ToText(_bars[i].Open_ms)}; no trades occur in them.");
        }
    }

    public Rate? FundingAt(long funding_ms) => _fundings.TryGetValue(funding_ms, out Rate rate) ? rate : null;

    /// <summary>Fills the span with the bars of consecutive minutes, built from the same trades that a replay prints.</summary>
    public void ReadHistory(long from_ms, Span<MinuteBar> minutes)
    {
        int at = BarAt(from_ms);
        for (int i = 0; i < minutes.Length; i++)
        {
            long open_ms = from_ms + i * 60_000L;
            while (at < _bars.Length && _bars[at].Open_ms < open_ms)
                at++;
            long flat = at > 0 ? _bars[Math.Min(at, _bars.Length) - 1].Close : _bars[0].Open;
            minutes[i] = Past?.Covers(open_ms / 60_000) == true ? Past.Bar(open_ms / 60_000, flat) : MinuteBar.Flat(open_ms, flat);
            if (at >= _bars.Length || _bars[at].Open_ms != open_ms || minutes[i].Count > 0)
                continue;
            Fill(open_ms / 60_000, _past);
            foreach (PathTrade trade in _past)
                minutes[i].Add(-1, -1, trade.Trades, trade.Price, trade.Quantity, trade.Taker == Side.Buy);
        }
    }

    public void Fill(long minute, List<PathTrade> into)
    {
        into.Clear();
        int at = BarAt(minute * 60_000);
        if (at < _bars.Length && _bars[at].Open_ms == minute * 60_000)
            BarPath.Fill(_bars[at], _tick, _step, StreamOf(_bars[at]), into);
    }

    /// <summary>Sets the best price of the maker side to the price of a trade, and the best price of the other side one tick away.</summary>
    private void QuoteAround(IMarketActions actions, long price, Side taker)
    {
        (long bid, long ask) = taker == Side.Buy ? (price - _tick, price) : (price, price + _tick);
        _ladder.QuoteTouch(actions, Math.Max(_tick, bid), Math.Max(2 * _tick, ask), actions.Now_ms, price * 1e-8);
    }

    private void FindNext()
    {
        while (_trade == _trades.Count)
        {
            _bar++;
            if (_bar >= _bars.Length)
            {
                Next_ms = long.MaxValue;
                return;
            }

            LoadBar();
        }

        Next_ms = _trades[_trade].Time_ms;
    }

    private void LoadBar()
    {
        _trade = 0;
        if (_bar < _bars.Length)
            BarPath.Fill(_bars[_bar], _tick, _step, StreamOf(_bars[_bar]), _trades);
    }

    private SeededStream StreamOf(in RecordedBar bar) => SeededStream.Of(_seed, 0x1A, _index, bar.Open_ms);

    /// <summary>Index of the first bar at or after a time, Unix ms.</summary>
    private int BarAt(long time_ms)
    {
        (int low, int high) = (0, _bars.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_bars[middle].Open_ms < time_ms)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Tick and step: the largest powers of ten that divide every price and every volume, so that every bar has at least one lot for each of its corners.</summary>
    private static (long Tick, long Step) Grid(RecordedBar[] bars)
    {
        (long tick, long step) = (Price.One, Quantity.One);
        foreach (RecordedBar bar in bars)
        {
            while (bar.Open % tick != 0 || bar.High % tick != 0 || bar.Low % tick != 0 || bar.Close % tick != 0)
                tick /= 10;
            while (bar.Volume % step != 0 || (bar.Volume / step < 4 && step > 1 && bar.Volume > 0 && bar.Volume / step < BarCorners.MinLots(bar)))
                step /= 10;
        }

        return (tick, step);
    }
}
