using Platform.Analytics.VolumeSpread.Signals;

namespace Platform.Analytics.VolumeSpread.Positioning;

/// <summary>Adjusts a signal's strength for crowding and open interest (spec/quant.md §5.6).</summary>
public static class StrengthAdjustment
{
    private const double CrowdWeight = 0.3;
    private const double InterestWeight = 0.2;
    private const double Flush = 0.02;

    /// <summary>s' = clip(s · (1 − 0.3 · bias · crowd + 0.2 · q), 0, 1); unknown terms count as 0.</summary>
    public static double Adjust(SignalKind kind, double strength, int bias, in PerpetualContext context)
    {
        double crowd = context.LacksCrowd ? 0 : context.Crowd;
        return Math.Clamp(strength * (1 - CrowdWeight * bias * crowd + InterestWeight * InterestVote(kind, bias, context)), 0, 1);
    }

    /// <summary>q: +1 when open interest supports the signal, −1 when it contradicts the signal, otherwise 0.</summary>
    public static int InterestVote(SignalKind kind, int bias, in PerpetualContext context)
    {
        if (context.LacksInterest)
            return 0;
        bool flushed = kind.IsReversal() && context.InterestChange <= -Flush;
        bool trapped = kind.IsReversal() && bias < 0 && context.InterestChange >= Flush && context.Crowd > 0;
        return (kind, context.Quadrant) switch
        {
            (SignalKind.EffortUp, InterestQuadrant.NewLongs) or (SignalKind.EffortDown, InterestQuadrant.NewShorts) => 1,
            (SignalKind.EffortUp, InterestQuadrant.ShortCover) or (SignalKind.EffortDown, InterestQuadrant.LongLiquidation) => -1,
            _ => flushed || trapped ? 1 : 0,
        };
    }
}
