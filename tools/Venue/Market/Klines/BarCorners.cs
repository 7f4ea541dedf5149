using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Klines;

/// <summary>The corners of a minute bar (open, high, low, close) in an order of time, and random times within the minute.</summary>
internal static class BarCorners
{
    private const long LastSecond_ms = 59_900;

    /// <summary>The number of lots that a bar needs so that open, high, low and close can each be traded.</summary>
    public static int MinLots(in RecordedBar bar)
    {
        Span<long> corners = stackalloc long[4];
        return Math.Min(Of(bar, lowFirst: true, corners), Of(bar, lowFirst: false, corners));
    }

    /// <summary>Fills the span with random offsets within the minute, ms, ascending.</summary>
    public static void Times(Span<long> times, ref SeededStream stream)
    {
        for (int i = 0; i < times.Length; i++)
            times[i] = (long)(stream.Uniform() * LastSecond_ms);
        times.Sort();
    }

    /// <summary>Writes open, the two extremes in a likely order, and close, without consecutive repeats; returns their number. With too few lots, the other order of the extremes is used.</summary>
    public static int Of(in RecordedBar bar, long lots, ref SeededStream stream, Span<long> corners)
    {
        bool rises = bar.Close >= bar.Open;
        bool lowFirst = stream.Uniform() < 0.8 ? rises : !rises;
        int count = Of(bar, lowFirst, corners);
        return count <= lots ? count : Of(bar, !lowFirst, corners);
    }

    private static int Of(in RecordedBar bar, bool lowFirst, Span<long> corners)
    {
        ReadOnlySpan<long> order = lowFirst ? [bar.Open, bar.Low, bar.High, bar.Close] : [bar.Open, bar.High, bar.Low, bar.Close];
        int count = 0;
        foreach (long corner in order)
        {
            if (count == 0 || corners[count - 1] != corner)
                corners[count++] = corner;
        }

        return count;
    }
}
