using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Limits;

/// <summary>Number of orders of one account in the current ten seconds and minute of virtual time. Thread-safe.</summary>
internal sealed class OrderBudget(VenueLimits limits)
{
    private readonly Lock _gate = new();
    private FixedWindow _tenSeconds = new(10_000);
    private FixedWindow _minute = new(60_000);

    /// <summary>Counts orders; null when they are allowed. The counts of both windows are returned in both cases.</summary>
    public ApiError? Charge(long now_ms, int tenSeconds, int minute, out (int TenSeconds, int Minute) counts)
    {
        lock (_gate)
        {
            counts = (_tenSeconds.Add(now_ms, 0), _minute.Add(now_ms, 0));
            if (counts.TenSeconds + tenSeconds > limits.OrdersPer10Seconds)
                return Refuse(limits.OrdersPer10Seconds, "10 SECOND", _tenSeconds.Remaining_ms(now_ms));
            if (counts.Minute + minute > limits.OrdersPerMinute)
                return Refuse(limits.OrdersPerMinute, "1 MINUTE", _minute.Remaining_ms(now_ms));
            counts = (_tenSeconds.Add(now_ms, tenSeconds), _minute.Add(now_ms, minute));
            return null;
        }
    }

    private static ApiError Refuse(int limit, string span, long remaining_ms) =>
        new(-1015, $"Too many new orders; current limit is {limit} orders per {span}.", 429) { RetryAfter_s = (int)Math.Max(1, (remaining_ms + 999) / 1000) };
}
