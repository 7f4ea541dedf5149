using Platform.Analytics.Portfolio;
using Platform.Analytics.Risk;
using Platform.Hosting.Configuration.Keys;
using Platform.Hosting.Configuration.Reading;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Planning;

/// <summary>How weights are converted into orders, and the limits that apply.</summary>
/// <param name="Leverage">The strategy's gross leverage, not the exchange setting.</param>
/// <param name="Risk">As configured; changes by an operator are in the ledger.</param>
/// <param name="ExchangeLeverage">The exchange setting, which decides initial margin.</param>
internal sealed record PlanRules(DeltaRules Delta, double Leverage, bool Hedge, RiskOptions Risk, int ExchangeLeverage = 20);

/// <summary>The configured limits with the operator's changes, for the rules of orders and of the account.</summary>
internal static class RiskLimits
{
    /// <summary>Rules whose action applies only while they are violated; all others wait for a reset.</summary>
    public static IReadOnlySet<string> Passing { get; } =
        new HashSet<string>(["available_ratio_min", "held_leverage_max", "stream_down_max_ms", "clock_offset_max_ms", "unknowns_in_a_row_max"], StringComparer.Ordinal);

    /// <summary>The options with the changed numbers; a change that a newer release does not allow is ignored.</summary>
    public static RiskOptions With(RiskOptions configured, IReadOnlyDictionary<string, double> changes)
    {
        if (changes.Count == 0)
            return configured;
        RiskOptions changed = configured with { };
        foreach ((string key, double value) in changes)
            _ = KeyedSection.Set(changed, key, value);
        return changed;
    }

    /// <summary>Invalid, with the allowed values, when the limit cannot be changed in this way.</summary>
    public static Result<Done> Check(RiskOptions configured, string key, double value) =>
        key == "orders_per_minute_max"
            ? new Fault(FaultKind.Invalid, "orders_per_minute_max is read at the start: change the configuration and restart the executor")
            : KeyedSection.Set(configured with { }, key, value);

    public static OrderLimits OfOrders(RiskOptions options) => new(
        options.OrderNotionalMax, options.PositionNotionalMax, options.GrossLeverageMax, options.NetLeverageMax, options.RunTurnoverMax, OrOff(options.DayTurnoverMax),
        OrOff(options.VolumeShareMax), options.PriceDeviationMax, options.QuoteDeviationMax, OrOff(options.QuoteAgeMax_ms));

    public static AccountLimits OfAccount(RiskOptions options) => new()
    {
        MarginRatioMax = new(options.MarginRatioMax, ActionOf(options.MarginRatioAction)),
        AvailableRatioMin = new(options.AvailableRatioMin, ActionOf(options.AvailableRatioAction)),
        LiquidationDistanceMin = new(options.LiquidationDistanceMin, ActionOf(options.LiquidationDistanceAction)),
        HeldLeverageMax = new(options.HeldLeverageMax, ActionOf(options.HeldLeverageAction)),
        DailyLossMax = new(options.DailyLossMax, ActionOf(options.DailyLossAction)),
        DrawdownMax = new(options.DrawdownMax, ActionOf(options.DrawdownAction)),
        StreamDownMax_ms = new(options.StreamDownMax_ms, ActionOf(options.StreamDownAction)),
        ClockOffsetMax_ms = new(options.ClockOffsetMax_ms, ActionOf(options.ClockOffsetAction)),
        RejectsMax = new(options.RejectsInARowMax, ActionOf(options.RejectsInARowAction)),
        UnknownsMax = new(options.UnknownsInARowMax, ActionOf(options.UnknownsInARowAction)),
    };

    private static double OrOff(double value) => value > 0 ? value : double.PositiveInfinity;

    private static RiskAction ActionOf(RiskResponse response) => response switch
    {
        RiskResponse.ReduceOnly => RiskAction.ReduceOnly,
        RiskResponse.Pause => RiskAction.Pause,
        RiskResponse.Flatten => RiskAction.Flatten,
        _ => RiskAction.None,
    };
}
