using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market.Books;

namespace Platform.Venue.Market.Recordings;

/// <summary>
/// One contract of a recording: replays its trades and its book in order of time. Within one millisecond, trades come before the book, so that the book never
/// shows the effect of a trade before the trade. Without recorded depth, the market maker quotes around the recorded prices.
/// </summary>
internal sealed class RecordedSymbol
{
    private const double SpreadShare = 0.00004;

    private readonly RecordedTape _tape;
    private readonly RecordedBook _book;
    private readonly TapeFollower _follower;
    private readonly int _index;
    private readonly Dictionary<long, Rate> _fundings = [];
    private MinuteBar[] _history = [];
    private int _trade;
    private int _happened;
    private double _smooth;
    private long _start_ms;
    private bool _opened;

    public RecordedSymbol(ulong seed, int index, RecordedTape tape, IReadOnlyList<RecordedRate> fundings)
    {
        (_index, _tape, _book, Fundings) = (index, tape, new RecordedBook(index), fundings);
        (long tick, long step) = tape.Grid();
        First = Price.FromUnits(tape.Trades[0].Price);
        _smooth = First.Units;
        foreach (RecordedRate rate in fundings)
            _fundings[rate.Time_ms] = rate.Rate;
        Listing = Contracts.Build(tape.Symbol[..^4], Price.FromUnits(tick), Quantity.FromUnits(step), First, index, tape.First_ms, RecordedRate.IntervalOf(fundings));
        double typical = tape.Trades.Take(5_000).Select(trade => trade.Price * 1e-8 * (trade.Quantity * 1e-8)).DefaultIfEmpty(1_000).Average();
        _follower = new TapeFollower(index, tick, new MarketMakerLadder(seed, index, new LadderTerms(tick, step, Math.Max(20_000, typical * 60), SpreadShare)));
    }

    public ListingView Listing { get; }

    public IReadOnlyList<RecordedRate> Fundings { get; }

    public long First_ms => _tape.First_ms;

    /// <summary>The last price before the start.</summary>
    public Price First { get; private set; }

    public Price? Mark { get; private set; }

    public Price Index { get; private set; }

    public int Breaks => _book.Breaks;

    /// <summary>Time of the next event, Unix ms: the opening of the book at the start, then the next record.</summary>
    public long Next_ms => !_opened ? _start_ms : Math.Min(NextTrade_ms, NextHappened_ms);

    private long NextTrade_ms => _trade < _tape.Trades.Count ? _tape.Trades[_trade].Time_ms : long.MaxValue;

    private long NextHappened_ms => _happened < _tape.Book.Count ? _tape.Book[_happened].Time_ms : long.MaxValue;

    /// <summary>Reads all records before the start (Unix ms), and builds from them the book at the start and the minute bars of the history.</summary>
    public void Begin(long start_ms)
    {
        _start_ms = start_ms;
        for (; NextHappened_ms < start_ms; _happened++)
        {
            Take(_tape.Book[_happened]);
            _book.Skip();
        }

        List<MinuteBar> minutes = [];
        for (; NextTrade_ms < start_ms; _trade++)
            Remember(minutes, _tape.Trades[_trade]);
        _history = [.. minutes];
        if (Index.IsZero)
            Index = First;
    }

    public void Advance(IMarketActions actions)
    {
        if (!_opened)
        {
            _opened = true;
            if (_tape.HasDepth)
                _book.ReportAll(actions);
            return;
        }

        if (NextTrade_ms <= NextHappened_ms)
            Print(actions, _tape.Trades[_trade++]);
        else
            Show(actions, _tape.Book[_happened++]);
    }

    public Rate? FundingAt(long funding_ms) => _fundings.TryGetValue(funding_ms, out Rate rate) ? rate : null;

    public void ReadHistory(long from_ms, Span<MinuteBar> minutes)
    {
        for (int i = 0; i < minutes.Length; i++)
        {
            long open_ms = from_ms + i * UnixTime.MillisecondsPerMinute;
            long at = _history.Length == 0 ? -1 : (open_ms - _history[0].Open_ms) / UnixTime.MillisecondsPerMinute;
            minutes[i] = at < 0 ? MinuteBar.Flat(open_ms, First.Units) : at < _history.Length ? _history[at] : MinuteBar.Flat(open_ms, _history[^1].Close);
        }
    }

    private void Print(IMarketActions actions, in RecordedTrade trade)
    {
        var print = new RecordedPrint(trade.BuyerIsMaker ? Side.Sell : Side.Buy, trade.Price, trade.Quantity)
        {
            AggregateId = trade.AggregateId, FirstId = trade.FirstId, LastId = trade.LastId,
        };
        if (_tape.HasDepth)
            actions.Replay(_index, print);
        else
            _follower.Trade(actions, print);
        Follow(trade.Price);
    }

    private void Show(IMarketActions actions, in BookEvent happened)
    {
        if (_tape.HasDepth || happened.Kind == BookEventKind.Mark)
        {
            Take(happened);
            _book.Report(actions);
            return;
        }

        (MarketMakerQuote bid, MarketMakerQuote ask) = (_tape.BidsOf(happened)[0], _tape.AsksOf(happened)[0]);
        if (bid.Price > 0 && ask.Price > 0)
            _follower.Touch(actions, bid.Price, bid.Quantity, ask.Price, ask.Quantity);
    }

    private void Take(in BookEvent happened)
    {
        ReadOnlySpan<MarketMakerQuote> bids = _tape.BidsOf(happened), asks = _tape.AsksOf(happened);
        switch (happened.Kind)
        {
            case BookEventKind.Snapshot:
                _book.TakeSnapshot(happened.UpdateId, bids, asks);
                break;
            case BookEventKind.Change:
                _book.TakeChange(happened.PreviousId, happened.UpdateId, bids, asks);
                break;
            case BookEventKind.Touch:
                _book.TakeTouch(happened.UpdateId, bids[0], asks[0]);
                break;
            default:
                (Mark, Index) = (Price.FromUnits(bids[0].Price), Price.FromUnits(bids[0].Quantity));
                _fundings[asks[0].Quantity] = Rate.FromUnits(asks[0].Price);
                break;
        }
    }

    private void Remember(List<MinuteBar> minutes, in RecordedTrade trade)
    {
        long open_ms = MinuteBar.MinuteOf(trade.Time_ms);
        while (minutes.Count == 0 || minutes[^1].Open_ms < open_ms)
            minutes.Add(MinuteBar.Flat(minutes.Count == 0 ? open_ms : minutes[^1].Open_ms + UnixTime.MillisecondsPerMinute, minutes.Count == 0 ? trade.Price : minutes[^1].Close));
        MinuteBar bar = minutes[^1];
        bar.Add(trade.FirstId, trade.LastId, Math.Max(1, trade.LastId - trade.FirstId + 1), trade.Price, trade.Quantity, !trade.BuyerIsMaker);
        minutes[^1] = bar;
        First = Price.FromUnits(trade.Price);
        Follow(trade.Price);
    }

    /// <summary>Updates the smoothed last price, which is the index price when none is recorded.</summary>
    private void Follow(long price)
    {
        _smooth += 0.05 * (price - _smooth);
        if (Mark is null)
            Index = Price.FromUnits((long)_smooth);
    }
}
