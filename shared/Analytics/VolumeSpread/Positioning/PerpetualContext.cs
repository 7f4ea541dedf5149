namespace Platform.Analytics.VolumeSpread.Positioning;

/// <summary>The joint direction of price and open interest over a bar (spec/quant.md §5.6).</summary>
public enum InterestQuadrant : byte
{
    Neutral = 0,
    NewLongs = 1,
    ShortCover = 2,
    NewShorts = 3,
    LongLiquidation = 4,
}

/// <summary>Funding, open interest and leverage at one bar; NaN means unknown, and the term is then omitted.</summary>
/// <param name="Crowd">−1 to 1; positive when longs are crowded.</param>
/// <param name="InterestChange">dOI: open interest divided by that of the previous bar, minus 1.</param>
/// <param name="Quadrant">Neutral when open interest is unknown.</param>
public readonly record struct PerpetualContext(double Crowd, double InterestChange, InterestQuadrant Quadrant)
{
    public static PerpetualContext Unknown { get; } = new(double.NaN, double.NaN, InterestQuadrant.Neutral);

    /// <summary>True when funding or leverage is unknown.</summary>
    public bool LacksCrowd => double.IsNaN(Crowd);

    public bool LacksInterest => double.IsNaN(InterestChange);
}

/// <summary>The formulas of spec/quant.md §5.6 for crowding and the quadrant.</summary>
public static class PerpetualFormulas
{
    private const int FundingPoints = 90;
    private const int FundingPointsMin = 30;
    private const double InterestDeadBand = 0.001;
    private const double ReturnDeadBand = 0.1;

    /// <summary>Converts a funding rate to a rate per 8 hours; contracts settle every 1, 4 or 8 hours.</summary>
    public static double Per8Hours(double rate, int intervalHours) => rate * 8 / intervalHours;

    /// <summary>zf: z-score of the rate relative to the newest 90 settlements, all per 8 hours, oldest first; NaN with fewer than 30.</summary>
    public static double FundingScore(double rate, ReadOnlySpan<double> settled)
    {
        if (settled.Length < FundingPointsMin)
            return double.NaN;
        return Features.RollingWindow.Score(rate, settled.Length > FundingPoints ? settled[^FundingPoints..] : settled);
    }

    /// <summary>LVp: the leverage proxy (open interest over 24 h quote volume) as a percentile rank in its last 30 days, 0 to 1.</summary>
    public static double LeverageRank(double leverage, ReadOnlySpan<double> previous) =>
        previous.IsEmpty || double.IsNaN(leverage) ? double.NaN : Features.RollingWindow.PercentRank(leverage, previous);

    /// <summary>clip(zf / 3, −1, 1) · LVp; NaN when either is unknown.</summary>
    public static double Crowd(double fundingScore, double leverageRank) => Math.Clamp(fundingScore / 3, -1, 1) * leverageRank;

    /// <summary>The quadrant, with dead-bands of 0.1 ATR on the close and 0.1 % on open interest.</summary>
    public static InterestQuadrant Quadrant(double close, double previousClose, double atr, double interestChange)
    {
        double change = close / previousClose - 1;
        if (!(Math.Abs(change) >= ReturnDeadBand * atr / close) || !(Math.Abs(interestChange) >= InterestDeadBand))
            return InterestQuadrant.Neutral;
        return (change > 0, interestChange > 0) switch
        {
            (true, true) => InterestQuadrant.NewLongs,
            (true, false) => InterestQuadrant.ShortCover,
            (false, true) => InterestQuadrant.NewShorts,
            (false, false) => InterestQuadrant.LongLiquidation,
        };
    }
}
