using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Events;

/// <summary>Publishes the streams with a fixed update interval of virtual time, when their data has changed. Runs on the core's turn.</summary>
internal sealed class PeriodicStreams(TopicRegistry topics, MarketQueries market, Precisions precisions)
{
    private readonly EventText _text = new();
    private readonly IndexStreams _indices = new(market);

    public void Heartbeat(long now_ms)
    {
        foreach (FollowedStream topic in topics.Periodic)
        {
            if (now_ms % topic.Name.Cadence_ms == 0)
                Publish(topic, now_ms);
        }
    }

    /// <summary>Records that a symbol has traded, for the all-market ticker streams.</summary>
    public void Traded(string symbol)
    {
        foreach (FollowedStream topic in topics.Of("", StreamKind.MiniTicker))
            TradedOf(topic).Add(symbol);
        foreach (FollowedStream topic in topics.Of("", StreamKind.Ticker))
            TradedOf(topic).Add(symbol);
    }

    private void Publish(FollowedStream topic, long now_ms)
    {
        switch (topic.Name.Kind)
        {
            case StreamKind.Depth or StreamKind.PartialDepth:
                PublishDepth(topic, now_ms);
                break;
            case StreamKind.RpiDepth:
                PublishRpiDepth(topic, now_ms);
                break;
            case StreamKind.Kline or StreamKind.ContinuousKline:
                PublishKline(topic, now_ms);
                break;
            case StreamKind.MiniTicker or StreamKind.Ticker:
                PublishTicker(topic, now_ms);
                break;
            case StreamKind.BookTicker:
                PublishBookTickers(topic, now_ms);
                break;
            case StreamKind.ForceOrder:
                PublishForceOrders(topic, now_ms);
                break;
            case StreamKind.CompositeIndex:
                _indices.PublishComposite(topic, now_ms);
                break;
            case StreamKind.AssetIndex:
                _indices.PublishAssets(topic, now_ms);
                break;
            case StreamKind.TradingSession:
                _indices.PublishSessions(topic, now_ms);
                break;
        }
    }

    private void PublishDepth(FollowedStream topic, long now_ms)
    {
        if (topic.Memory is not DepthStream { HasUpdates: true } depth)
            return;
        string symbol = topic.Name.Symbol!;
        BookView? book = topic.Name.Kind == StreamKind.PartialDepth ? market.Book(symbol, topic.Name.Levels) : null;
        depth.Write(_text.Begin(), symbol, book, topic.Name.Levels, precisions.Of(symbol), now_ms);
        topic.Send(_text.Written);
    }

    private void PublishRpiDepth(FollowedStream topic, long now_ms)
    {
        string symbol = topic.Name.Symbol!;
        if (topic.Memory is not RpiDepthStream { HasUpdates: true } depth || market.RpiBook(symbol, RpiDepthStream.Levels) is not { } book)
            return;
        depth.Write(_text.Begin(), book, precisions.Of(symbol), now_ms);
        topic.Send(_text.Written);
    }

    private void PublishKline(FollowedStream topic, long now_ms)
    {
        string? symbol = topic.Name.Kind == StreamKind.Kline ? topic.Name.Symbol : market.SymbolOf(topic.Name.Symbol!, topic.Name.ContractType);
        string interval = topic.Name.Interval;
        if (symbol is null || market.CurrentKline(symbol, interval) is not { } current)
            return;
        if (topic.Memory is not KlineView last)
        {
            SendKline(topic, symbol, current, closed: false, now_ms);
            return;
        }

        if (current.Open_ms == last.Open_ms)
        {
            if (current.TradeCount != last.TradeCount || current.Close != last.Close)
                SendKline(topic, symbol, current, closed: false, now_ms);
            return;
        }

        foreach (KlineView ended in market.Klines(symbol, interval, KlineSeries.Contract, 1500, last.Open_ms, current.Open_ms - 1) ?? [])
            SendKline(topic, symbol, ended, closed: true, now_ms);
        SendKline(topic, symbol, current, closed: false, now_ms);
    }

    private void SendKline(FollowedStream topic, string symbol, KlineView kline, bool closed, long now_ms)
    {
        topic.Memory = kline;
        MarketEventText.Kline(_text.Begin(), symbol, topic.Name.Interval, topic.Name.ContractType, kline, closed, precisions.Of(symbol), now_ms);
        topic.Send(_text.Written);
    }

    private void PublishTicker(FollowedStream topic, long now_ms)
    {
        bool full = topic.Name.Kind == StreamKind.Ticker;
        if (topic.Name.Symbol is { } symbol)
        {
            if (market.Ticker(symbol) is not { } own)
                return;
            MarketEventText.Ticker(_text.Begin(), own, full, precisions.Of(symbol), now_ms);
            topic.Send(_text.Written);
            return;
        }

        HashSet<string> traded = TradedOf(topic);
        if (traded.Count == 0)
            return;
        _text.Begin().WriteStartArray();
        foreach (string each in traded)
        {
            if (market.Ticker(each) is { } ticker)
                MarketEventText.Ticker(_text.Json, ticker, full, precisions.Of(each), now_ms);
        }

        traded.Clear();
        _text.Json.WriteEndArray();
        topic.Send(_text.Written);
    }

    /// <summary>The symbols that have traded since the last message of an all-market ticker stream; all symbols for the first message.</summary>
    private HashSet<string> TradedOf(FollowedStream topic) => (HashSet<string>)(topic.Memory ??= new HashSet<string>(market.Symbols, StringComparer.Ordinal));

    private void PublishBookTickers(FollowedStream topic, long now_ms)
    {
        if (topic.Memory is not Dictionary<string, BookTickerView> changed)
            return;
        foreach (BookTickerView ticker in changed.Values)
        {
            MarketEventText.BookTicker(_text.Begin(), ticker, precisions.Of(ticker.Symbol), now_ms);
            topic.Send(_text.Written);
        }

        changed.Clear();
    }

    private void PublishForceOrders(FollowedStream topic, long now_ms)
    {
        foreach ((OrderView order, Price average, long time_ms) in LargestForceOrders.Of(topic).Take())
        {
            MarketEventText.ForceOrder(_text.Begin(), order, average, time_ms, precisions.Of(order.Symbol), now_ms, all: topic.Name.Symbol is null);
            topic.Send(_text.Written);
        }
    }
}
