using System.Collections.Concurrent;
using Platform.Bus.Subscribing;
using Platform.Bus.Topics;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Wire.Market;
using Platform.Wire.V1;

namespace Platform.Strategy.History;

/// <summary>Writes live bars, funding and premium from the data process's bus into the current history; records lost messages.</summary>
internal sealed class HistoryFeed(HistoryKeeper keeper)
{
    private readonly ConcurrentDictionary<string, byte> _lossy = new(StringComparer.Ordinal);
    private long _received;
    private long _malformed;

    public long Received => Interlocked.Read(ref _received);

    /// <summary>Messages that were not a complete bar or rate; they are dropped and counted.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    public void Listen(BusSubscriber subscriber)
    {
        subscriber.Subscribe(BusTopics.Bar.Name, TakeBar);
        subscriber.Subscribe(BusTopics.Funding, seen => TakeFunding(seen.Value));
        subscriber.Subscribe(BusTopics.PremiumIndex, seen => TakePremium(seen.Value));
    }

    /// <summary>Called on the listening thread; the last part of the topic is the symbol.</summary>
    public void NoteGap(Gap gap)
    {
        if (TopicText.IsAtOrBelow(gap.Topic, BusTopics.Bar.Name))
            _lossy[gap.Topic[(gap.Topic.LastIndexOf('.') + 1)..]] = 0;
    }

    /// <summary>Symbols with lost messages since the last call.</summary>
    public IReadOnlyList<string> TakeLossy()
    {
        string[] symbols = [.. _lossy.Keys.Order(StringComparer.Ordinal)];
        foreach (string symbol in symbols)
            _lossy.TryRemove(symbol, out _);
        return symbols;
    }

    public void NoteLossy(IEnumerable<string> symbols)
    {
        foreach (string symbol in symbols)
            _lossy[symbol] = 0;
    }

    private void TakeBar(in BusMessage message)
    {
        Interlocked.Increment(ref _received);
        MarketHistory history = keeper.Current;

        // Bars of a length that no calculator reads are not parsed.
        if (!TryIntervalOf(message.Topic, out BarInterval interval) || !history.Needs.Series.ContainsKey(interval))
            return;
        if (!BarEvent.Parser.ParseFrom(message.Payload).ToDomain().TryGet(out Bar? bar, out Fault? _))
            Interlocked.Increment(ref _malformed);
        else if (bar.Quality != BarQuality.Suspect)
            history.Add(interval, bar.Symbol, [bar]);
    }

    private void TakeFunding(FundingEvent row)
    {
        if (keeper.Current.Needs.FundingPoints > 0)
            keeper.Current.AddFunding(row);
    }

    private void TakePremium(PremiumIndexEvent row)
    {
        if (keeper.Current.Needs.PremiumBars > 0)
            keeper.Current.AddPremium(row);
    }

    /// <summary>bar.5m.BTCUSDT → 5m.</summary>
    private static bool TryIntervalOf(string topic, out BarInterval interval)
    {
        string[] words = topic.Split('.');
        interval = default;
        return words.Length == 3 && BarInterval.Parse(words[1]).TryGet(out interval, out Fault? _);
    }
}
