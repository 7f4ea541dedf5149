using Platform.Domain.Orders;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Market.Klines;

/// <summary>
/// Converts a minute bar with turnover into trades that reproduce it exactly: volume and turnover of all trades, and of those
/// with a buying taker. Open, high, low and close get one lot each. Then random trades are drawn while the remainder stays feasible,
/// which means that trades within the bar can produce it. The remainder of each side is split over the two ticks around its mean price, which is exact.
/// </summary>
internal static class FlowPath
{
    private const int MaxDrawn = 7;
    private const int MaxPrints = 4 + 2 * (MaxDrawn + 2);

    /// <summary>Adds the trades of a bar to the list. Returns false without adding any when no trades on the grid produce the sums of the bar.</summary>
    public static bool TryFill(in RecordedBar bar, long tick, long step, SeededStream stream, List<PathTrade> into)
    {
        BarFlow flow = bar.Flow!;
        Int128 grid = (Int128)tick * step;
        if (flow.BuyVolume % step != 0 || flow.Quote % grid != 0 || flow.BuyQuote % grid != 0 || flow.BuyVolume > bar.Volume)
            return false;
        Span<long> corners = stackalloc long[4];
        long lots = bar.Volume / step;
        corners = corners[..BarCorners.Of(bar, lots, ref stream, corners)];
        if (corners.Length > lots)
            return false;
        foreach (ref long corner in corners)
            corner /= tick;
        var range = new Range(bar.Low / tick, bar.High / tick);
        var buys = new Rest(flow.BuyVolume / step, flow.BuyQuote / grid, range);
        var sells = new Rest(lots - flow.BuyVolume / step, (flow.Quote - flow.BuyQuote) / grid, range);
        if (!TryCorners(corners, stream.Below(16), ref buys, ref sells, out int bought))
            return false;

        Span<Print> prints = stackalloc Print[MaxPrints];
        int drawn = (int)Math.Clamp((flow.Trades - corners.Length - 4) / 2, 0, MaxDrawn);
        int inner = Draw(ref buys, drawn, corners, Side.Buy, ref stream, prints);
        inner += Draw(ref sells, drawn, corners, Side.Sell, ref stream, prints[inner..]);
        inner += buys.TakeAll(Side.Buy, prints[inner..]);
        inner += sells.TakeAll(Side.Sell, prints[inner..]);
        Write(bar, tick, step, corners, bought, prints[..inner], stream, into);
        return true;
    }

    /// <summary>Assigns one lot and a taker side to each corner, so that the remainders of both sides stay feasible; false when that is not possible.</summary>
    private static bool TryCorners(ReadOnlySpan<long> corners, int firstMask, ref Rest buys, ref Rest sells, out int bought)
    {
        for (int i = 0; i < 16; i++)
        {
            bought = (firstMask + i) % (1 << corners.Length);
            (Rest buy, Rest sell) = (buys, sells);
            for (int corner = 0; corner < corners.Length; corner++)
            {
                if ((bought & (1 << corner)) != 0)
                    buy.Take(1, corners[corner]);
                else
                    sell.Take(1, corners[corner]);
            }

            if (!buy.IsPossible || !sell.IsPossible)
                continue;
            (buys, sells) = (buy, sell);
            return true;
        }

        bought = 0;
        return false;
    }

    /// <summary>Draws trades along the path from corner to corner; a trade after which the remainder is not feasible is skipped. Returns their number.</summary>
    private static int Draw(ref Rest rest, int most, ReadOnlySpan<long> corners, Side side, ref SeededStream stream, Span<Print> prints)
    {
        int count = 0;
        for (int i = 0; i < most && rest.Lots > 1; i++)
        {
            double along = stream.Uniform() * (corners.Length - 1);
            int leg = Math.Min((int)along, Math.Max(0, corners.Length - 2));
            double path = corners[leg] + (corners[Math.Min(leg + 1, corners.Length - 1)] - corners[leg]) * (along - leg);
            long price = Math.Clamp((long)Math.Round(path + (rest.Prices.High - rest.Prices.Low) * 0.08 * stream.Normal()), rest.Prices.Low, rest.Prices.High);
            long lots = Math.Clamp((long)(rest.Lots / (double)(most - i + 1) * Math.Exp(0.9 * stream.Normal() - 0.4)), 1, rest.Lots - 1);
            Rest left = rest;
            left.Take(lots, price);
            if (!left.IsPossible)
                continue;
            rest = left;
            prints[count++] = new Print(along, price, lots, side);
        }

        return count;
    }

    private static void Write(in RecordedBar bar, long tick, long step, ReadOnlySpan<long> corners, int bought, Span<Print> inner, SeededStream stream, List<PathTrade> into)
    {
        foreach (ref Print print in inner)
            print = print with { Along = double.IsNaN(print.Along) ? stream.Uniform() * (corners.Length - 1) : print.Along };
        Span<Print> all = stackalloc Print[corners.Length + inner.Length];
        inner.CopyTo(all[corners.Length..]);
        for (int i = 0; i < corners.Length; i++)
        {
            // The trade at the open is always the first one and the trade at the close the last one.
            double along = i == 0 ? -1 : i == corners.Length - 1 ? corners.Length : i;
            all[i] = new Print(along, corners[i], 1, (bought & (1 << i)) != 0 ? Side.Buy : Side.Sell);
        }

        all.Sort((a, b) => a.Along.CompareTo(b.Along));
        Span<long> times = stackalloc long[all.Length];
        BarCorners.Times(times, ref stream);
        long more = Math.Max(0, bar.Flow!.Trades - all.Length), lots = bar.Volume / step, given = 0;
        for (int i = 0; i < all.Length; i++)
        {
            // A print may represent several trades: the trades that remain are distributed over the prints by quantity.
            long extra = i == all.Length - 1 ? more - given : (long)((Int128)more * all[i].Lots / lots);
            given += extra;
            into.Add(new PathTrade(bar.Open_ms + times[i], all[i].Price * tick, all[i].Lots * step, all[i].Side, 1 + extra));
        }
    }

    private readonly record struct Range(long Low, long High);

    private readonly record struct Print(double Along, long Price, long Lots, Side Side);

    /// <summary>The remainder of one side: the number of lots, and the sum of lots × price in ticks.</summary>
    private struct Rest(long lots, Int128 value, Range prices)
    {
        public long Lots = lots;
        public Int128 Value = value;

        public Range Prices { get; } = prices;

        /// <summary>True when trades within the bar's price range can produce exactly this remainder.</summary>
        public readonly bool IsPossible => Lots >= 0 && Value >= (Int128)Lots * Prices.Low && Value <= (Int128)Lots * Prices.High;

        public void Take(long taken, long price)
        {
            Lots -= taken;
            Value -= (Int128)taken * price;
        }

        /// <summary>Writes the remainder as at most two trades at adjacent ticks; returns their number.</summary>
        public readonly int TakeAll(Side side, Span<Print> prints)
        {
            if (Lots == 0)
                return 0;
            long below = (long)(Value / Lots), above = (long)(Value - (Int128)below * Lots);
            int count = 0;
            if (above < Lots)
                prints[count++] = new Print(double.NaN, below, Lots - above, side);
            if (above > 0)
                prints[count++] = new Print(double.NaN, below + 1, above, side);
            return count;
        }
    }
}
