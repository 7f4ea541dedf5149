using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market.Books;
using BookLevel = Platform.Exchanges.Binance.Market.DepthLevel;

namespace Platform.Venue.Market.Upstream;

/// <summary>One upstream contract with the data fetched before its streams start.</summary>
internal sealed record UpstreamContract(ListingView Listing, Price Price, double MinuteNotional, IReadOnlyList<FundingView> Fundings, IReadOnlyList<MinuteBar> History);

/// <summary>
/// A mirrored market: the trades with their ids, books, best prices, mark prices, funding rates and statuses of a live exchange, as they arrive. Clients trade as
/// in a recording. The events depend on the network, so a run can be neither repeated nor saved in a state file.
/// </summary>
internal sealed class UpstreamSource : IMarketSource, IAsyncDisposable
{
    private const double SpreadShare = 0.00004;

    private readonly IReadOnlyList<UpstreamContract> _contracts;
    private readonly TapeFollower[] _followers;
    private readonly RecordedBook?[] _books;
    private readonly long[] _bookTimes_ms;
    private readonly Func<ValueTask> _close;

    /// <param name="now_ms">The upstream exchange's current time, Unix ms, at which the simulated exchange's clock starts.</param>
    /// <param name="close">Ends the streams of the feed.</param>
    /// <param name="books">Number of contracts with depth, counted from the first one; the others have only best prices.</param>
    public UpstreamSource(IReadOnlyList<UpstreamContract> contracts, UpstreamFeed feed, int books, long now_ms, Func<ValueTask> close)
    {
        (_contracts, Feed, Start_ms, _close) = (contracts, feed, now_ms, close);
        Listings = [.. contracts.Select(contract => contract.Listing)];
        _followers = [.. contracts.Select(Follow)];
        _bookTimes_ms = new long[contracts.Count];
        _books = [.. contracts.Select((_, i) => i < books ? new RecordedBook(i) : null)];
    }

    public UpstreamFeed Feed { get; }

    public IReadOnlyList<ListingView> Listings { get; }

    public long Start_ms { get; }

    public bool TapeIsRecorded => true;

    /// <summary>A time in the past while the queue has events, so that they are executed as soon as they arrive.</summary>
    public long Next_ms => Feed.IsEmpty ? long.MaxValue : Start_ms;

    public Price InitialPrice(int symbol) => _contracts[symbol].Price;

    public void Advance(IMarketActions actions)
    {
        if (!Feed.TryTake(out UpstreamEvent happened))
            return;
        switch (happened.Kind)
        {
            case UpstreamEventKind.Trade:
                Print(actions, happened.Symbol, happened.Trade);
                break;
            case UpstreamEventKind.Status:
                actions.ChangeStatus(happened.Symbol, happened.Status);
                break;
            case UpstreamEventKind.Touch:
                Touch(actions, happened.Symbol, Feed.TakeTouch(happened.Symbol));
                break;
            case UpstreamEventKind.Dark when _books[happened.Symbol] is null:
                actions.Quote(happened.Symbol, [], []);
                break;
            default:
                Change(actions, _books[happened.Symbol]!, happened);
                break;
        }
    }

    public Price IndexPrice(int symbol, long now_ms) =>
        Feed.Mark(symbol) is { Index.Units: > 0 } mark ? mark.Index : _contracts[symbol].Price;

    public Price? MarkPrice(int symbol) => Feed.Mark(symbol)?.Mark;

    public Rate? RecordedFunding(int symbol, long funding_ms) => Feed.Mark(symbol) switch
    {
        { } mark when mark.Settled_ms == funding_ms => mark.SettledRate,
        { } mark => mark.Funding,
        null => null,
    };

    public IReadOnlyList<FundingView> FundingHistory(int symbol) => _contracts[symbol].Fundings;

    public long HistoryStart_ms(int symbol) =>
        _contracts[symbol].History.Count > 0 ? _contracts[symbol].History[0].Open_ms : MinuteBar.MinuteOf(Start_ms);

    public void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes)
    {
        IReadOnlyList<MinuteBar> history = _contracts[symbol].History;
        for (int i = 0; i < minutes.Length; i++)
        {
            long open_ms = from_ms + i * UnixTime.MillisecondsPerMinute;
            int at = history.Count == 0 ? -1 : (int)((open_ms - history[0].Open_ms) / UnixTime.MillisecondsPerMinute);
            minutes[i] = at >= 0 && at < history.Count && history[at].Open_ms == open_ms ? history[at] : MinuteBar.Flat(open_ms, InitialPrice(symbol).Units);
        }
    }

    public ValueTask DisposeAsync() => _close();

    private void Print(IMarketActions actions, int symbol, in AggTrade trade)
    {
        var print = new RecordedPrint(trade.BuyerIsMaker ? Side.Sell : Side.Buy, trade.Price.Units, trade.Quantity.Units)
        {
            Time_ms = trade.Time_ms, AggregateId = trade.Id, FirstId = trade.FirstTradeId, LastId = trade.LastTradeId,
        };
        if (_books[symbol] is not { } book)
        {
            _followers[symbol].Trade(actions, print);
            return;
        }

        actions.Replay(symbol, print);

        // An aggregate trade arrives up to 100 ms after its first trade, so the book usually contains the effect of the trade already.
        if (_bookTimes_ms[symbol] >= trade.Time_ms)
            book.ReportAgain(actions, trade.BuyerIsMaker ? Side.Buy : Side.Sell, print.Price);
    }

    private void Touch(IMarketActions actions, int symbol, in BookTick touch)
    {
        if (_books[symbol] is { } book)
        {
            _bookTimes_ms[symbol] = Math.Max(_bookTimes_ms[symbol], touch.Event_ms);
            book.TakeTouch(touch.UpdateId, new MarketMakerQuote(touch.BidPrice.Units, touch.BidQuantity.Units), new MarketMakerQuote(touch.AskPrice.Units, touch.AskQuantity.Units));
            book.Report(actions);
        }
        else if (touch.BidPrice.Units > 0 && touch.AskPrice.Units > 0)
        {
            _followers[symbol].Touch(actions, touch.BidPrice.Units, touch.BidQuantity.Units, touch.AskPrice.Units, touch.AskQuantity.Units);
        }
    }

    private void Change(IMarketActions actions, RecordedBook book, in UpstreamEvent happened)
    {
        long time_ms = happened.Snapshot?.Time_ms ?? happened.Diff?.Time_ms ?? 0;
        _bookTimes_ms[happened.Symbol] = Math.Max(_bookTimes_ms[happened.Symbol], time_ms);
        if (happened.Snapshot is { } whole)
            book.Renew(whole.LastUpdateId, Quotes(whole.Bids), Quotes(whole.Asks));
        else if (happened.Diff is { } diff)
            book.TakeChange(diff.PreviousUpdateId, diff.LastUpdateId, Quotes(diff.Bids), Quotes(diff.Asks));
        else
            book.Forget();
        book.Report(actions);
    }

    private static MarketMakerQuote[] Quotes(IReadOnlyList<BookLevel> levels) => [.. levels.Select(level => new MarketMakerQuote(level.Price.Units, level.Quantity.Units))];

    private static TapeFollower Follow(UpstreamContract contract, int index)
    {
        (long tick, long step) = (contract.Listing.Instrument.Price.Tick.Units, contract.Listing.Instrument.Lot.Step.Units);
        var terms = new LadderTerms(tick, step, Math.Max(20_000, contract.MinuteNotional), SpreadShare);
        return new TapeFollower(index, tick, new MarketMakerLadder(seed: 1, index, terms));
    }
}
