using System.Text.Json;
using Platform.Analytics.Tests.Portfolio;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;
using Xunit;

namespace Platform.Analytics.Tests.VolumeSpread;

/// <summary>The vectors WY-1 to WY-3, and what the classifier does with ranges.</summary>
public sealed class PhaseVectorTests
{
    private static readonly WyckoffOptions Options = new();

    [Fact]
    public void The_efficiency_ratio_is_1_for_a_straight_move_and_0_without_movement_as_in_WY_1()
    {
        Assert.Equal(QuantVectors.Of("WY-1 ER").GetProperty("trend 1..6").GetDouble(), EfficiencyOf(i => 100 + i), 1e-12);
        Assert.Equal(QuantVectors.Of("WY-1 ER").GetProperty("chop").GetDouble(), EfficiencyOf(i => 100 + i % 2), 1e-12);
    }

    [Fact]
    public void Evidence_decays_and_adds_as_in_WY_2()
    {
        JsonElement vector = QuantVectors.Of("WY-2 evidence");
        var classifier = new WyckoffClassifier(Options, 0.05);
        Assert.Equal(vector.GetProperty("lambda").GetDouble(), classifier.NextEvidence(1, 0));
        double evidence = 0;
        foreach ((JsonElement added, JsonElement expected) in vector.GetProperty("adds").EnumerateArray().Zip(vector.GetProperty("A").EnumerateArray()))
            Assert.Equal(expected.GetDouble(), evidence = classifier.NextEvidence(evidence, added.GetDouble()), 1e-9);
    }

    [Fact]
    public void Predicates_lead_through_the_phases_of_WY_3()
    {
        PhasePredicates[] bars =
        [
            default, new() { Down = true }, new() { Range = true, Evidence = 0.3 }, new() { Range = true, Evidence = 0.87 }, new() { Range = true, Evidence = 1.2 },
            new() { BreakUp = true }, new() { Range = true, Evidence = 0.6 }, new() { Range = true, Evidence = -0.6 }, default, new() { BreakDown = true },
        ];
        var phase = WyckoffPhase.Unknown;
        Assert.Equal(
            QuantVectors.Of("WY-3 states").EnumerateArray().Select(name => name.GetString()),
            bars.Select(bar => (phase = PhaseTransitions.Next(phase, bar, Options)).Name()));
    }

    [Fact]
    public void A_range_is_frozen_by_its_tenth_bar_survives_a_wick_and_ends_with_the_close_that_breaks_it()
    {
        var classifier = new WyckoffClassifier(Options, 0.05);
        var bar = new BarFeatures { EfficiencyRatio = 0.1, RangeHigh = 110, RangeLow = 90, Atr = 5, Slope40 = -0.2, Close = 100, PreviousClose = 100, Rvol = 1 };
        WyckoffState state = default;
        for (int i = 0; i < 9; i++)
            state = classifier.Next(state, bar, default);
        Assert.Equal(WyckoffPhase.Unknown, state.Phase);
        Assert.True(double.IsNaN(state.RangeHigh));
        state = classifier.Next(state, bar, default);
        Assert.Equal((WyckoffPhase.Accumulation, 110, 90), (state.Phase, state.RangeHigh, state.RangeLow));
        Assert.Equal(0.5, state.Confidence);
        state = classifier.Next(state, bar with { RangeHigh = 130, Close = 110 }, default);
        Assert.Equal(110, state.RangeHigh);
        state = classifier.Next(state, bar with { EfficiencyRatio = 0.3, Close = 112, PreviousClose = 110, Rvol = 1.1 }, default);
        Assert.Equal(WyckoffPhase.Accumulation, state.Phase);
        state = classifier.Next(state, bar with { EfficiencyRatio = 0.3, Close = 112, PreviousClose = 111, Rvol = 1.1 }, default);
        Assert.Equal((WyckoffPhase.Markup, 0.5), (state.Phase, state.Confidence));
        Assert.True(double.IsNaN(state.RangeHigh));
    }

    [Fact]
    public void Every_weighted_signal_counts_once_and_absorption_counts_against_the_trend()
    {
        BarFeatures bar = new() { High = 96, Low = 91, Close = 94, Clv = 0.6, Rvol = 1.7, Rspr = 0.5, Slope15 = -0.2, PriorLow5 = 92, PriorLow = 90, PriorHigh = 110, Atr = 10, Zv = 3, Zs = 0 };
        SignalSet signals = SignalRules.Evaluate(bar, default, new SignalThresholds());
        Assert.Equal(0.6 * (0.5 * 1.7 / 3 + 0.3) + 0.4, WyckoffClassifier.EvidenceOf(signals, -1), 1e-12);
    }

    private static double EfficiencyOf(Func<int, long> close)
    {
        var series = new TimeframeSeries(BarInterval.H1, VolumeSpreadPreset.Standard);
        double ratio = double.NaN;
        for (int i = 0; i <= 30; i++)
            ratio = series.Add(SeededBars.Bar(i * 3_600_000L, close(i), close(i) + 1, close(i) - 1, close(i), 10)).Features.EfficiencyRatio;
        return ratio;
    }
}
