using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Matching;

/// <summary>Passes every event to all sinks in order. The list of sinks is copied at a change, so a sink may be removed during an event.</summary>
internal sealed class EventDispatcher : IExchangeSink
{
    private IExchangeSink[] _sinks = [];

    /// <summary>False when there is no sink, so that events need not be built.</summary>
    public bool HasListeners => _sinks.Length > 0;

    /// <summary>Takes over the sinks of another dispatcher.</summary>
    public void TakeListenersOf(EventDispatcher other) => _sinks = other._sinks;

    public void Add(IExchangeSink sink) => _sinks = [.. _sinks, sink];

    public void Remove(IExchangeSink sink) => _sinks = [.. _sinks.Where(other => other != sink)];

    public void TradePrinted(in TradeView trade)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.TradePrinted(trade);
    }

    public void AggTradePublished(in AggTradePublished published)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.AggTradePublished(published);
    }

    public void BookChanged(scoped in BookChanged change)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.BookChanged(change);
    }

    public void BookTickerChanged(in BookTickerView ticker)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.BookTickerChanged(ticker);
    }

    public void MarkPriceTicked(in PremiumView premium)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.MarkPriceTicked(premium);
    }

    public void ForceOrderPlaced(ForceOrderView order, Primitives.Numbers.Price averagePrice, long time_ms)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.ForceOrderPlaced(order, averagePrice, time_ms);
    }

    public void InstrumentChanged(ListingView listing, long time_ms)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.InstrumentChanged(listing, time_ms);
    }

    public void OrderUpdated(OrderUpdated update)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.OrderUpdated(update);
    }

    public void TradeLiteSent(TradeLite trade)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.TradeLiteSent(trade);
    }

    public void AccountUpdated(AccountUpdated update)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.AccountUpdated(update);
    }

    public void AlgoOrderUpdated(AlgoOrderUpdated update)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.AlgoOrderUpdated(update);
    }

    public void MarginCalled(MarginCalled call)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.MarginCalled(call);
    }

    public void AccountConfigured(AccountConfigured change)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.AccountConfigured(change);
    }

    public void TimeAdvanced(long now_ms)
    {
        foreach (IExchangeSink sink in _sinks)
            sink.TimeAdvanced(now_ms);
    }
}
