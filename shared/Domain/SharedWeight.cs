namespace Platform.Domain;

/// <summary>A request of one process for request weight, which all processes behind one IP address share.</summary>
/// <param name="Pool">Host and port of the exchange's REST API; each has its own weight limit.</param>
/// <param name="Weight">Minimum weight needed; 0 only queries whether the exchange has blocked requests.</param>
/// <param name="WeightMax">Maximum weight wanted, so that later requests need no further grant.</param>
/// <param name="RiskReducing">True when the request may use the weight reserved for cancels and reductions.</param>
/// <param name="VenueUsed">Weight used in the minute as last reported by the exchange.</param>
/// <param name="Minute">Minute of that report, in platform minutes since 1970.</param>
/// <param name="BlockedFor_ms">Platform ms for which the exchange has blocked this process; 0 when it has not.</param>
public readonly record struct WeightAsk(string Pool, int Weight, int WeightMax, bool RiskReducing, int VenueUsed = 0, long Minute = 0, long BlockedFor_ms = 0);

/// <summary>The answer to a <see cref="WeightAsk"/>.</summary>
/// <param name="Weight">Weight granted for this minute of the platform clock; 0 when refused.</param>
/// <param name="RetryAfter_ms">Real ms to wait before the next request; 0 when granted.</param>
/// <param name="BlockedFor_ms">Platform ms for which the exchange has blocked any process.</param>
public readonly record struct WeightGrant(int Weight, long RetryAfter_ms, long BlockedFor_ms);
