using Platform.Analytics.Bars;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.VolumeSpread;

public sealed class SymbolAnalysisTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_roll_up_is_that_of_the_platforms_bars_for_every_timeframe(int seed)
    {
        PriceVolumeBar[] bars = SeededBars.Make(seed, 700);
        foreach (BarInterval timeframe in TimeframeAlignment.Timeframes)
        {
            PriceVolumeBar[] expected = [.. bars.GroupBy(bar => timeframe.StartOf(bar.OpenTime_ms)).Select(group => RollUp.Of(timeframe, [.. group.Select(Official)])).OfType<Bar>().Select(PriceVolumeBar.From)];
            Assert.Equal(expected, RollUpOf(timeframe, bars));
            Assert.NotEmpty(expected);
        }
    }

    [Fact]
    public void A_window_with_a_missing_child_gives_no_bar_and_is_counted()
    {
        PriceVolumeBar[] bars = SeededBars.Make(1, 36);
        var rollUp = new BarRollUp(BarInterval.H1, BarInterval.M5.Length_ms);
        List<long> starts = [];
        foreach (PriceVolumeBar bar in bars.Where((_, i) => i is not (0 or 17)))
        {
            if (rollUp.TryAdd(bar, out PriceVolumeBar hour))
                starts.Add(hour.OpenTime_ms);
        }

        Assert.Equal([SeededBars.Start_ms + 7_200_000], starts);
        Assert.Equal(1, rollUp.Incomplete);
    }

    [Fact]
    public void Timeframes_that_close_together_are_aligned_once_over_the_last_bar_of_each()
    {
        var analysis = new SymbolAnalysis("BTCUSDT", [BarInterval.H1, BarInterval.M30], VolumeSpreadPreset.Standard);
        PriceVolumeBar[] halves = SeededBars.Make(9, 400, 1_800_000), hours = RollUpOf(BarInterval.H1, halves, 1_800_000);
        var half = new TimeframeSeries(BarInterval.M30, VolumeSpreadPreset.Standard);
        var hour = new TimeframeSeries(BarInterval.H1, VolumeSpreadPreset.Standard);
        BarAnalysis hourly = default;
        for (int i = 0; i < halves.Length; i++)
        {
            List<TimeframeClose> closes = [new(BarInterval.M30, halves[i], PerpetualContext.Unknown)];
            BarAnalysis half30 = half.Add(halves[i]);
            if (i % 2 == 1)
            {
                closes.Add(new(BarInterval.H1, hours[i / 2], PerpetualContext.Unknown));
                hourly = hour.Add(hours[i / 2]);
            }

            List<TimeframeAnalysis> found = [];
            analysis.Close(closes, found);
            Assert.Equal(closes.Count, found.Count);
            List<(double, double)> scores = [];
            if (!half30.Features.IsWarmUp)
                scores.Add((2, half30.Score));
            if (i > 0 && !hourly.Features.IsWarmUp)
                scores.Add((3, hourly.Score));
            Assert.Equal(TimeframeAlignment.Of([.. scores]), analysis.Alignment);
        }

        Assert.Equal(2, analysis.Newest.Count());
    }

    private static PriceVolumeBar[] RollUpOf(BarInterval timeframe, PriceVolumeBar[] bars, long length_ms = 300_000)
    {
        var rollUp = new BarRollUp(timeframe, length_ms);
        List<PriceVolumeBar> found = [];
        foreach (PriceVolumeBar child in bars)
        {
            if (rollUp.TryAdd(child, out PriceVolumeBar bar))
                found.Add(bar);
        }

        return [.. found];
    }

    private static Bar Official(PriceVolumeBar bar)
    {
        SizeBuckets buys = default;
        buys[0] = new Flow(bar.Volume, Notional.Zero, 0);
        return new Bar
        {
            Symbol = "X", OpenTime_ms = bar.OpenTime_ms, CloseTime_ms = bar.OpenTime_ms + 300_000, Open = bar.Open, High = bar.High, Low = bar.Low, Close = bar.Close, Buys = buys,
        };
    }
}
