using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>Where the figures of a cost report are from.</summary>
public enum WearSource : byte
{
    /// <summary>Booked commissions, fills and funding.</summary>
    Actual = 1,

    /// <summary>A formula over the opening notional; for simulated accounts without income only.</summary>
    Estimated = 2,
}

/// <summary>What trading itself cost over a period (quant.md §7.7). Positive is money lost.</summary>
/// <param name="Slippage">Impact and delay of the filled part over all parents.</param>
/// <param name="FundingCost">Minus the funding income: negative when funding was received.</param>
/// <param name="Traded">Notional traded, both directions counted.</param>
public sealed record StrategyWear(Money Fees, Notional Slippage, Money FundingCost, Money InitialEquity, Notional Traded, Money GrossPnl, int Trades, WearSource Source)
{
    private const int FundingsPerDay = 3;

    private static readonly Rate s_feesBothWays = Rate.Parse("0.0008");
    private static readonly Rate s_slippage = Rate.Parse("0.0001");

    public Notional Total => Fees.ToNotional() + Slippage + FundingCost.ToNotional();

    /// <summary>Percent of the initial equity; NaN when that is not positive.</summary>
    public double Percent => 100 * Ratio(InitialEquity.ToDouble());

    /// <summary>Basis points of the traded notional; NaN without trades.</summary>
    public double BasisPoints => 1e4 * Ratio(Traded.ToDouble());

    /// <summary>Share of the gross profit; NaN when that is not positive.</summary>
    public double ShareOfGross => Ratio(GrossPnl.ToDouble());

    /// <summary>Slippage of one parent that counts as cost: impact, and the delay of the filled part alone.</summary>
    public static Notional SlippageOf(ParentFills parent)
    {
        Notional cost = parent.FilledQuote - parent.Decision * parent.Filled;
        return parent.Side == Side.Sell ? -cost : cost;
    }

    /// <summary>
    /// Funding that a position pays over a time at a constant rate, negative when it receives: a long pays a positive rate, a
    /// short a negative one. Three fundings a day, the part of a period that has passed is omitted.
    /// </summary>
    public static Money FundingOf(Notional signedNotional, Rate rate, double days) =>
        Money.FromUnits(rate.Of(signedNotional).Units * (long)Math.Floor(days * FundingsPerDay));

    /// <summary>Estimate from an opening notional: 4 bps of fees on both ways, 1 bp of slippage, and the signed funding.</summary>
    public static StrategyWear Estimate(Notional signedNotional, Rate fundingRate, double days, Money initialEquity) => new(
        s_feesBothWays.Of(signedNotional.Abs), s_slippage.Of(signedNotional.Abs).ToNotional(), FundingOf(signedNotional, fundingRate, days),
        initialEquity, signedNotional.Abs + signedNotional.Abs, Money.Zero, 1, WearSource.Estimated);

    private double Ratio(double whole) => whole > 0 ? Total.ToDouble() / whole : double.NaN;
}
