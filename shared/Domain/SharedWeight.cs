namespace Platform.Domain;

/// <summary>What one process asks of the request weight that all processes behind one address share.</summary>
/// <param name="Pool">Host and port of the exchange's REST interface: what the exchange counts by.</param>
/// <param name="Weight">Least weight that is useful; 0 only asks whether the exchange has blocked requests.</param>
/// <param name="WeightMax">Most that is wanted, so that the next requests need not ask.</param>
/// <param name="RiskReducing">May use the part kept for cancels and reductions.</param>
/// <param name="VenueUsed">The exchange's own count of the minute, as far as known.</param>
/// <param name="Minute">The minute on the platform clock, since 1970, that the count is of.</param>
/// <param name="BlockedFor_ms">Platform ms for which the exchange has blocked this process; 0 when it has not.</param>
public readonly record struct WeightAsk(string Pool, int Weight, int WeightMax, bool RiskReducing, int VenueUsed = 0, long Minute = 0, long BlockedFor_ms = 0);

/// <summary>The answer to a <see cref="WeightAsk"/>.</summary>
/// <param name="Weight">Granted in this minute of the platform clock; 0 when refused.</param>
/// <param name="RetryAfter_ms">Real ms after which to ask again; 0 when granted.</param>
/// <param name="BlockedFor_ms">Platform ms for which the exchange has blocked any process.</param>
public readonly record struct WeightGrant(int Weight, long RetryAfter_ms, long BlockedFor_ms);
