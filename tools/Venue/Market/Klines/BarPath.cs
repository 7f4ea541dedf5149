using Platform.Domain.Orders;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Klines;

/// <summary>
/// Converts a minute bar into trades that reproduce it exactly: the first trade has the open price, the last the close price, high and low are
/// reached and not exceeded, and the quantities sum to the volume. When the bar has turnover, taker buy volume and a number of
/// trades, these are also reproduced (<see cref="FlowPath"/>). Deterministic for a seed, symbol and minute.
/// </summary>
internal static class BarPath
{
    private const int MinTrades = 8;
    private const int Spread = 14;

    /// <param name="tick">Price tick; every price of the bar is a multiple of it.</param>
    /// <param name="step">Quantity step; the volume is a multiple of it.</param>
    /// <param name="most">Maximum number of trades; a bar always has the trades at open, high, low and close.</param>
    public static void Fill(in RecordedBar bar, long tick, long step, SeededStream stream, List<PathTrade> into, long most = long.MaxValue)
    {
        into.Clear();
        long lots = bar.Volume / step;
        if (lots == 0 || (bar.Flow is not null && FlowPath.TryFill(bar, tick, step, stream, into)))
            return;
        Span<long> corners = stackalloc long[4];
        int cornerCount = BarCorners.Of(bar, lots, ref stream, corners);
        int count = (int)Math.Min(lots, Math.Max(cornerCount, Math.Min(most, MinTrades + stream.Below(Spread))));
        Span<long> prices = stackalloc long[count];
        Walk(bar, tick, corners[..cornerCount], prices, ref stream);
        Span<long> sizes = stackalloc long[count];
        Divide(lots, sizes, ref stream);
        Span<long> times = stackalloc long[count];
        BarCorners.Times(times, ref stream);
        Side side = stream.Uniform() < 0.5 ? Side.Buy : Side.Sell;
        for (int i = 0; i < count; i++)
        {
            long before = i == 0 ? bar.Open : prices[i - 1];
            side = prices[i] > before ? Side.Buy : prices[i] < before ? Side.Sell : stream.Uniform() < 0.6 ? side : side == Side.Buy ? Side.Sell : Side.Buy;
            into.Add(new PathTrade(bar.Open_ms + times[i], prices[i], sizes[i] * step, side));
        }
    }

    /// <summary>Assigns prices to the trades: the corners, and a random walk on the price grid between them.</summary>
    private static void Walk(in RecordedBar bar, long tick, ReadOnlySpan<long> corners, Span<long> prices, ref SeededStream stream)
    {
        int last = prices.Length - 1;
        int from = 0;
        prices[0] = corners[0];
        for (int corner = 1; corner < corners.Length; corner++)
        {
            int left = corners.Length - 1 - corner;
            int to = left == 0 ? last : Math.Clamp((int)((double)last * corner / (corners.Length - 1) + stream.Below(3) - 1), from + 1, last - left);
            for (int i = from + 1; i < to; i++)
            {
                double along = corners[corner - 1] + (double)(corners[corner] - corners[corner - 1]) * (i - from) / (to - from);
                double noise = (bar.High - bar.Low) * 0.08 * stream.Normal();
                prices[i] = Math.Clamp((long)Math.Round((along + noise) / tick) * tick, bar.Low, bar.High);
            }

            prices[to] = corners[corner];
            from = to;
        }

        for (int i = from + 1; i <= last; i++)
            prices[i] = corners[^1];
    }

    /// <summary>Splits a number of lots with heavy-tailed random weights; every part has at least one lot.</summary>
    private static void Divide(long lots, Span<long> sizes, ref SeededStream stream)
    {
        Span<double> weights = stackalloc double[sizes.Length];
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
            total += weights[i] = Math.Exp(1.2 * stream.Normal());
        long free = lots - sizes.Length, given = 0;
        int largest = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            long part = (long)(free * (weights[i] / total));
            sizes[i] = 1 + part;
            given += part;
            if (weights[i] > weights[largest])
                largest = i;
        }

        sizes[largest] += free - given;
    }
}
