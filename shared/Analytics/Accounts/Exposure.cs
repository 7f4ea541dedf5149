using Platform.Domain.Accounts;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Accounts;

/// <summary>What an account holds at mark prices, and what that means against its equity (spec/quant.md §8.3).</summary>
public sealed record Exposure(Notional Long, Notional Short, Money Equity)
{
    public Notional Gross => Long + Short;

    public Notional Net => Long - Short;

    /// <summary>NaN when equity is not positive.</summary>
    public double GrossLeverage => OverEquity(Gross);

    public double NetLeverage => OverEquity(Net);

    /// <summary>|net| over gross; 0 without positions.</summary>
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
