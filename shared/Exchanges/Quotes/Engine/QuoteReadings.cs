using Platform.Domain.Market;

namespace Platform.Exchanges.Quotes.Engine;

/// <summary>A quote and how long ago it arrived.</summary>
/// <param name="IsCurrent">False when its exchange was disconnected since, or it is older than the limit of a dashboard.</param>
public readonly record struct QuoteReading(MarketDataUpdate Quote, double Age_s, bool IsCurrent);

/// <summary>The highest bid and the lowest ask of all exchanges with a current quote.</summary>
public readonly record struct BestAcrossExchanges(decimal Bid, string BidExchange, decimal Ask, string AskExchange);

/// <summary>Levels of one contract in canonical units, best first, at one instant. Immutable.</summary>
public sealed record DepthSnapshot(IReadOnlyList<QuoteLevel> Bids, IReadOnlyList<QuoteLevel> Asks, long ExchangeTime_ms, long Received_ns);

/// <summary>How one quote has been delivered so far.</summary>
/// <param name="UpdatesPerSecond">Since the start of the engine.</param>
public sealed record QuoteStatistics(
    string Exchange, string Symbol, long Updates, double UpdatesPerSecond, double AverageLatency_ms, double P50Latency_ms, double P99Latency_ms, double? QuoteAge_s);

/// <summary>The connections of one exchange.</summary>
/// <param name="IsConnected">Every connection is open.</param>
/// <param name="HeartbeatAge_s">Since the newest message of any kind; null before the first.</param>
/// <param name="Reconnects">Connections that were lost.</param>
/// <param name="LastReason">Why the last one was lost.</param>
public sealed record ConnectionStatus(
    string Exchange, bool IsConnected, int Connections, double? HeartbeatAge_s, long Reconnects, long Gaps, long Refused, long Malformed, string LastReason);
