namespace Platform.Venue.Gateway.Limits;

/// <summary>A pool of requests with a separate limit.</summary>
internal enum RequestPool : byte
{
    None,
    Funding,
    Statistics,
}

/// <summary>The limits of the venue, as exchangeInfo publishes them (spec/binance-usdm.md §5.3).</summary>
internal sealed record VenueLimits
{
    /// <summary>Request weight per minute and address.</summary>
    public int Weight { get; init; } = 2400;

    /// <summary>Orders per minute and account.</summary>
    public int OrdersPerMinute { get; init; } = 1200;

    /// <summary>Orders per ten seconds and account.</summary>
    public int OrdersPer10Seconds { get; init; } = 300;

    /// <summary>Requests of fundingRate and fundingInfo together, per five minutes and address.</summary>
    public int FundingRequests { get; init; } = 500;

    /// <summary>Requests of paths below /futures/data, per five minutes and address.</summary>
    public int StatisticsRequests { get; init; } = 1000;

    /// <summary>Number of requests between a 429 and the end of its Retry-After time that cause a ban.</summary>
    public int RefusalsBeforeBan { get; init; } = 20;

    /// <summary>Maximum number of messages per second that the venue accepts on a stream connection.</summary>
    public int InboundPerSecond { get; init; } = 10;

    /// <summary>Maximum number of streams per connection.</summary>
    public int StreamsPerConnection { get; init; } = 1024;
}
