using Platform.Domain.Market;

namespace Platform.Analytics.Arbitrage;

/// <summary>One exchange as the scanner sees it: its connection, the last sign of it and its clock. Owned by the scanner.</summary>
internal sealed class ExchangeHealth(string name)
{
    public string Name { get; } = name;

    public bool IsConnected { get; set; }

    /// <summary>Arrival of the newest message of any kind.</summary>
    public long Heartbeat_ns { get; set; }

    public ClockOffset Clock { get; } = new();
}

/// <summary>The newest quote of one contract at one exchange. Owned by the scanner.</summary>
internal sealed class QuoteState(ExchangeHealth exchange)
{
    private readonly MidVariation _variation = new();
    private double _variationNow;

    public ExchangeHealth Exchange { get; } = exchange;

    public MarketDataUpdate Quote { get; private set; }

    /// <summary>Null until they are set: without fees nothing is judged.</summary>
    public LegTerms? Terms { get; set; }

    public void Take(in MarketDataUpdate quote)
    {
        Quote = quote;
        if (!quote.IsValid)
            return;
        _variation.Add((double)quote.Mid);
        _variationNow = _variation.Measure();
    }

    /// <summary>Exchange time on the local clock, ms.</summary>
    public double LocalTime_ms => Quote.ExchangeTime_ms + Exchange.Clock.Offset_ms;

    /// <summary>Complete, but its bid is not below its ask.</summary>
    public bool IsSelfCrossed => Quote.Bid > 0 && Quote.Ask > 0 && Quote.Ask <= Quote.Bid && Quote.BidSize > 0 && Quote.AskSize > 0;

    public PairVerdict Verdict(long now_ns, ArbitrageOptions options)
    {
        if (!Exchange.IsConnected)
            return PairVerdict.Disconnected;
        if (Terms is null || !(Quote.IsValid || IsSelfCrossed))
            return PairVerdict.InvalidQuote;
        if (now_ns - Quote.Received_ns > options.QuoteAgeMax_ms * 1_000_000)
            return PairVerdict.StaleQuote;
        return now_ns - Exchange.Heartbeat_ns > options.HeartbeatAgeMax_ms * 1_000_000 ? PairVerdict.NoHeartbeat : PairVerdict.Qualifies;
    }

    /// <summary>For a quote with terms.</summary>
    public Leg ToLeg(long now_ns) => new(
        Quote, Terms!, QuoteQuality.Of(Quote.Latency_ms - Exchange.Clock.Offset_ms, (now_ns - Quote.Received_ns) / 1e6, _variationNow));
}
