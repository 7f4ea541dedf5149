using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>Limits of one account, checked before any order leaves; an order over a limit is denied.</summary>
public sealed record RiskOptions
{
    [Key("Notional of one order in USDT.", Min = 1)]
    public double OrderNotionalMax { get; init; } = 250_000;

    [Key("Absolute notional of one position in USDT after the order.", Min = 1)]
    public double PositionNotionalMax { get; init; } = 500_000;

    [Key("Gross notional of all positions over equity after the order.", Min = 0.01, Max = 125)]
    public double GrossLeverageMax { get; init; } = 3;

    [Key("Orders an account may send in one platform minute; further ones wait.", Min = 1, Max = 100_000)]
    public int OrdersPerMinuteMax { get; init; } = 600;

    [Key("Distance of an order's price, or of the mark price from the decision price, that denies it.", Min = 0.001, Max = 1)]
    public double PriceDeviationMax { get; init; } = 0.10;

    [Key("Loss of equity since 00:00 UTC, as a share, at which only orders that reduce risk are sent.", Min = 0.001, Max = 1)]
    public double DailyLossMax { get; init; } = 0.20;

    [Key("Fall from the highest equity, as a share, at which only orders that reduce risk are sent.", Min = 0.001, Max = 1)]
    public double DrawdownMax { get; init; } = 0.30;
}
