using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Tape;
using Platform.Venues.Binance.Streams;

namespace Platform.Venue.Market.Upstream;

/// <summary>What is known of one upstream contract before its streams begin.</summary>
internal sealed record UpstreamContract(ListingView Listing, Price Price, double MinuteNotional, IReadOnlyList<FundingView> Fundings, IReadOnlyList<MinuteBar> History);

/// <summary>
/// A live exchange as the market: its trades, best prices, marks and funding rates, as they arrive. Clients trade around them as
/// around a recording. What happens depends on the network, so a run cannot be repeated, nor kept in a state file.
/// </summary>
internal sealed class UpstreamSource : IMarketSource, IAsyncDisposable
{
    private const double SpreadShare = 0.00004;

    private readonly IReadOnlyList<UpstreamContract> _contracts;
    private readonly TapeFollower[] _followers;
    private readonly Func<ValueTask> _close;

    /// <param name="now_ms">Upstream's time now; the exchange's clock begins there.</param>
    /// <param name="close">Ends the streams behind the feed.</param>
    public UpstreamSource(IReadOnlyList<UpstreamContract> contracts, UpstreamFeed feed, long now_ms, Func<ValueTask> close)
    {
        (_contracts, Feed, Start_ms, _close) = (contracts, feed, now_ms, close);
        Listings = [.. contracts.Select(contract => contract.Listing)];
        _followers = [.. contracts.Select(Follow)];
    }

    public UpstreamFeed Feed { get; }

    public IReadOnlyList<ListingView> Listings { get; }

    public long Start_ms { get; }

    public bool TapeIsRecorded => true;

    /// <summary>What has arrived happens at once.</summary>
    public long Next_ms => Feed.IsEmpty ? long.MaxValue : Start_ms;

    public Price InitialPrice(int symbol) => _contracts[symbol].Price;

    public void Advance(IMarketFloor floor)
    {
        if (!Feed.TryTake(out UpstreamEvent happened))
            return;
        switch (happened.Kind)
        {
            case UpstreamEventKind.Trade:
                AggTrade trade = happened.Trade;
                _followers[happened.Symbol].Trade(floor, new RecordedPrint(trade.BuyerIsMaker ? Side.Sell : Side.Buy, trade.Price.Units, trade.Quantity.Units)
                {
                    Time_ms = trade.Time_ms, AggregateId = trade.Id, FirstId = trade.FirstTradeId, LastId = trade.LastTradeId,
                });
                break;
            case UpstreamEventKind.Touch:
                BookTick touch = Feed.TakeTouch(happened.Symbol);
                if (touch.BidPrice.Units > 0 && touch.AskPrice.Units > 0)
                    _followers[happened.Symbol].Touch(floor, touch.BidPrice.Units, touch.BidQuantity.Units, touch.AskPrice.Units, touch.AskQuantity.Units);
                break;
            default:
                floor.Quote(happened.Symbol, [], []);
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

    private static TapeFollower Follow(UpstreamContract contract, int index)
    {
        (long tick, long step) = (contract.Listing.Instrument.Price.Tick.Units, contract.Listing.Instrument.Lot.Step.Units);
        var terms = new LadderTerms(tick, step, Math.Max(20_000, contract.MinuteNotional), SpreadShare);
        return new TapeFollower(index, tick, new HouseLadder(seed: 1, index, terms));
    }
}
