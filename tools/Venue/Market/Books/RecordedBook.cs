using Platform.Domain.Orders;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Books;

/// <summary>
/// The book of one contract as a recording or another exchange tells it: snapshots, numbered changes and best prices, put together
/// and told to the floor level by level. Without a snapshot it has the levels that were mentioned since the beginning.
/// </summary>
internal sealed class RecordedBook(int symbol)
{
    private readonly RecordedSide _bids = new(Side.Buy);
    private readonly RecordedSide _asks = new(Side.Sell);
    private long _updateId;
    private long _touchId;
    private MarketMakerQuote _touchBid;
    private MarketMakerQuote _touchAsk;
    private bool _isFresh;

    /// <summary>Number of the newest change taken in; 0 before the first.</summary>
    public long UpdateId => _updateId;

    /// <summary>Times that a change did not follow the one before it, so that the book began anew.</summary>
    public int Breaks { get; private set; }

    public bool HasSnapshot { get; private set; }

    public void TakeSnapshot(long updateId, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks)
    {
        if (updateId < _updateId)
            return;
        _bids.Replace(bids);
        _asks.Replace(asks);
        (_updateId, _isFresh, HasSnapshot) = (updateId, true, true);
        Correct();
    }

    /// <summary>A snapshot of a book that is to be known anew: nothing of before counts but best prices that are newer.</summary>
    public void Renew(long updateId, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks)
    {
        _bids.Clear();
        _asks.Clear();
        _updateId = 0;
        TakeSnapshot(updateId, bids, asks);
    }

    /// <summary>False when the change does not follow: then nothing is known of the book but what it says.</summary>
    public bool TakeChange(long previousId, long updateId, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks)
    {
        if (updateId <= _updateId)
            return true;
        bool follows = _updateId == 0 || previousId == _updateId || (_isFresh && previousId < _updateId);
        if (!follows)
            Forget();
        foreach (MarketMakerQuote level in bids)
            _bids.Set(level.Price, level.Quantity);
        foreach (MarketMakerQuote level in asks)
            _asks.Set(level.Price, level.Quantity);
        (_updateId, _isFresh) = (updateId, false);
        Correct();
        return follows;
    }

    public void TakeTouch(long updateId, MarketMakerQuote bid, MarketMakerQuote ask)
    {
        if (updateId <= _updateId || updateId <= _touchId)
            return;
        (_touchId, _touchBid, _touchAsk) = (updateId, bid, ask);
        Correct();
    }

    /// <summary>Tells the floor what changed since it was told last. What is gone goes first, so that the book never crosses itself.</summary>
    public void Report(IMarketActions actions)
    {
        _bids.ReportRemoved(actions, symbol);
        _asks.ReportRemoved(actions, symbol);
        _bids.ReportShown(actions, symbol);
        _asks.ReportShown(actions, symbol);
    }

    /// <summary>Tells the whole book to a floor that has none of it.</summary>
    public void ReportAll(IMarketActions actions)
    {
        _bids.ChangeAll();
        _asks.ChangeAll();
        Report(actions);
    }

    /// <summary>
    /// A trade came late: what it took was gone from this book already, so that the floor is told once more what stands there.
    /// </summary>
    public void ReportAgain(IMarketActions actions, Side maker, long price)
    {
        (maker == Side.Buy ? _bids : _asks).ChangeDownTo(price);
        Report(actions);
    }

    /// <summary>Goes on without telling anybody: the past of a replay that begins later.</summary>
    public void Skip()
    {
        _bids.ForgetChanges();
        _asks.ForgetChanges();
    }

    /// <summary>Nothing is known any more.</summary>
    public void Forget()
    {
        _bids.Clear();
        _asks.Clear();
        (_updateId, _touchId, _isFresh, HasSnapshot) = (0, 0, false, false);
        Breaks++;
    }

    /// <summary>A touch that is older than the depth counts no more.</summary>
    private void Correct()
    {
        if (_touchId > _updateId)
        {
            _bids.Correct(_touchBid.Price, _touchBid.Quantity);
            _asks.Correct(_touchAsk.Price, _touchAsk.Quantity);
            return;
        }

        _bids.Uncorrect();
        _asks.Uncorrect();
    }
}
