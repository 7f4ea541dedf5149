using Platform.Analytics.VolumeSpread.Features;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Tests.VolumeSpread;

/// <summary>Bars of a random walk on a coarse tick, with quiet, wide, empty and trending stretches, so that every signal occurs.</summary>
internal static class SeededBars
{
    public const long Start_ms = 1_700_006_400_000;

    public static PriceVolumeBar[] Make(int seed, int count, long length_ms = 300_000)
    {
        var random = new Random(seed);
        var bars = new PriceVolumeBar[count];
        long close = 100_000;
        double drift = 0, width = 30, level = 1_000;
        for (int i = 0; i < count; i++)
        {
            if (random.Next(40) == 0)
                (drift, width, level) = ((random.NextDouble() - 0.5) * 40, 5 + random.Next(80), 100 + random.Next(3_000));
            long time_ms = Start_ms + i * length_ms;
            if (random.Next(50) == 0)
            {
                bars[i] = Bar(time_ms, close, close, close, close, 0);
                continue;
            }

            double loud = random.Next(15) == 0 ? 4 : random.Next(4) == 0 ? 0.3 : 1;
            long open = close;
            close = Math.Max(1_000, open + (long)(drift + (random.NextDouble() - 0.5) * width * (loud > 1 ? 2 : 1)));
            long high = Math.Max(open, close) + random.Next((int)width + 1), low = Math.Max(1, Math.Min(open, close) - random.Next((int)width + 1));
            bars[i] = Bar(time_ms, open, high, low, close, 1 + (long)(level * loud * (0.5 + random.NextDouble())));
        }

        return bars;
    }

    /// <summary>Prices in hundredths, volume in thousandths.</summary>
    public static PriceVolumeBar Bar(long time_ms, long open, long high, long low, long close, long volume) =>
        new(time_ms, Cents(open), Cents(high), Cents(low), Cents(close), Volume.FromUnits(volume * 100_000));

    private static Price Cents(long value) => Price.FromUnits(value * 1_000_000);
}
