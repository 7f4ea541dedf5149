using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>The source of the figures of a cost report.</summary>
public enum WearSource : byte
{
    /// <summary>Booked commissions, fills and funding.</summary>
    Actual = 1,

    /// <summary>Computed by a formula from the opening notional; only for simulated accounts without income records.</summary>
    Estimated = 2,
}

/// <summary>Costs of trading over a period (quant.md §7.7). A positive amount is a loss.</summary>
/// <param name="Slippage">Sum over all parents of impact and of the delay of the filled part.</param>
/// <param name="FundingCost">The negative of the funding income: negative when funding was received.</param>
/// <param name="Traded">Traded notional of buys and sells.</param>
public sealed record StrategyWear(Money Fees, Notional Slippage, Money FundingCost, Money InitialEquity, Notional Traded, Money GrossPnl, int Trades, WearSource Source)
{
    private const int FundingsPerDay = 3;

    private static readonly Rate s_feesBothWays = Rate.Parse("0.0008");
    private static readonly Rate s_slippage = Rate.Parse("0.0001");

    public Notional Total => Fees.ToNotional() + Slippage + FundingCost.ToNotional();

    /// <summary>Percent of the initial equity; NaN when the equity is not positive.</summary>
    public double Percent => 100 * Ratio(InitialEquity.ToDouble());

    /// <summary>Basis points of the traded notional; NaN without trades.</summary>
    public double BasisPoints => 1e4 * Ratio(Traded.ToDouble());

    /// <summary>Share of the gross profit; NaN when the gross profit is not positive.</summary>
    public double ShareOfGross => Ratio(GrossPnl.ToDouble());

    /// <summary>Slippage of one parent that counts as cost: impact, and the delay of the filled part only.</summary>
    public static Notional SlippageOf(ParentFills parent)
    {
        Notional cost = parent.FilledQuote - parent.Decision * parent.Filled;
        return parent.Side == Side.Sell ? -cost : cost;
    }

    /// <summary>
    /// Funding that a position pays over a period at a constant rate; negative when it receives. A long pays a positive rate, a
    /// short a negative one. There are three funding times a day; incomplete funding periods are omitted.
    /// </summary>
    public static Money FundingOf(Notional signedNotional, Rate rate, double days) =>
        Money.FromUnits(rate.Of(signedNotional).Units * (long)Math.Floor(days * FundingsPerDay));

    /// <summary>Estimates costs from an opening notional: 4 bps of fees for opening and closing, 1 bp of slippage, and the signed funding.</summary>
    public static StrategyWear Estimate(Notional signedNotional, Rate fundingRate, double days, Money initialEquity) => new(
        s_feesBothWays.Of(signedNotional.Abs), s_slippage.Of(signedNotional.Abs).ToNotional(), FundingOf(signedNotional, fundingRate, days),
        initialEquity, signedNotional.Abs + signedNotional.Abs, Money.Zero, 1, WearSource.Estimated);

    private double Ratio(double whole) => whole > 0 ? Total.ToDouble() / whole : double.NaN;
}
