using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>How a parent order is worked.</summary>
public enum ExecutionAlgorithm
{
    Market,
    Twap,
    Vwap,
}

/// <summary>Exchange margin type of a contract.</summary>
public enum MarginType
{
    Crossed,
    Isolated,
}

/// <summary>Exchange position mode of an account.</summary>
public enum PositionMode
{
    OneWay,
    DualSide,
}

/// <summary>From target positions to orders (spec/quant.md §6.4, §7).</summary>
public sealed record ExecutionOptions
{
    [Key("market, twap or vwap.")]
    public ExecutionAlgorithm Algorithm { get; init; } = ExecutionAlgorithm.Market;

    [Key("Leverage set at the exchange for every contract of the universe; it decides initial margin only.", Min = 1, Max = 125)]
    public int Leverage { get; init; } = 20;

    [Key("crossed or isolated, set at the exchange for every contract.")]
    public MarginType MarginType { get; init; } = MarginType.Crossed;

    [Key("one_way or dual_side, set at the exchange for the account.")]
    public PositionMode PositionMode { get; init; } = PositionMode.OneWay;

    [Key("Share of the volume of a window that a parent may take.", Min = 0.001, Max = 1)]
    public double ParticipationCap { get; init; } = 0.10;

    [Key("Slippage against the arrival price, in basis points, beyond which working orders pause.", Min = 1, Max = 10_000)]
    public double SlippageMax_bps { get; init; } = 30;

    [Key("A trigger whose label ended more than this many platform ms ago is recorded, not traded.", Min = 1_000, Max = 86_400_000)]
    public int TriggerAgeMax_ms { get; init; } = 600_000;

    [Key("A run must be finished after this many platform ms; what is left then is the residual.", Min = 1_000, Max = 86_400_000)]
    public int RunDeadline_ms { get; init; } = 240_000;

    [Key("An order of unknown outcome is queried again every so many real ms until it is resolved.", Min = 50, Max = 60_000)]
    public int ResolveInterval_ms { get; init; } = 500;

    [Key("Real ms between two full comparisons of positions and open orders with the exchange.", Min = 1_000, Max = 3_600_000)]
    public int ReconcileInterval_ms { get; init; } = 30_000;

    [Key("Orders on their way at once; at the bound further ones wait.", Min = 1, Max = 1_000)]
    public int InFlightMax { get; init; } = 10;

    [Key("Platform minutes a TWAP takes.", Min = 1, Max = 1440)]
    public int TwapHorizon_min { get; init; } = 60;

    [Key("Platform minutes between TWAP slices.", Min = 1, Max = 1440)]
    public int TwapInterval_min { get; init; } = 5;

    [Key("Share by which the times of TWAP slices are shifted.", Min = 0, Max = 0.5)]
    public double TwapTimeJitter { get; init; } = 0.2;

    [Key("Share by which the sizes of TWAP slices are varied.", Min = 0, Max = 0.5)]
    public double TwapSizeJitter { get; init; } = 0.1;

    [Key("Share of a slice's time in which it rests at the best price before it crosses the spread.", Min = 0, Max = 1)]
    public double TwapPassiveFraction { get; init; } = 0.6;

    [Key("A slice that catches up is at most this multiple of a planned one.", Min = 1, Max = 100)]
    public double TwapCatchupMultiple { get; init; } = 3;

    [Key("Days of volume that a VWAP profile is made of.", Min = 1, Max = 365)]
    public int VwapLookback_days { get; init; } = 14;

    [Key("Days without which a VWAP is worked as a TWAP.", Min = 1, Max = 365)]
    public int VwapDaysMin { get; init; } = 3;

    [Key("Weight of the flat profile in the VWAP profile.", Min = 0, Max = 1)]
    public double VwapShrink { get; init; } = 0.1;

    [Key("Platform seconds of a VWAP slice.", Min = 1, Max = 3_600)]
    public int VwapSlice_s { get; init; } = 60;
}
