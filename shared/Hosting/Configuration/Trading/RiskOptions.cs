using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>The action when a continuously checked limit is exceeded.</summary>
public enum RiskResponse
{
    /// <summary>Only an alert.</summary>
    None,

    /// <summary>Only orders that reduce a position are sent.</summary>
    ReduceOnly,

    /// <summary>No run starts, and active parents send no orders.</summary>
    Pause,

    /// <summary>All positions are closed.</summary>
    Flatten,
}

/// <summary>
/// Limits of one account. Order limits are checked before an order is sent, and an order over a limit is denied; limits of the
/// account are checked at every snapshot.
/// </summary>
public sealed record RiskOptions
{
    [Key("Maximum notional of one order in USDT.", Min = 1)]
    public double OrderNotionalMax { get; init; } = 250_000;

    [Key("Maximum absolute notional of one position in USDT after the order.", Min = 1)]
    public double PositionNotionalMax { get; init; } = 500_000;

    [Key("Maximum gross notional of all positions divided by equity, after the order.", Min = 0.01, Max = 125)]
    public double GrossLeverageMax { get; init; } = 3;

    [Key("Maximum absolute net notional of all positions divided by equity, after the order.", Min = 0.01, Max = 125)]
    public double NetLeverageMax { get; init; } = 3;

    [Key("Maximum notional that one run may open, divided by equity.", Min = 0.01, Max = 1_000)]
    public double RunTurnoverMax { get; init; } = 10;

    [Key("Notional traded since 00:00 UTC divided by equity, beyond which no position is opened; 0: no limit.", Min = 0, Max = 1_000_000)]
    public double DayTurnoverMax { get; init; }

    [Key("Maximum notional of an order divided by the contract's volume of 24 hours; 0: no limit. An unknown volume denies the order.", Min = 0, Max = 1)]
    public double VolumeShareMax { get; init; }

    [Key("Maximum number of orders of an account per platform minute; further orders wait.", Min = 1, Max = 100_000)]
    public int OrdersPerMinuteMax { get; init; } = 600;

    [Key("Distance of the mark price from the decision price that denies an order.", Min = 0.001, Max = 1)]
    public double PriceDeviationMax { get; init; } = 0.10;

    [Key("Distance of the mark price from the mid price of the newest quote that denies an order.", Min = 0.001, Max = 1)]
    public double QuoteDeviationMax { get; init; } = 0.05;

    [Key("Maximum age in platform ms of the contract's newest quote; beyond it no position is opened; 0: no limit.", Min = 0, Max = 86_400_000)]
    public int QuoteAgeMax_ms { get; init; } = 600_000;

    [Key("Maximum maintenance margin divided by margin balance; the exchange liquidates at 1. The action lasts until a reset.", Min = 0.01, Max = 1)]
    public double MarginRatioMax { get; init; } = 0.8;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse MarginRatioAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Minimum available balance divided by wallet balance; 0: no limit. The action lasts while the limit is violated.", Min = 0, Max = 1)]
    public double AvailableRatioMin { get; init; } = 0.05;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse AvailableRatioAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Minimum distance of a mark price from its position's liquidation price, as a share of the mark price; 0: no limit. The action lasts until a reset.", Min = 0, Max = 1)]
    public double LiquidationDistanceMin { get; init; } = 0.03;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse LiquidationDistanceAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Maximum gross notional of the positions divided by equity, at current prices. The action lasts while the limit is violated.", Min = 0.01, Max = 125)]
    public double HeldLeverageMax { get; init; } = 4;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse HeldLeverageAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Maximum loss since 00:00 UTC, as a share of equity, without deposits and withdrawals. The action lasts until a reset.", Min = 0.001, Max = 1)]
    public double DailyLossMax { get; init; } = 0.20;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse DailyLossAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Maximum drawdown from the highest equity, as a share, without deposits and withdrawals. The action lasts until a reset.", Min = 0.001, Max = 1)]
    public double DrawdownMax { get; init; } = 0.30;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse DrawdownAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Maximum time in real ms without the user stream. The action lasts while the limit is violated.", Min = 1_000, Max = 86_400_000)]
    public int StreamDownMax_ms { get; init; } = 120_000;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse StreamDownAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Maximum difference in real ms between the clocks of the exchange and of this machine. The action lasts while the limit is violated.", Min = 10, Max = 3_600_000)]
    public int ClockOffsetMax_ms { get; init; } = 2_000;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse ClockOffsetAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Maximum number of consecutive orders that the exchange rejected. The action lasts until a reset.", Min = 1, Max = 100_000)]
    public int RejectsInARowMax { get; init; } = 25;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse RejectsInARowAction { get; init; } = RiskResponse.ReduceOnly;

    [Key("Maximum number of consecutive orders with an unknown outcome. The action lasts while the limit is violated.", Min = 1, Max = 100_000)]
    public int UnknownsInARowMax { get; init; } = 25;

    [Key("none, reduce_only, pause or flatten.")]
    public RiskResponse UnknownsInARowAction { get; init; } = RiskResponse.ReduceOnly;
}
