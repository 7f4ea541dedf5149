using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>The planned and filled quantities of a parent order with its reference prices.</summary>
/// <param name="Decision">Price on which the strategy based its decision.</param>
/// <param name="Arrival">Mid price when the parent started.</param>
/// <param name="FilledQuote">Sum of price × quantity of its fills.</param>
/// <param name="MakerFilled">Quantity that was filled as maker.</param>
/// <param name="Last">Price when the parent ended.</param>
/// <param name="Fees">Commissions in the margin asset, converted at the time of each fill.</param>
public sealed record ParentFills(
    Side Side, Quantity Ordered, Price Decision, Price Arrival, Quantity Filled, Notional FilledQuote, Quantity MakerFilled, Price Last, Money Fees);

/// <summary>Market volume and prices between the start and the end of a parent.</summary>
/// <param name="Quote">Sum of price × quantity of all trades.</param>
/// <param name="TimeWeightedPrice">See <see cref="MarketInterval.TimeWeighted"/>; NaN without a trade.</param>
public sealed record MarketInterval(Volume Volume, Notional Quote, double TimeWeightedPrice)
{
    /// <summary>NaN without a trade.</summary>
    public double VolumeWeightedPrice => Volume.IsZero ? double.NaN : Quote.ToDouble() / Volume.ToDouble();

    /// <summary>Time-weighted mean price: each price is weighted by the time for which it was the last traded price within [start, end).</summary>
    /// <param name="prints">Trades sorted by time; the last trade before the start gives the price at the start.</param>
    public static double TimeWeighted(IEnumerable<(long Time_ms, Price Price)> prints, long start_ms, long end_ms)
    {
        double sum = 0, held = double.NaN;
        long since_ms = start_ms, covered_ms = 0;
        foreach ((long time_ms, Price price) in prints)
        {
            if (time_ms >= end_ms)
                break;
            Hold(Math.Max(time_ms, start_ms));
            held = price.ToDouble();
        }

        Hold(end_ms);
        return covered_ms > 0 ? sum / covered_ms : held;

        void Hold(long until_ms)
        {
            if (!double.IsNaN(held) && until_ms > since_ms)
            {
                sum += held * (until_ms - since_ms);
                covered_ms += until_ms - since_ms;
            }

            since_ms = Math.Max(since_ms, until_ms);
        }
    }
}

/// <summary>
/// Costs of a parent against the decision price, the arrival price and the market (quant.md §7.6; Perold 1988). A positive amount is a loss.
/// Amounts are exact; ratios in basis points, NaN when the denominator is zero or nothing was filled.
/// </summary>
/// <param name="Delay">ε(p₀ − p_d)·X.</param>
/// <param name="Impact">ε(p̄ − p₀)·X_f.</param>
/// <param name="Opportunity">ε(p_T − p₀)·(X − X_f).</param>
public sealed record ParentCost(
    Notional Delay, Notional Impact, Notional Opportunity, Money Fees, double ShortfallBps, double ArrivalBps, double VwapBps, double TwapBps, double Participation, double FillRatio, double MakerShare)
{
    private const double BasisPoints = 1e4;

    /// <summary>Implementation shortfall: delay + impact + opportunity + fees.</summary>
    public Notional Shortfall => Delay + Impact + Opportunity + Fees.ToNotional();

    /// <param name="market">Null when the market's trades of the interval are unknown: the market figures are then NaN.</param>
    public static ParentCost Of(ParentFills parent, MarketInterval? market)
    {
        int sign = (int)parent.Side;
        Notional delay = Signed((parent.Arrival - parent.Decision) * parent.Ordered, sign);
        Notional impact = Signed(parent.FilledQuote - parent.Arrival * parent.Filled, sign);
        Notional opportunity = Signed((parent.Last - parent.Arrival) * (parent.Ordered - parent.Filled), sign);
        double average = parent.Filled.IsZero ? double.NaN : parent.FilledQuote.ToDouble() / parent.Filled.ToDouble();
        var cost = new ParentCost(
            delay, impact, opportunity, parent.Fees, double.NaN,
            Against(average, parent.Arrival.IsZero ? double.NaN : parent.Arrival.ToDouble(), sign),
            Against(average, market?.VolumeWeightedPrice ?? double.NaN, sign),
            Against(average, market?.TimeWeightedPrice ?? double.NaN, sign),
            market is null ? double.NaN : Ratio(parent.Filled.ToDouble(), market.Volume.ToDouble()),
            Ratio(parent.Filled.ToDouble(), parent.Ordered.ToDouble()),
            Ratio(parent.MakerFilled.ToDouble(), parent.Filled.ToDouble()));
        return cost with { ShortfallBps = BasisPoints * Ratio(cost.Shortfall.ToDouble(), (parent.Decision * parent.Ordered).ToDouble()) };
    }

    /// <summary>Perold's form of the shortfall, ε[(p̄ − p_d)X_f + (p_T − p_d)(X − X_f)] + F; equal to the sum of the parts.</summary>
    public static Notional Perold(ParentFills parent)
    {
        Notional filled = parent.FilledQuote - parent.Decision * parent.Filled;
        Notional left = (parent.Last - parent.Decision) * (parent.Ordered - parent.Filled);
        return Signed(filled + left, (int)parent.Side) + parent.Fees.ToNotional();
    }

    private static double Against(double average, double benchmark, int sign) => BasisPoints * sign * Ratio(average - benchmark, benchmark);

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;

    private static Notional Signed(Notional amount, int sign) => sign < 0 ? -amount : amount;
}
