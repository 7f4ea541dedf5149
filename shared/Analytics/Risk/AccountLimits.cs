using Platform.Domain.Orders;

namespace Platform.Analytics.Risk;

/// <summary>A limit and the action when it is exceeded; an infinite maximum or a zero minimum disables the limit.</summary>
public readonly record struct Limit(double Value, RiskAction Action);

/// <summary>Limits of an account that are checked continuously, not only when an order is placed.</summary>
/// <param name="MarginRatioMax">Maintenance margin divided by margin balance; the exchange liquidates at 1.</param>
/// <param name="AvailableRatioMin">Available balance divided by wallet balance.</param>
/// <param name="LiquidationDistanceMin">Minimum distance of a mark price from its liquidation price, as a share of the mark price.</param>
/// <param name="HeldLeverageMax">Gross notional divided by equity.</param>
/// <param name="DailyLossMax">Loss of equity since 00:00 UTC, without transfers.</param>
/// <param name="DrawdownMax">Fall of the equity index from its peak, without transfers.</param>
/// <param name="StreamDownMax_ms">Maximum time without the user stream.</param>
/// <param name="ClockOffsetMax_ms">|Exchange time − platform time|.</param>
/// <param name="RejectsMax">Maximum number of consecutively rejected orders.</param>
/// <param name="UnknownsMax">Maximum number of consecutive orders with an unknown outcome.</param>
public sealed record AccountLimits
{
    public static Limit Off { get; } = new(double.PositiveInfinity, RiskAction.None);

    public Limit MarginRatioMax { get; init; } = Off;
    public Limit AvailableRatioMin { get; init; } = new(0, RiskAction.None);
    public Limit LiquidationDistanceMin { get; init; } = new(0, RiskAction.None);
    public Limit HeldLeverageMax { get; init; } = Off;
    public Limit DailyLossMax { get; init; } = Off;
    public Limit DrawdownMax { get; init; } = Off;
    public Limit StreamDownMax_ms { get; init; } = Off;
    public Limit ClockOffsetMax_ms { get; init; } = Off;
    public Limit RejectsMax { get; init; } = Off;
    public Limit UnknownsMax { get; init; } = Off;
}

/// <summary>The account figures that the continuous rules evaluate. An unknown figure is NaN and violates its rule when the rule is enabled.</summary>
public readonly record struct AccountHealth(
    double MarginRatio, double AvailableRatio, double LiquidationDistance, double GrossLeverage, double DailyLoss, double Drawdown,
    double StreamDown_ms, double ClockOffset_ms, int Rejects, int Unknowns);

/// <summary>Evaluates an account on every snapshot.</summary>
public static class AccountRisk
{
    /// <summary>All exceeded limits, most severe action first; empty when none is exceeded.</summary>
    public static IReadOnlyList<RiskBreach> Check(AccountHealth health, AccountLimits limits)
    {
        RiskBreach?[] found =
        [
            Above("margin_ratio_max", "the margin ratio is", health.MarginRatio, limits.MarginRatioMax),
            Below("available_ratio_min", "the available share of the wallet balance is", health.AvailableRatio, limits.AvailableRatioMin),
            Below("liquidation_distance_min", "the distance to the nearest liquidation price is", health.LiquidationDistance, limits.LiquidationDistanceMin),
            Above("held_leverage_max", "gross leverage is", health.GrossLeverage, limits.HeldLeverageMax),
            Above("daily_loss_max", "equity fell since 00:00 UTC by", health.DailyLoss, limits.DailyLossMax),
            Above("drawdown_max", "equity fell from its peak by", health.Drawdown, limits.DrawdownMax),
            Above("stream_down_max_ms", "the time in ms without the user stream is", health.StreamDown_ms, limits.StreamDownMax_ms),
            Above("clock_offset_max_ms", "the difference in ms from the exchange's clock is", Math.Abs(health.ClockOffset_ms), limits.ClockOffsetMax_ms),
            Above("rejects_in_a_row_max", "the number of consecutively rejected orders is", health.Rejects, limits.RejectsMax),
            Above("unknowns_in_a_row_max", "the number of consecutive orders with an unknown outcome is", health.Unknowns, limits.UnknownsMax),
        ];
        return [.. found.OfType<RiskBreach>().OrderByDescending(breach => breach.Action)];
    }

    /// <summary>|mark − liquidation| / mark of one position; infinite without a liquidation price, NaN without a mark.</summary>
    public static double LiquidationDistance(double mark, double liquidation) =>
        liquidation <= 0 ? double.PositiveInfinity : mark > 0 ? Math.Abs(mark - liquidation) / mark : double.NaN;

    private static RiskBreach? Above(string rule, string what, double value, Limit limit) =>
        double.IsPositiveInfinity(limit.Value) ? null : RiskBreach.Above(rule, limit.Action, what, value, limit.Value, "0.####");

    private static RiskBreach? Below(string rule, string what, double value, Limit limit) =>
        limit.Value <= 0 ? null : RiskBreach.Below(rule, limit.Action, what, value, limit.Value, "0.####");
}

/// <summary>Numbers of consecutive order outcomes, used by the circuit breaker. Immutable.</summary>
public readonly record struct OutcomeStreak(int Rejects, int Unknowns)
{
    /// <summary>Acceptance and fills reset both counts; a rejection resets the count of unknowns, because the exchange answered.</summary>
    public OutcomeStreak After(OrderSignal signal) => signal switch
    {
        OrderSignal.Reject => new OutcomeStreak(Rejects + 1, 0),
        OrderSignal.LoseAnswer => this with { Unknowns = Unknowns + 1 },
        OrderSignal.Accept or OrderSignal.FillPart or OrderSignal.FillRest => default,
        _ => this,
    };
}
