using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Market;

namespace Platform.Benchmarks.Venue;

/// <summary>
/// Compares statistics of the seeded market model with recordings: `Benchmarks venue-model`. Recordings are read from ../shared/data of
/// the working folder: binance-usdm-1m, and binance-usdm-ws for statistics that bars do not contain.
/// </summary>
internal static class ModelCalibration
{
    private const long Start_ms = 1_766_361_600_000;
    private const int Minutes = 3 * 1440;
    private const string Folder = "../shared/data/binance-usdm-1m";
    private const string Captures = "../shared/data/binance-usdm-ws";

    public static void Run()
    {
        List<Series> model = Play(new ExchangeOptions { Symbols = 10, VirtualStart_ms = Start_ms }, Start_ms);
        List<Series>? recorded = null;
        if (Directory.Exists(Folder))
            recorded = Play(new ExchangeOptions { Market = MarketKind.Klines, MarketPath = Folder }, 0);
        Console.WriteLine("| statistic (10 symbols, 1-minute candles, 3 days) | model | recorded |");
        Console.WriteLine("|---|---|---|");
        Row("daily volatility, median over symbols", series => Median(series, one => Deviation(one.Returns) * Math.Sqrt(1440)), "P2");
        Row("excess kurtosis of returns, median", series => Median(series, one => Kurtosis(one.Returns)), "F1");
        Row("autocorrelation of |return|, 1 minute", series => Median(series, one => Autocorrelation(one.Sizes, 1)), "F2");
        Row("autocorrelation of |return|, 10 minutes", series => Median(series, one => Autocorrelation(one.Sizes, 10)), "F2");
        Row("autocorrelation of |return|, 60 minutes", series => Median(series, one => Autocorrelation(one.Sizes, 60)), "F2");
        Row("autocorrelation of return, 1 minute", series => Median(series, one => Autocorrelation(one.Returns, 1)), "F2");
        Row("mean correlation between symbols, 5 minutes", MeanCorrelation, "F2");
        Row("range over |return| of a candle, ratio of means", series => Median(series, one => one.Ranges.Average() / one.Sizes.Average()), "F2");
        Row("variation of volume (deviation over mean)", series => Median(series, one => Deviation(one.Volumes) / one.Volumes.Average()), "F2");
        Row("autocorrelation of volume, 1 minute", series => Median(series, one => Autocorrelation(one.Volumes, 1)), "F2");
        Row("autocorrelation of volume, 10 minutes", series => Median(series, one => Autocorrelation(one.Volumes, 10)), "F2");
        Row("autocorrelation of volume, 60 minutes", series => Median(series, one => Autocorrelation(one.Volumes, 60)), "F2");
        Row("correlation of volume and |return|", series => Median(series, one => Correlation(one.Volumes, one.Sizes)), "F2");
        Row("volume of the busiest hours of the day over the quietest (6 each)", series => BusyOverQuiet(series), "F1");
        Row("correlation with bitcoin a minute earlier", series => series.Skip(1).Average(one => Correlation(series[0].Returns[..^1], one.Returns[1..])), "F2");
        Row("funding rate, mean over fundings (8 h)", series => series.SelectMany(one => one.Fundings).Average(), "P4");
        Row("funding rate, deviation", series => Deviation([.. series.SelectMany(one => one.Fundings)]), "P4");
        Row("share of fundings at the interest rate", series => series.SelectMany(one => one.Fundings).Average(rate => Math.Abs(rate - 0.0001) < 1e-9 ? 1.0 : 0), "P0");
        TapeCalibration.Run(Captures, Start_ms);

        void Row(string name, Func<List<Series>, double> statistic, string format) =>
            Console.WriteLine($"| {name} | {statistic(model).ToString(format)} | {(recorded is null ? "-" : statistic(recorded).ToString(format))} |");
    }

    private static List<Series> Play(ExchangeOptions options, long start_ms)
    {
        var core = new ExchangeCore(options, MarketSources.Open(options, start_ms).Value);
        long end_ms = core.State.Start_ms + Minutes * 60_000L;
        core.AdvanceTo(end_ms - 1);
        return [.. core.State.Symbols.Select(symbol => new Series(
            core.Klines.Read(symbol, "1m", KlineSeries.Contract, Minutes, core.State.Start_ms, end_ms - 1),
            [.. core.Pricing.Histories[symbol.Listing.Index].Where(row => row.Funding_ms > core.State.Start_ms).Select(row => row.FundingRate.ToDouble() * 8 / symbol.Listing.View.FundingInterval_hours)]))];
    }

    /// <summary>Mean volume of the six busiest hours of the day over that of the six quietest, over all symbols and days.</summary>
    private static double BusyOverQuiet(List<Series> series)
    {
        double[] hours = [.. Enumerable.Range(0, 24).Select(hour => series.Average(one => one.Hours[hour])).Order()];
        return hours[^6..].Average() / hours[..6].Average();
    }

    private static double MeanCorrelation(List<Series> series)
    {
        double[][] fives = [.. series.Select(one => one.Returns.Chunk(5).Where(chunk => chunk.Length == 5).Select(chunk => chunk.Sum()).ToArray())];
        var pairs = from a in Enumerable.Range(0, fives.Length) from b in Enumerable.Range(a + 1, fives.Length - a - 1) select Correlation(fives[a], fives[b]);
        return pairs.Average();
    }

    private static double Median(List<Series> series, Func<Series, double> of)
    {
        double[] sorted = [.. series.Select(of).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Kurtosis(double[] values)
    {
        double mean = values.Average(), deviation = Deviation(values);
        return values.Average(value => Math.Pow((value - mean) / deviation, 4)) - 3;
    }

    private static double Autocorrelation(double[] values, int lag) => Correlation(values[..^lag], values[lag..]);

    private static double Correlation(double[] a, double[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        double product = a.Zip(b).Average(pair => (pair.First - meanA) * (pair.Second - meanB));
        return product / (Deviation(a) * Deviation(b));
    }

    /// <summary>One symbol's candles as numbers.</summary>
    private sealed class Series(List<KlineView> klines, double[] fundings)
    {
        /// <summary>Funding rates of eight hours.</summary>
        public double[] Fundings => fundings;

        /// <summary>Mean volume by hour of the day, with equal weight for each day.</summary>
        public double[] Hours { get; } = [.. klines.GroupBy(kline => kline.Open_ms / 86_400_000).SelectMany(day => day.Select(kline => (Hour: kline.Open_ms / 3_600_000 % 24, Share: kline.Volume.ToDouble() / day.Average(other => other.Volume.ToDouble()))))
            .GroupBy(minute => minute.Hour).OrderBy(hour => hour.Key).Select(hour => hour.Average(minute => minute.Share))];

        public double[] Returns { get; } = [.. klines.Skip(1).Zip(klines, (later, earlier) => Math.Log(later.Close.ToDouble() / earlier.Close.ToDouble()))];

        public double[] Sizes => [.. Returns.Select(Math.Abs)];

        public double[] Ranges { get; } = [.. klines.Skip(1).Select(kline => Math.Log(kline.High.ToDouble() / kline.Low.ToDouble()))];

        public double[] Volumes { get; } = [.. klines.Skip(1).Select(kline => kline.Volume.ToDouble())];
    }
}
