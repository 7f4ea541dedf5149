namespace Platform.Analytics.Arbitrage;

/// <summary>What a trade of one contract at one exchange costs and in which steps its size moves.</summary>
/// <param name="TakerFee_bps">Of the notional, for a taker of the account's tier.</param>
/// <param name="SizeStep">Coins; zero when any size is accepted.</param>
/// <param name="Funding">Null when the rate is not known: the funding of a pair is then unknown.</param>
public sealed record LegTerms(double TakerFee_bps, decimal SizeStep = 0, FundingOutlook? Funding = null);

/// <summary>The funding that is due next and how often it repeats.</summary>
/// <param name="Rate">Of one settlement; positive when longs pay shorts.</param>
/// <param name="Interval_hours">Between settlements.</param>
/// <param name="Next_ms">The next settlement, Unix ms; null when it is not known, and whole intervals are counted from now.</param>
public sealed record FundingOutlook(double Rate, double Interval_hours, long? Next_ms = null)
{
    private const double HourMilliseconds = 3_600_000;

    /// <summary>Settlements from now to the end of the horizon, the end included.</summary>
    public int SettlementsWithin(double horizon_hours, long now_ms)
    {
        if (Interval_hours <= 0)
            return 0;
        if (Next_ms is not { } next_ms)
            return (int)Math.Floor(horizon_hours / Interval_hours);
        double beyondNext_hours = horizon_hours - Math.Max(0, next_ms - now_ms) / HourMilliseconds;
        return beyondNext_hours < 0 ? 0 : 1 + (int)Math.Floor(beyondNext_hours / Interval_hours);
    }

    /// <summary>What a short position receives over the horizon, as a ratio of the notional.</summary>
    public double ReceivedByShort(double horizon_hours, long now_ms) => Rate * SettlementsWithin(horizon_hours, now_ms);
}

/// <summary>Published taker fees of the exchanges for perpetual contracts, at the tier of a new account (other-venues.md).</summary>
public static class BaseFees
{
    /// <summary>Basis points of the notional; null for an exchange that is not known.</summary>
    public static double? TakerOf(string exchange) => exchange switch
    {
        "binance" or "okx" => 5.0,
        "hyperliquid" or "paradex" => 4.5,
        _ => null,
    };
}
