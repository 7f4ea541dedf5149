using Platform.Domain.Accounts;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>The positions of an account at mark prices and their ratios to its equity (spec/quant.md §8.3).</summary>
public sealed record Exposure(Notional Long, Notional Short, Money Equity)
{
    public Notional Gross => Long + Short;

    public Notional Net => Long - Short;

    /// <summary>NaN when equity is not positive.</summary>
    public double GrossLeverage => OverEquity(Gross);

    public double NetLeverage => OverEquity(Net);

    /// <summary>|net| divided by gross; 0 without positions.</summary>
    public double NetRatio => Gross.IsZero ? 0 : Net.Abs.ToDouble() / Gross.ToDouble();

    public static Exposure Of(IEnumerable<Position> positions, Money equity)
    {
        Notional longs = Notional.Zero, shorts = Notional.Zero;
        foreach (Position position in positions)
        {
            if (position.Quantity.Sign >= 0)
                longs += position.Notional;
            else
                shorts -= position.Notional;
        }

        return new Exposure(longs, shorts, equity);
    }

    private double OverEquity(Notional amount) => Equity.Units > 0 ? amount.ToDouble() / Equity.ToDouble() : double.NaN;
}

/// <summary>Margin ratios of an account (spec/quant.md §8.3); NaN where the denominator is not positive.</summary>
/// <param name="MarginRatio">Maintenance margin divided by margin balance; the exchange liquidates at 1.</param>
/// <param name="AvailableRatio">Available balance divided by wallet balance.</param>
/// <param name="UnrealizedRatio">Unrealised profit divided by wallet balance.</param>
public sealed record MarginUse(double MarginRatio, double AvailableRatio, double UnrealizedRatio)
{
    public static MarginUse Of(AccountSnapshot account) => new(
        Ratio(account.MaintenanceMargin, account.Equity),
        Ratio(account.AvailableBalance, account.WalletBalance),
        Ratio(account.UnrealizedPnl, account.WalletBalance));

    /// <summary>Maintenance margin of one position from its leverage bracket: |notional| · rate − the bracket's amount, never negative.</summary>
    public static Money Maintenance(Notional notional, Rate rate, Money bracketAmount) =>
        Money.Max(Money.Zero, rate.Of(notional.Abs) - bracketAmount);

    private static double Ratio(Money part, Money whole) => whole.Units > 0 ? part.ToDouble() / whole.ToDouble() : double.NaN;
}
