using Platform.Domain.Orders;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Books;

/// <summary>
/// The book of one contract from a recording or another exchange. Combines snapshots, numbered changes and best prices,
/// and reports them to the exchange level by level. Without a snapshot it contains only the levels received since the start.
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

    /// <summary>Update id of the newest change; 0 before the first one.</summary>
    public long UpdateId => _updateId;

    /// <summary>Number of times that the book was cleared, for example after a gap between changes.</summary>
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

    /// <summary>Replaces the whole book with a snapshot; best prices that are newer than the snapshot still apply.</summary>
    public void Renew(long updateId, ReadOnlySpan<MarketMakerQuote> bids, ReadOnlySpan<MarketMakerQuote> asks)
    {
        _bids.Clear();
        _asks.Clear();
        _updateId = 0;
        TakeSnapshot(updateId, bids, asks);
    }

    /// <summary>Applies a change. Returns false when it does not follow the last change; the book then contains only this change.</summary>
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

    /// <summary>Reports the changes since the last report, removed levels first, so that the two sides never cross.</summary>
    public void Report(IMarketActions actions)
    {
        _bids.ReportRemoved(actions, symbol);
        _asks.ReportRemoved(actions, symbol);
        _bids.ReportShown(actions, symbol);
        _asks.ReportShown(actions, symbol);
    }

    /// <summary>Reports the whole book.</summary>
    public void ReportAll(IMarketActions actions)
    {
        _bids.ChangeAll();
        _asks.ChangeAll();
        Report(actions);
    }

    /// <summary>
    /// Reports a side again after a late trade whose quantity this book had already removed.
    /// </summary>
    public void ReportAgain(IMarketActions actions, Side maker, long price)
    {
        (maker == Side.Buy ? _bids : _asks).ChangeDownTo(price);
        Report(actions);
    }

    /// <summary>Discards the list of changes without reporting them; used for records before the start of a replay.</summary>
    public void Skip()
    {
        _bids.ForgetChanges();
        _asks.ForgetChanges();
    }

    /// <summary>Clears the book.</summary>
    public void Forget()
    {
        _bids.Clear();
        _asks.Clear();
        (_updateId, _touchId, _isFresh, HasSnapshot) = (0, 0, false, false);
        Breaks++;
    }

    /// <summary>Applies the newest best prices to both sides, or removes them when the depth is newer.</summary>
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
