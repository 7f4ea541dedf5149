using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Market;

namespace Platform.Executor.Planning;

/// <summary>How one child goes out: a market order, or a limit that ends at once at a guard price.</summary>
internal readonly record struct ChildForm(OrderType Type, Price LimitPrice);

/// <summary>A parent cut into children for immediate execution (spec/quant.md §7.2).</summary>
internal static class OrderSlices
{
    private const double BasisPoint = 1e-4;

    /// <summary>Pieces on the lot grid, none above the largest order, none below the smallest, that sum to the quantity.</summary>
    public static IReadOnlyList<Quantity> Split(Quantity quantity, LotSize lot)
    {
        Quantity max = lot.Max.Units > 0 ? lot.Max.TruncateTo(lot.Step) : quantity;
        Check.That(max.Units > 0, "the largest order is smaller than one step");
        var pieces = new List<Quantity>();
        for (Quantity left = quantity; left.Units > 0;)
        {
            Quantity piece = Quantity.Min(left, max);
            Quantity rest = left - piece;
            if (!rest.IsZero && rest < lot.Min)
                piece -= (lot.Min - rest + lot.Step - Quantity.FromUnits(1)).TruncateTo(lot.Step);
            pieces.Add(piece);
            left -= piece;
        }

        return pieces;
    }

    /// <summary>
    /// A market order, unless the best price on the other side is further from the middle than the slippage allowed:
    /// then a limit at the guard price that takes what it can and ends.
    /// </summary>
    public static ChildForm FormOf(Side side, Instrument instrument, BestQuote? quote, Price arrival, double slippageMax_bps)
    {
        BookLevel level = quote is null ? default : side == Side.Buy ? quote.Ask : quote.Bid;
        if (level.Price.IsZero || arrival.IsZero)
            return new ChildForm(OrderType.Market, Price.Zero);
        double away = (level.Price.ToDouble() / arrival.ToDouble() - 1) * (int)side;
        if (away <= slippageMax_bps * BasisPoint)
            return new ChildForm(OrderType.Market, Price.Zero);
        long allowance = (long)((Int128)arrival.Units * (long)Math.Round(slippageMax_bps * 100) / 1_000_000);
        Price guard = Price.FromUnits(arrival.Units + (int)side * allowance);
        return new ChildForm(OrderType.Limit, side == Side.Buy ? guard.FloorTo(instrument.Price.Tick) : guard.CeilingTo(instrument.Price.Tick));
    }
}
