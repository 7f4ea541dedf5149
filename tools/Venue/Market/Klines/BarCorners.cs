using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Klines;

/// <summary>The corners of a minute bar (open, high, low, close) in order, and times within the minute.</summary>
internal static class BarCorners
{
    private const long LastSecond_ms = 59_900;

    /// <summary>Minimum number of lots of a bar, so that open, high, low and close are all traded.</summary>
    public static int MinLots(in RecordedBar bar)
    {
        Span<long> corners = stackalloc long[4];
        return Math.Min(Of(bar, lowFirst: true, corners), Of(bar, lowFirst: false, corners));
    }

    /// <summary>Offsets within the minute, ascending.</summary>
    public static void Times(Span<long> times, ref SeededStream stream)
    {
        for (int i = 0; i < times.Length; i++)
            times[i] = (long)(stream.Uniform() * LastSecond_ms);
        times.Sort();
    }

    /// <summary>Open, the two extremes in a likely order, close, without consecutive repeats. With few lots, the order that needs fewer.</summary>
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
