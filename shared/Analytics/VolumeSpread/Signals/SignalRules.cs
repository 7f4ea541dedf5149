using Platform.Analytics.VolumeSpread.Features;

namespace Platform.Analytics.VolumeSpread.Signals;

/// <summary>Determines the signals of a bar: a pure function of its features and of the previous bar's signals (spec/quant.md §5.3).</summary>
public static class SignalRules
{
    private const double FailedEffortStrength = 0.6;

    /// <summary>Comparisons with an unknown value (NaN) are false. Warm-up bars and empty bars raise no signals.</summary>
    public static SignalSet Evaluate(in BarFeatures bar, in SignalSet previous, SignalThresholds levels)
    {
        var signals = default(SignalSet);
        if (bar.IsWarmUp || bar.IsEmpty)
            return signals;
        Climaxes(bar, levels, ref signals);
        Piercings(bar, levels, ref signals);
        QuietBars(bar, levels, ref signals);
        Efforts(bar, levels, ref signals);
        if (previous.Has(SignalKind.EffortUp) && (signals.Has(SignalKind.Upthrust) || bar.Close < bar.PreviousLow))
            signals.Raise(SignalKind.EffortUpFailed, FailedEffortStrength);
        Confirmations(bar, previous, ref signals);
        return signals;
    }

    private static void Climaxes(in BarFeatures bar, SignalThresholds levels, ref SignalSet signals)
    {
        double volume = Math.Min(1, bar.Rvol / 3);
        if (bar.Rvol >= levels.UltraVolume)
        {
            signals.Raise(SignalKind.ClimaxVolume, volume);
            bool wide = bar.Rspr >= levels.WideSpread;
            if (wide && bar.Slope15 > levels.SlopeEpsilon && bar.High >= bar.PriorHigh && bar.Clv <= levels.CloseMiddleHigh)
                signals.Raise(SignalKind.BuyingClimax, volume);
            if (wide && bar.Slope15 < -levels.SlopeEpsilon && bar.Low <= bar.PriorLow && bar.Clv >= levels.CloseMiddleLow)
                signals.Raise(SignalKind.SellingClimax, volume);
        }

        if (bar.Slope15 < -levels.SlopeEpsilon && bar.Rvol >= levels.HighVolume && bar.Low <= bar.PriorLow5 && bar.Clv >= levels.CloseMiddle)
            signals.Raise(SignalKind.StoppingVolume, 0.5 * volume + 0.5 * bar.Clv);
    }

    private static void Piercings(in BarFeatures bar, SignalThresholds levels, ref SignalSet signals)
    {
        double pierce = levels.Pierce * bar.Atr, reach = 0.5 * bar.Atr;
        if (bar.High > bar.PriorHigh + pierce && bar.Close < bar.PriorHigh && bar.Clv <= levels.CloseLow
            && bar.Rspr >= levels.NormalSpread && bar.Rvol >= levels.AboveVolume)
        {
            signals.Raise(SignalKind.Upthrust, 0.4 + 0.3 * Math.Min(1, (bar.High - bar.PriorHigh) / reach) + 0.3 * (1 - bar.Clv));
        }

        if (bar.Low < bar.PriorLow - pierce && bar.Close > bar.PriorLow && bar.Clv >= levels.CloseMiddleHigh)
        {
            signals.Raise(SignalKind.Spring, 0.4 + 0.3 * Math.Min(1, (bar.PriorLow - bar.Low) / reach) + 0.3 * bar.Clv);
            signals.SpringClass = bar.Rvol <= levels.QuietSpring ? (byte)3 : bar.Rvol < levels.LoudSpring ? (byte)2 : bar.Rvol >= levels.LoudSpring ? (byte)1 : (byte)0;
        }
    }

    private static void QuietBars(in BarFeatures bar, SignalThresholds levels, ref SignalSet signals)
    {
        if (!(bar.Volume < bar.PreviousVolumeMin) || !(bar.Rvol <= levels.LowVolume))
            return;
        double quiet = 0.5 * Math.Max(0, 1 - bar.Rvol), narrow = 0.5 * Math.Max(0, 1 - bar.Rspr);
        if (bar.Rspr <= levels.NarrowSpread)
        {
            if (bar.Direction > 0 && bar.Clv <= levels.CloseMiddleHigh)
                signals.Raise(SignalKind.NoDemand, quiet + narrow);
            if (bar.Direction < 0 && bar.Clv >= levels.CloseMiddleLow)
                signals.Raise(SignalKind.NoSupply, quiet + narrow);
        }

        if (bar.Low < bar.PreviousLow && bar.Clv >= levels.CloseMiddle && Math.Abs(bar.Low - bar.PriorLow) <= bar.Atr)
            signals.Raise(SignalKind.Test, quiet + 0.5 * bar.Clv);
    }

    private static void Efforts(in BarFeatures bar, SignalThresholds levels, ref SignalSet signals)
    {
        if (bar.Rspr >= levels.NormalSpread && bar.Volume > bar.PreviousVolume)
        {
            if (bar.High > bar.PreviousHigh && bar.Low > bar.PreviousLow && bar.Direction > 0 && bar.Clv >= levels.CloseHigh)
                signals.Raise(SignalKind.EffortUp, bar.Clv);
            if (bar.High < bar.PreviousHigh && bar.Low < bar.PreviousLow && bar.Direction < 0 && bar.Clv <= levels.CloseLow)
                signals.Raise(SignalKind.EffortDown, 1 - bar.Clv);
        }

        double difference = bar.EffortVersusResult;
        if (difference >= levels.EffortVersusResult)
            signals.RaiseAbsorption(Math.Min(1, difference / 3), -bar.Trend(levels.SlopeEpsilon));
        if (difference <= -levels.EffortVersusResult)
            signals.Raise(SignalKind.ResultNoEffort, Math.Min(1, -difference / 3));
    }

    private static void Confirmations(in BarFeatures bar, in SignalSet previous, ref SignalSet signals)
    {
        if (previous.IsEmpty)
            return;
        if (bar.Direction > 0 && previous.Has(SignalKind.Test))
            signals.Raise(SignalKind.TestOk, previous.Strength(SignalKind.Test));
        if (bar.Direction < 0 && previous.Has(SignalKind.Upthrust))
            signals.Raise(SignalKind.UpthrustConfirmed, previous.Strength(SignalKind.Upthrust));
        if (bar.Direction > 0 && previous.Has(SignalKind.Spring))
            signals.Raise(SignalKind.SpringConfirmed, previous.Strength(SignalKind.Spring));
    }
}
