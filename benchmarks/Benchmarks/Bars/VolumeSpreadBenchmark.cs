using System.Diagnostics;
using System.Globalization;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;

namespace Platform.Benchmarks.Bars;

/// <summary>
/// Volume-spread analysis of 300 symbols in six timeframes: 10,000 bars each from an empty state, and one close of every symbol and
/// timeframe at the same time, compared with a plain sum over the same bars in the same run.
/// </summary>
internal static class VolumeSpreadBenchmark
{
    private const int Symbols = 300;
    private const int History = 10_000;

    public static void Run()
    {
        BarInterval[] timeframes = [.. TimeframeAlignment.Timeframes];
        PriceVolumeBar[] bars = Walk(History + 20);
        Fold(timeframes[0], bars);
        Report("plain sum of the closes (peer)", PlainSum(bars, Symbols * timeframes.Length), Symbols * timeframes.Length * (long)History);
        TimeSpan used = Environment.CpuUsage.TotalTime;
        Stopwatch one = Stopwatch.StartNew();
        for (int i = 0; i < Symbols * timeframes.Length / 10; i++)
            Fold(timeframes[i % timeframes.Length], bars);
        Report("analysis from an empty state, one thread (a tenth of the series)", one.Elapsed, Symbols * timeframes.Length / 10 * (long)History);
        Report("   processor time of that", Environment.CpuUsage.TotalTime - used, Symbols * timeframes.Length / 10 * (long)History);
        Stopwatch all = Stopwatch.StartNew();
        Parallel.For(0, Symbols * timeframes.Length, i => Fold(timeframes[i % timeframes.Length], bars));
        Report("analysis from an empty state, all cores", all.Elapsed, Symbols * timeframes.Length * (long)History);
        Closes(timeframes, bars);
    }

    private static void Closes(BarInterval[] timeframes, PriceVolumeBar[] bars)
    {
        SymbolAnalysis[] symbols = [.. Enumerable.Range(0, Symbols).Select(i => new SymbolAnalysis($"S{i}", timeframes, VolumeSpreadPreset.Standard))];
        List<TimeframeAnalysis> analyses = [];
        List<double> took_ms = [];
        for (int t = 0; t < 500; t++)
        {
            List<TimeframeClose> closes = [.. timeframes.Select(timeframe => new TimeframeClose(timeframe, bars[t], PerpetualContext.Unknown))];
            Stopwatch watch = Stopwatch.StartNew();
            foreach (SymbolAnalysis symbol in symbols)
            {
                analyses.Clear();
                symbol.Close(closes, analyses);
            }

            took_ms.Add(watch.Elapsed.TotalMilliseconds);
        }

        took_ms.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one close of {Symbols} symbols × {timeframes.Length} timeframes, one thread: median {took_ms[took_ms.Count / 2]:0.00} ms, 99th percentile {took_ms[took_ms.Count * 99 / 100]:0.00} ms"));
    }

    private static void Fold(BarInterval timeframe, PriceVolumeBar[] bars)
    {
        var series = new TimeframeSeries(timeframe, VolumeSpreadPreset.Standard);
        for (int i = 0; i < History; i++)
            series.Add(bars[i] with { OpenTime_ms = i * timeframe.Length_ms });
    }

    private static TimeSpan PlainSum(PriceVolumeBar[] bars, int series)
    {
        Stopwatch watch = Stopwatch.StartNew();
        long sum = 0;
        for (int i = 0; i < series; i++)
        {
            for (int t = 0; t < History; t++)
                sum += bars[t].Close.Units;
        }

        GC.KeepAlive(sum);
        return watch.Elapsed;
    }

    private static PriceVolumeBar[] Walk(int count)
    {
        var random = new Random(1);
        var bars = new PriceVolumeBar[count];
        long close = 1_000_000_000_000;
        for (int i = 0; i < count; i++)
        {
            long open = close;
            close += random.Next(-1_000_000_000, 1_000_000_001);
            bars[i] = new PriceVolumeBar(
                i * 300_000L, Price.FromUnits(open), Price.FromUnits(Math.Max(open, close) + random.Next(500_000_000)), Price.FromUnits(Math.Min(open, close) - random.Next(500_000_000)),
                Price.FromUnits(close), Volume.FromUnits(1 + random.NextInt64(1_000_000_000_000)));
        }

        return bars;
    }

    private static void Report(string what, TimeSpan took, long bars) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {took.TotalSeconds:0.00} s, {took.TotalNanoseconds / bars:0} ns a bar"));
}
