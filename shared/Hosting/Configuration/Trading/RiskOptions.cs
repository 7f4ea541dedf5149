using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>What follows when a limit that is watched all the time is passed.</summary>
public enum RiskResponse
{
    /// <summary>An alert.</summary>
    None,

    /// <summary>Only what makes positions smaller is sent.</summary>
    ReduceOnly,

    /// <summary>No run begins and parents at work send nothing.</summary>
    Pause,

    /// <summary>Every position is closed.</summary>
    Flatten,
}

/// <summary>
/// Limits of one account. Those of orders are checked before any order leaves, and an order over one is denied; those of the
/// account are watched on every snapshot.
/// </summary>
public sealed record RiskOptions
{
    [Key("Notional of one order in USDT.", Min = 1)]
    public double OrderNotionalMax { get; init; } = 250_000;

    [Key("Absolute notional of one position in USDT after the order.", Min = 1)]
    public double PositionNotionalMax { get; init; } = 500_000;

    [Key("Gross notional of all positions over equity after the order.", Min = 0.01, Max = 125)]
    public double GrossLeverageMax { get; init; } = 3;

    [Key("Absolute net notional of all positions over equity after the order.", Min = 0.01, Max = 125)]
    public double NetLeverageMax { get; init; } = 3;

    [Key("Notional that one run may open, over equity.", Min = 0.01, Max = 1_000)]
    public double RunTurnoverMax { get; init; } = 10;

    [Key("Notional traded since 00:00 UTC over equity, beyond which nothing is opened; 0: no limit.", Min = 0, Max = 1_000_000)]
    public double DayTurnoverMax { get; init; }

    [Key("An order's notional over what its contract traded in 24 hours; 0: no limit. A volume that is not known denies the order.", Min = 0, Max = 1)]
    public double VolumeShareMax { get; init; }

    [Key("Orders an account may send in one platform minute; further ones wait.", Min = 1, Max = 100_000)]
    public int OrdersPerMinuteMax { get; init; } = 600;

    [Key("Distance of the mark price from the decision price that denies an order.", Min = 0.001, Max = 1)]
    public double PriceDeviationMax { get; init; } = 0.10;

    [Key("Distance of the mark price from the middle of the newest quote that denies an order.", Min = 0.001, Max = 1)]
    public double QuoteDeviationMax { get; init; } = 0.05;

    [Key("Platform ms since the exchange's newest quote of the contract beyond which nothing is opened in it; 0: no limit.", Min = 0, Max = 86_400_000)]
    public int QuoteAgeMax_ms { get; init; } = 600_000;

    [Key("Maintenance margin over margin balance; the exchange liquidates at 1. Waits for a reset.", Min = 0.01, Max = 1)]
    public double MarginRatioMax { get; init; } = 0.8;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse MarginRatioAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Available balance over wallet balance; 0: no limit. Holds while it lasts.", Min = 0, Max = 1)]
    public double AvailableRatioMin { get; init; } = 0.05;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse AvailableRatioAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Smallest distance of a mark price from its position's liquidation price, as a share of the mark; 0: no limit. Waits for a reset.", Min = 0, Max = 1)]
    public double LiquidationDistanceMin { get; init; } = 0.03;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse LiquidationDistanceAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Gross notional of what is held over equity, whatever prices do. Holds while it lasts.", Min = 0.01, Max = 125)]
    public double HeldLeverageMax { get; init; } = 4;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse HeldLeverageAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Loss since 00:00 UTC, as a share of equity, deposits and withdrawals removed. Waits for a reset.", Min = 0.001, Max = 1)]
    public double DailyLossMax { get; init; } = 0.20;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse DailyLossAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Fall from the highest equity, as a share, deposits and withdrawals removed. Waits for a reset.", Min = 0.001, Max = 1)]
    public double DrawdownMax { get; init; } = 0.30;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse DrawdownAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Real ms without the user stream. Holds while it lasts.", Min = 1_000, Max = 86_400_000)]
    public int StreamDownMax_ms { get; init; } = 120_000;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse StreamDownAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Real ms between the exchange's clock and this machine's. Holds while it lasts.", Min = 10, Max = 3_600_000)]
    public int ClockOffsetMax_ms { get; init; } = 2_000;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse ClockOffsetAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Orders that the exchange refused in a row. Waits for a reset.", Min = 1, Max = 100_000)]
    public int RejectsInARowMax { get; init; } = 25;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse RejectsInARowAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Orders of unknown outcome in a row. Holds while it lasts.", Min = 1, Max = 100_000)]
    public int UnknownsInARowMax { get; init; } = 25;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse UnknownsInARowAction { get; init; } = RiskResponse.ReduceOnly;
}
