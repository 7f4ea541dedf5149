using Platform.Domain.Orders;
using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>How a parent order is worked.</summary>
public enum ExecutionAlgorithm
{
    Market,
    Twap,
    Vwap,
    Auto,
}

/// <summary>How readily a slice pays the spread.</summary>
public enum Urgency
{
    Patient,
    Normal,
    Urgent,
}

/// <summary>One contract that is worked otherwise than the rest.</summary>
public sealed record SymbolExecutionOptions
{
    [Key("The contract in the exchange's spelling, such as BTCUSDT.", Pattern = "[^ ]{1,40}")]
    public string Symbol { get; init; } = "";

    [Key("market, twap, vwap or auto.")]
    public ExecutionAlgorithm Algorithm { get; init; } = ExecutionAlgorithm.Market;
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
    [Key("market: immediately. twap: in even slices over a horizon. vwap: in slices that follow the usual volume of the day. auto: by the order's share of the day's volume.")]
    public ExecutionAlgorithm Algorithm { get; init; } = ExecutionAlgorithm.Market;

    [Key("Contracts with an algorithm of their own.")]
    public IReadOnlyList<SymbolExecutionOptions> Symbols { get; init; } = [];

    [Key("auto takes twap for orders above this share of the contract's volume of 24 hours, and market below.", Min = 0, Max = 1)]
    public double AutoTwapShare { get; init; } = 0.0005;

    [Key("auto takes vwap for orders above this share of the contract's volume of 24 hours; when that is not known, too.", Min = 0, Max = 1)]
    public double AutoVwapShare { get; init; } = 0.005;

    [Key("patient: slices of twap and vwap rest at the best price and cross only at the end of the horizon. normal: they cross after twap_passive_fraction. urgent: they cross immediately.")]
    public Urgency Urgency { get; init; } = Urgency.Normal;

    [Key("Leverage set at the exchange for every contract of the universe; it decides initial margin only.", Min = 1, Max = 125)]
    public int Leverage { get; init; } = 20;

    [Key("crossed or isolated, set at the exchange for every contract.")]
    public MarginType MarginType { get; init; } = MarginType.Crossed;

    [Key("one_way or dual_side, set at the exchange for the account.")]
    public PositionMode PositionMode { get; init; } = PositionMode.OneWay;

    [Key("Share of the market's volume of the last five minutes that a slice of twap or vwap may take.", Min = 0.001, Max = 1)]
    public double ParticipationCap { get; init; } = 0.10;

    [Key("Basis points that an order which crosses may fill away from the arrival price (market) or from the middle of the quote (twap, vwap); beyond, the rest waits.", Min = 1, Max = 10_000)]
    public double SlippageMax_bps { get; init; } = 30;

    [Key("A trigger whose label ended more than this many platform ms ago is recorded, not traded.", Min = 1_000, Max = 86_400_000)]
    public int TriggerAgeMax_ms { get; init; } = 600_000;

    [Key("A market order works on its remainder for this many platform ms, and the account must be read within it; what is left then is the residual.", Min = 1_000, Max = 86_400_000)]
    public int RunDeadline_ms { get; init; } = 240_000;

    [Key("An order of unknown outcome is queried again every so many real ms until it is resolved.", Min = 50, Max = 60_000)]
    public int ResolveInterval_ms { get; init; } = 500;

    [Key("Platform seconds after which the exchange cancels the resting orders of an executor that has fallen silent; it is told again three times in that span. 0: no dead man's switch.", Min = 0, Max = 86_400)]
    public int DeadManSwitch_s { get; init; }

    [Key("Real ms between two comparisons of open orders and of transfers with the exchange; positions are compared every few seconds.", Min = 1_000, Max = 3_600_000)]
    public int ReconcileInterval_ms { get; init; } = 30_000;

    [Key("Orders in flight at the same time; at the bound further ones wait.", Min = 1, Max = 1_000)]
    public int InFlightMax { get; init; } = 10;

    [Key("Platform minutes a TWAP takes.", Min = 1, Max = 1440)]
    public int TwapHorizon_min { get; init; } = 60;

    [Key("Platform minutes between TWAP slices.", Min = 1, Max = 1440)]
    public int TwapInterval_min { get; init; } = 5;

    [Key("Share of the distance of TWAP and VWAP slices by which their times vary.", Min = 0, Max = 0.5)]
    public double TwapTimeJitter { get; init; } = 0.2;

    [Key("Share by which the sizes of TWAP and VWAP slices vary.", Min = 0, Max = 0.5)]
    public double TwapSizeJitter { get; init; } = 0.1;

    [Key("Share of a TWAP or VWAP slice's time in which it rests at the best price before it crosses the spread.", Min = 0, Max = 1)]
    public double TwapPassiveFraction { get; init; } = 0.6;

    [Key("A TWAP or VWAP slice that catches up is at most this multiple of a planned one.", Min = 1, Max = 100)]
    public double TwapCatchupMultiple { get; init; } = 3;

    [Key("Platform minutes a VWAP takes.", Min = 1, Max = 1440)]
    public int VwapHorizon_min { get; init; } = 60;

    [Key("Days of volume in a VWAP profile.", Min = 1, Max = 365)]
    public int VwapLookback_days { get; init; } = 14;

    [Key("Days without which a VWAP is worked as a TWAP.", Min = 1, Max = 365)]
    public int VwapDaysMin { get; init; } = 3;

    [Key("Weight of the flat profile in the VWAP profile.", Min = 0, Max = 1)]
    public double VwapShrink { get; init; } = 0.1;

    [Key("Platform seconds of a VWAP slice.", Min = 1, Max = 3_600)]
    public int VwapSlice_s { get; init; } = 60;
}
