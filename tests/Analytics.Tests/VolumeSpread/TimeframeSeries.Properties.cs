using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;
using Xunit;

namespace Platform.Analytics.Tests.VolumeSpread;

public sealed class TimeframeSeriesProperties
{
    private const int Bars = 500;

    private static Arbitrary<int> Seeds { get; } = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void A_series_restored_after_any_bar_continues_with_bit_identical_results() => Prop.ForAll(Seeds, Gen.Choose(0, Bars).ToArbitrary(), (seed, cut) =>
    {
        PriceVolumeBar[] bars = SeededBars.Make(seed, Bars);
        BarAnalysis[] whole = Fold(new TimeframeSeries(BarInterval.M5, VolumeSpreadPreset.Standard), bars);
        var first = new TimeframeSeries(BarInterval.M5, VolumeSpreadPreset.Standard);
        Fold(first, bars[..cut]);
        TimeframeSeries restored = Restore(Written(first));
        return Fold(restored, bars[cut..]).SequenceEqual(whole[cut..]) && Written(restored).SequenceEqual(Written(FoldedOver(bars)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_later_bar_never_changes_what_was_said_of_an_earlier_one() => Prop.ForAll(Seeds, Gen.Choose(1, Bars).ToArbitrary(), (seed, cut) =>
    {
        PriceVolumeBar[] bars = SeededBars.Make(seed, Bars), others = SeededBars.Make(seed + 1, Bars);
        BarAnalysis[] one = Fold(new TimeframeSeries(BarInterval.M5, VolumeSpreadPreset.Standard), bars);
        BarAnalysis[] other = Fold(new TimeframeSeries(BarInterval.M5, VolumeSpreadPreset.Standard), [.. bars[..cut], .. others[cut..]]);
        return one[..cut].SequenceEqual(other[..cut]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_features_are_those_of_the_formulas_over_the_whole_array() => Prop.ForAll(Seeds, seed =>
    {
        PriceVolumeBar[] bars = SeededBars.Make(seed, 400, BarInterval.M30.Length_ms);
        var plain = new PlainAnalysis(bars, BarInterval.M30.Length_ms);
        BarAnalysis[] fold = Fold(new TimeframeSeries(BarInterval.M30, VolumeSpreadPreset.Standard), bars);
        return Enumerable.Range(0, bars.Length).All(t => Agrees(fold[t].Features, plain, t));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Strengths_and_confidence_stay_between_0_and_1_and_warm_up_and_empty_bars_raise_nothing() => Prop.ForAll(Seeds, seed =>
        Fold(new TimeframeSeries(BarInterval.H1, VolumeSpreadPreset.Standard), SeededBars.Make(seed, Bars, 3_600_000)).All(bar =>
            bar.Wyckoff.Confidence is >= 0 and <= 1
            && bar.Score is >= -1 and <= 1
            && (bar.Signals.IsEmpty || !(bar.Features.IsWarmUp || bar.Features.IsEmpty))
            && Enum.GetValues<SignalKind>().All(kind => !bar.Signals.Has(kind) || bar.Signals.Strength(kind) is >= 0 and <= 1))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_signal_and_every_phase_occurs_in_the_generated_bars()
    {
        BarAnalysis[] all = [.. Enumerable.Range(0, 40).SelectMany(seed => Fold(new TimeframeSeries(BarInterval.H1, VolumeSpreadPreset.Standard), SeededBars.Make(seed, Bars, 3_600_000)))];
        Assert.All(Enum.GetValues<SignalKind>(), kind => Assert.Contains(all, bar => bar.Signals.Has(kind)));
        Assert.All(Enum.GetValues<WyckoffPhase>(), phase => Assert.Contains(all, bar => bar.Wyckoff.Phase == phase));
    }

    [Fact]
    public void A_state_of_another_timeframe_or_cut_short_is_refused_with_the_remedy()
    {
        byte[] state = Written(FoldedOver(SeededBars.Make(1, 80)));
        Assert.Contains("Rebuild it from history", Read(state, BarInterval.H1).Fault!.Message);
        Assert.Contains("Rebuild it from history", Read(state[..^9], BarInterval.M5).Fault!.Message);
    }

    private static bool Agrees(in BarFeatures fold, PlainAnalysis plain, int t)
    {
        (string Name, double Fold, double Plain)[] pairs =
        [
            ("clv", fold.Clv, plain.Clv(t)), ("rvol", fold.Rvol, plain.Rvol(t)), ("rspr", fold.Rspr, plain.Rspr(t)), ("zv", fold.Zv, plain.Zv(t)), ("zs", fold.Zs, plain.Zs(t)),
            ("atr", fold.Atr, plain.Atr(t)), ("slope5", fold.Slope5, plain.Slope(t, 5)), ("slope15", fold.Slope15, plain.Slope(t, 15)), ("slope40", fold.Slope40, plain.Slope(t, 40)),
            ("er", fold.EfficiencyRatio, plain.EfficiencyRatio(t)), ("r20", fold.PriorHigh, plain.PriorHigh(t)), ("s20", fold.PriorLow, plain.PriorLow(t)),
            ("hh30", fold.RangeHigh, plain.RangeHigh(t)), ("prv", fold.VolumeRank, plain.VolumeRank(t)),
        ];
        foreach ((string name, double left, double right) in pairs)
            Assert.True(left.Equals(right) || Math.Abs(left - right) <= 1e-9 + 1e-12 * Math.Abs(right), $"{name} of bar {t}: {left} but {right} by the formula");
        return true;
    }

    private static BarAnalysis[] Fold(TimeframeSeries series, PriceVolumeBar[] bars) => [.. bars.Select(bar => series.Add(bar))];

    private static TimeframeSeries FoldedOver(PriceVolumeBar[] bars)
    {
        var series = new TimeframeSeries(BarInterval.M5, VolumeSpreadPreset.Standard);
        Fold(series, bars);
        return series;
    }

    private static byte[] Written(TimeframeSeries series)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        series.Write(writer);
        writer.Flush();
        return memory.ToArray();
    }

    private static TimeframeSeries Restore(byte[] state) => Read(state, BarInterval.M5).Value;

    private static Primitives.Outcomes.Result<TimeframeSeries> Read(byte[] state, BarInterval timeframe)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        return TimeframeSeries.Read(reader, timeframe, VolumeSpreadPreset.Standard);
    }
}
