using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Signals;

namespace Platform.Analytics.VolumeSpread.Phases;

/// <summary>
/// Computes Wyckoff phases (spec/quant.md §5.4): a pure function of the previous state, the bar's features and its signals.
/// A rebuild from history gives bit-identical results.
/// </summary>
public sealed class WyckoffClassifier(WyckoffOptions options, double slopeEpsilon)
{
    private readonly double _decay = Math.Pow(2, -1.0 / options.EvidenceHalfLife);

    /// <summary>The state after the bar.</summary>
    public WyckoffState Next(in WyckoffState before, in BarFeatures bar, in SignalSet signals)
    {
        WyckoffState state = Counted(before, bar) with { Evidence = NextEvidence(before.Evidence, EvidenceOf(signals, bar.Trend(slopeEpsilon))) };
        bool ranges = state.RangeBars >= options.RangeBars;
        if (ranges && !state.HasRange)
            state = state with { HasRange = true, FrozenHigh = bar.RangeHigh, FrozenLow = bar.RangeLow, SlopeAtRangeStart = bar.Slope40 };
        var predicates = new PhasePredicates(
            ranges, state.UpBars >= options.TrendBars, state.DownBars >= options.TrendBars, BreaksUp(state, bar), BreaksDown(state, bar), state.Evidence, state.SlopeAtRangeStart);
        WyckoffPhase phase = PhaseTransitions.Next(state.Phase, predicates, options);
        state = state with { Phase = phase, Confidence = Confidence(phase, state.Evidence, bar.EfficiencyRatio), Note = NoteOf(phase, ranges) };
        return predicates.BreakUp || predicates.BreakDown ? state with { HasRange = false } : state;
    }

    /// <summary>A_t from A_{t−1} and the evidence of the bar's signals.</summary>
    public double NextEvidence(double evidence, double added) => _decay * evidence + added;

    /// <summary>Σ weight · strength over the bar's signals, each one once.</summary>
    public static double EvidenceOf(in SignalSet signals, int trend)
    {
        if (signals.IsEmpty)
            return 0;
        double sum = Weighted(signals, SignalKind.Spring, 1)
            + Weighted(signals, SignalKind.SellingClimax, 0.8)
            + Weighted(signals, SignalKind.StoppingVolume, 0.6)
            + Weighted(signals, SignalKind.TestOk, 0.5)
            + Weighted(signals, SignalKind.NoSupply, 0.3)
            + Weighted(signals, SignalKind.Upthrust, -1)
            + Weighted(signals, SignalKind.BuyingClimax, -0.8)
            + Weighted(signals, SignalKind.EffortUpFailed, -0.5)
            + Weighted(signals, SignalKind.NoDemand, -0.3);
        return sum + Weighted(signals, SignalKind.EffortNoResult, -0.4 * trend);
    }

    private static double Weighted(in SignalSet signals, SignalKind kind, double weight) => signals.Has(kind) ? weight * signals.Strength(kind) : 0;

    private WyckoffState Counted(in WyckoffState before, in BarFeatures bar)
    {
        bool ranges = bar.EfficiencyRatio <= options.RangeEfficiency && bar.RangeHigh - bar.RangeLow <= options.RangeWidth * bar.Atr;
        bool trends = bar.EfficiencyRatio >= options.TrendEfficiency;
        return before with
        {
            RangeBars = ranges ? before.RangeBars + 1 : 0,
            UpBars = trends && bar.Slope15 > 0 ? before.UpBars + 1 : 0,
            DownBars = trends && bar.Slope15 < 0 ? before.DownBars + 1 : 0,
        };
    }

    private bool BreaksUp(in WyckoffState state, in BarFeatures bar) =>
        state.HasRange && bar.Close > state.FrozenHigh + options.BreakDistance * bar.Atr
        && (bar.Rvol >= options.BreakVolume || bar.PreviousClose > state.FrozenHigh);

    private bool BreaksDown(in WyckoffState state, in BarFeatures bar) =>
        state.HasRange && bar.Close < state.FrozenLow - options.BreakDistance * bar.Atr
        && (bar.Rvol >= options.BreakVolume || bar.PreviousClose < state.FrozenLow);

    private double Confidence(WyckoffPhase phase, double evidence, double efficiency)
    {
        if (phase == WyckoffPhase.Unknown)
            return 0;
        if (phase.IsRange())
            return 0.5 + 0.5 * Math.Min(1, Math.Abs(evidence) / 2);
        return Math.Min(1, efficiency / options.FullTrend);
    }

    private static PhaseNote NoteOf(WyckoffPhase phase, bool ranges) => (ranges, phase) switch
    {
        (true, WyckoffPhase.Markdown) => PhaseNote.Redistribution,
        (true, WyckoffPhase.Markup) => PhaseNote.Reaccumulation,
        _ => PhaseNote.None,
    };
}
