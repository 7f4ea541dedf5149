using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Limits;

/// <summary>
/// Request limits of one address: request weight per minute, the pools for funding and statistics, and the ban of an address
/// that continues to send requests after a 429 (spec/binance-usdm.md §5.3). Time is virtual, Unix ms. Thread-safe.
/// </summary>
internal sealed class AddressBudget(VenueLimits limits, string address)
{
    private const long FirstBan_ms = 120_000;
    private const long LongestBan_ms = 3L * 86_400_000;
    private readonly Lock _gate = new();
    private FixedWindow _weight = new(60_000);
    private FixedWindow _funding = new(300_000);
    private FixedWindow _statistics = new(300_000);
    private long _limitedUntil_ms;
    private long _bannedUntil_ms;
    private long _nextBan_ms = FirstBan_ms;
    private FixedWindow _connections = new(300_000);
    private FixedWindow _floods = new(300_000);
    private int _refusals;

    public long BannedUntil_ms => _bannedUntil_ms;

    /// <summary>Counts a new WebSocket. Returns an error while the address is banned or when there are more than <paramref name="most"/>; 0 for no limit.</summary>
    public ApiError? Connect(long now_ms, int most)
    {
        lock (_gate)
        {
            if (now_ms < _bannedUntil_ms)
                return Banned(now_ms);
            return _connections.Add(now_ms, 1) > most && most > 0 ? TooMany($"{most} connections per 5 MINUTE", _connections.Remaining_ms(now_ms)) : null;
        }
    }

    /// <summary>Counts a connection that was closed because it sent too many messages; <paramref name="most"/> such connections ban the address, unless it is 0.</summary>
    public void Flooded(long now_ms, int most)
    {
        lock (_gate)
        {
            if (_floods.Add(now_ms, 1) >= most && most > 0 && now_ms >= _bannedUntil_ms)
                Ban(now_ms);
        }
    }

    public int Used(long now_ms)
    {
        lock (_gate)
            return _weight.Add(now_ms, 0);
    }

    /// <summary>Counts request weight without a check, for a call that another pool has allowed.</summary>
    public void Spend(long now_ms, int weight)
    {
        lock (_gate)
            _weight.Add(now_ms, weight);
    }

    /// <summary>Counts a request; null when it is allowed. <paramref name="used"/> is the weight used in the current minute in both cases.</summary>
    public ApiError? Charge(long now_ms, int weight, RequestPool pool, out int used)
    {
        lock (_gate)
        {
            used = _weight.Add(now_ms, 0);
            if (now_ms < _bannedUntil_ms)
                return Banned(now_ms);
            if (now_ms < _limitedUntil_ms && ++_refusals >= limits.RefusalsBeforeBan)
                return Ban(now_ms);
            used = _weight.Add(now_ms, weight);
            if (used > limits.Weight)
                return Limited(now_ms, _weight.Remaining_ms(now_ms), $"{limits.Weight} request weight per 1 MINUTE");
            if (pool == RequestPool.Funding && _funding.Add(now_ms, 1) > limits.FundingRequests)
                return Limited(now_ms, _funding.Remaining_ms(now_ms), $"{limits.FundingRequests} requests per 5 MINUTE");
            if (pool == RequestPool.Statistics && _statistics.Add(now_ms, 1) > limits.StatisticsRequests)
                return Limited(now_ms, _statistics.Remaining_ms(now_ms), $"{limits.StatisticsRequests} requests per 5 MINUTE");
            return null;
        }
    }

    private ApiError Limited(long now_ms, long remaining_ms, string limit)
    {
        if (now_ms >= _limitedUntil_ms)
            _refusals = 0;
        _limitedUntil_ms = now_ms + remaining_ms;
        return TooMany(limit, remaining_ms);
    }

    private ApiError TooMany(string limit, long remaining_ms) =>
        new(-1003, $"Too many requests; current limit of IP({address}) is {limit}. Please use the websocket for live updates to avoid polling the API.", 429)
        {
            RetryAfter_s = Seconds(remaining_ms),
        };

    private ApiError Ban(long now_ms)
    {
        _bannedUntil_ms = now_ms + _nextBan_ms;
        _nextBan_ms = Math.Min(_nextBan_ms * 2, LongestBan_ms);
        _refusals = 0;
        _limitedUntil_ms = 0;
        return Banned(now_ms);
    }

    private ApiError Banned(long now_ms) =>
        new(-1003, $"Way too many requests; IP({address}) banned until {_bannedUntil_ms}. Please use the websocket for live updates to avoid bans.", 418)
        {
            RetryAfter_s = Seconds(_bannedUntil_ms - now_ms),
        };

    private static int Seconds(long duration_ms) => (int)Math.Max(1, (duration_ms + 999) / 1000);
}
