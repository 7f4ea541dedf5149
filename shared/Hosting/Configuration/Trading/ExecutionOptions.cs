using Platform.Domain.Orders;
using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>The execution algorithm of a parent order.</summary>
public enum ExecutionAlgorithm
{
    Market,
    Twap,
    Vwap,
    Auto,
}

/// <summary>How soon a slice crosses the spread.</summary>
public enum Urgency
{
    Patient,
    Normal,
    Urgent,
}

/// <summary>One contract with its own execution algorithm.</summary>
public sealed record SymbolExecutionOptions
{
    [Key("The contract in the exchange's spelling, such as BTCUSDT.", Pattern = "[^ ]{1,40}")]
    public string Symbol { get; init; } = "";

    [Key("market, twap, vwap or auto.")]
    public ExecutionAlgorithm Algorithm { get; init; } = ExecutionAlgorithm.Market;
}

/// <summary>The position mode of an account at the exchange.</summary>
public enum PositionMode
{
    OneWay,
    DualSide,
}

/// <summary>From target positions to orders (spec/quant.md §6.4, §7).</summary>
public sealed record ExecutionOptions
{
    [Key("market: immediate orders. twap: equal slices over a horizon. vwap: slices that follow the usual intraday volume. auto: selected by the order's share of the daily volume.")]
    public ExecutionAlgorithm Algorithm { get; init; } = ExecutionAlgorithm.Market;

    [Key("Contracts with an algorithm of their own.")]
    public IReadOnlyList<SymbolExecutionOptions> Symbols { get; init; } = [];

    [Key("auto selects twap for orders above this share of the contract's volume of 24 hours, and market below.", Min = 0, Max = 1)]
    public double AutoTwapShare { get; init; } = 0.0005;

    [Key("auto selects vwap for orders above this share of the contract's volume of 24 hours, and when the volume is unknown.", Min = 0, Max = 1)]
    public double AutoVwapShare { get; init; } = 0.005;

    [Key("patient: slices of twap and vwap rest at the best price and cross only at the end of the horizon. normal: they cross after twap_passive_fraction. urgent: they cross immediately.")]
    public Urgency Urgency { get; init; } = Urgency.Normal;

    [Key("Leverage set at the exchange for every contract of the universe; it affects the initial margin only.", Min = 1, Max = 125)]
    public int Leverage { get; init; } = 20;

    [Key("crossed or isolated, set at the exchange for every contract.")]
    public MarginType MarginType { get; init; } = MarginType.Crossed;

    [Key("one_way or dual_side, set at the exchange for the account.")]
    public PositionMode PositionMode { get; init; } = PositionMode.OneWay;

    [Key("Maximum size of a twap or vwap slice, as a share of the market's volume of the last five minutes.", Min = 0.001, Max = 1)]
    public double ParticipationCap { get; init; } = 0.10;

    [Key("Maximum distance in basis points of fills from the arrival price (market) or from the mid price (twap, vwap) for orders that cross the spread; beyond it the rest waits.", Min = 1, Max = 10_000)]
    public double SlippageMax_bps { get; init; } = 30;

    [Key("A trigger whose label ended more than this many platform ms ago is recorded but not traded.", Min = 1_000, Max = 86_400_000)]
    public int TriggerAgeMax_ms { get; init; } = 600_000;

    [Key("Time limit of a market parent in platform ms, within which the account must also be read; the unfilled rest is then the residual.", Min = 1_000, Max = 86_400_000)]
    public int RunDeadline_ms { get; init; } = 240_000;

    [Key("Real ms between two queries of an order with unknown outcome, until it is resolved.", Min = 50, Max = 60_000)]
    public int ResolveInterval_ms { get; init; } = 500;

    [Key("Platform seconds after which the exchange cancels the resting orders of an executor that does not respond; the executor renews the countdown three times in this period. 0: no countdown.", Min = 0, Max = 86_400)]
    public int DeadManSwitch_s { get; init; }

    [Key("Real ms between two comparisons of open orders and of transfers with the exchange; positions are compared every few seconds.", Min = 1_000, Max = 3_600_000)]
    public int ReconcileInterval_ms { get; init; } = 30_000;

    [Key("Maximum number of orders in flight; further orders wait.", Min = 1, Max = 1_000)]
    public int InFlightMax { get; init; } = 10;

    [Key("Duration of a TWAP in platform minutes.", Min = 1, Max = 1440)]
    public int TwapHorizon_min { get; init; } = 60;

    [Key("Platform minutes between TWAP slices.", Min = 1, Max = 1440)]
    public int TwapInterval_min { get; init; } = 5;

    [Key("Random variation of TWAP and VWAP slice times, as a share of the slice interval.", Min = 0, Max = 0.5)]
    public double TwapTimeJitter { get; init; } = 0.2;

    [Key("Random variation of TWAP and VWAP slice sizes, as a share.", Min = 0, Max = 0.5)]
    public double TwapSizeJitter { get; init; } = 0.1;

    [Key("Share of a TWAP or VWAP slice's time in which it rests at the best price before it crosses the spread.", Min = 0, Max = 1)]
    public double TwapPassiveFraction { get; init; } = 0.6;

    [Key("Maximum size of a TWAP or VWAP slice that catches up, as a multiple of a planned slice.", Min = 1, Max = 100)]
    public double TwapCatchupMultiple { get; init; } = 3;

    [Key("Duration of a VWAP in platform minutes.", Min = 1, Max = 1440)]
    public int VwapHorizon_min { get; init; } = 60;

    [Key("Number of days of volume in a VWAP profile.", Min = 1, Max = 365)]
    public int VwapLookback_days { get; init; } = 14;

    [Key("Minimum number of days of volume; with fewer a VWAP is executed as a TWAP.", Min = 1, Max = 365)]
    public int VwapDaysMin { get; init; } = 3;

    [Key("Weight of the flat profile in the VWAP profile.", Min = 0, Max = 1)]
    public double VwapShrink { get; init; } = 0.1;

    [Key("Duration of a VWAP slice in platform seconds.", Min = 1, Max = 3_600)]
    public int VwapSlice_s { get; init; } = 60;
}
