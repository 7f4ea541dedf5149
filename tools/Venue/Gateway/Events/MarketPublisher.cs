using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>
/// Publishes the core's public events as stream messages; each message is written once for all its receivers.
/// Called on the core's turn, so it only looks up streams, writes JSON and queues frames.
/// </summary>
internal sealed class MarketPublisher(TopicRegistry topics, MarketQueries market, Precisions precisions, UnconfirmedFacts facts) : IExchangeSink
{
    private readonly EventText _text = new();
    private readonly MarkPriceArray _markPrices = new(topics);
    private readonly PeriodicStreams _periodic = new(topics, market, precisions);
    private readonly Dictionary<string, IReadOnlyList<Bracket>> _brackets = market.Listings().ToDictionary(listing => listing.Symbol, listing => listing.Brackets, StringComparer.Ordinal);
    private long _now_ms;

    public void TradePrinted(in TradeView trade)
    {
        _periodic.Traded(trade.Symbol);
        foreach (FollowedStream topic in topics.Of(trade.Symbol, StreamKind.Trade))
        {
            MarketEventText.Trade(_text.Begin(), trade, precisions.Of(trade.Symbol), Math.Max(_now_ms, trade.Time_ms), facts.TradeStreamHasSt);
            topic.Send(_text.Written);
        }
    }

    public void AggTradePublished(in AggTradePublished published)
    {
        foreach (FollowedStream topic in topics.Of(published.Symbol, StreamKind.AggTrade))
        {
            MarketEventText.AggTrade(_text.Begin(), published, precisions.Of(published.Symbol), Math.Max(_now_ms, published.Trade.Time_ms));
            topic.Send(_text.Written);
        }
    }

    public void BookChanged(scoped in BookChanged change)
    {
        foreach (FollowedStream topic in topics.Of(change.Symbol, StreamKind.Depth))
        {
            Depth(topic).Add(change, idsOnly: false);
            if (topic.Name.Cadence_ms > 0)
                continue;
            Depth(topic).Write(_text.Begin(), change.Symbol, null, 0, precisions.Of(change.Symbol), Math.Max(_now_ms, change.Time_ms));
            topic.Send(_text.Written);
        }

        foreach (FollowedStream topic in topics.Of(change.Symbol, StreamKind.PartialDepth))
            Depth(topic).Add(change, idsOnly: true);
        foreach (FollowedStream topic in topics.Of(change.Symbol, StreamKind.RpiDepth))
            ((RpiDepthStream)(topic.Memory ??= new RpiDepthStream())).Add(change, market);
    }

    public void BookTickerChanged(in BookTickerView ticker)
    {
        foreach (FollowedStream topic in topics.Of(ticker.Symbol, StreamKind.BookTicker))
        {
            MarketEventText.BookTicker(_text.Begin(), ticker, precisions.Of(ticker.Symbol), Math.Max(_now_ms, ticker.Time_ms));
            topic.Send(_text.Written);
        }

        foreach (FollowedStream topic in topics.Of("", StreamKind.BookTicker))
            ((Dictionary<string, BookTickerView>)(topic.Memory ??= new Dictionary<string, BookTickerView>(StringComparer.Ordinal)))[ticker.Symbol] = ticker;
    }

    public void MarkPriceTicked(in PremiumView premium) => _markPrices.Add(premium);

    public void ForceOrderPlaced(ForceOrderView order, Price averagePrice, long time_ms)
    {
        foreach (FollowedStream topic in topics.Of(order.Order.Symbol, StreamKind.ForceOrder).Concat(topics.Of("", StreamKind.ForceOrder)))
            LargestForceOrders.Of(topic).Add(order.Order, averagePrice, time_ms);
    }

    public void InstrumentChanged(ListingView listing, long time_ms)
    {
        precisions.Forget(listing.Symbol);
        bool bracketsChanged = listing.Brackets != _brackets.GetValueOrDefault(listing.Symbol, listing.Brackets);
        _brackets[listing.Symbol] = listing.Brackets;
        foreach (FollowedStream topic in topics.Of("", StreamKind.ContractInfo))
        {
            MarketEventText.ContractInfo(_text.Begin(), listing, bracketsChanged, time_ms);
            topic.Send(_text.Written);
        }
    }

    public void TimeAdvanced(long now_ms)
    {
        _now_ms = now_ms;
        _markPrices.Flush();
        _periodic.Heartbeat(now_ms);
    }

    private static DepthStream Depth(FollowedStream topic) => (DepthStream)(topic.Memory ??= new DepthStream());
}
