using Platform.Domain.Orders;

namespace Platform.Analytics.Risk;

/// <summary>A limit and what follows from passing it; an infinite maximum or a zero minimum is off.</summary>
public readonly record struct Limit(double Value, RiskAction Action);

/// <summary>Limits of an account that hold at every moment, not only when something is ordered.</summary>
/// <param name="MarginRatioMax">Maintenance margin over margin balance; the exchange liquidates at 1.</param>
/// <param name="AvailableRatioMin">Available balance over wallet balance.</param>
/// <param name="LiquidationDistanceMin">Smallest distance of a mark price from its liquidation price, as a share of the mark.</param>
/// <param name="HeldLeverageMax">Gross notional over equity.</param>
/// <param name="DailyLossMax">Fall of equity since 00:00 UTC, transfers removed.</param>
/// <param name="DrawdownMax">Fall of the index from its highest, transfers removed.</param>
/// <param name="StreamDownMax_ms">Time without the user stream.</param>
/// <param name="ClockOffsetMax_ms">|Exchange time − platform time|.</param>
/// <param name="RejectsMax">Orders rejected in a row.</param>
/// <param name="UnknownsMax">Orders of unknown outcome in a row.</param>
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

/// <summary>An account at one moment, as the continuous rules see it. A figure that is not known is NaN and fails its rule if that is on.</summary>
public readonly record struct AccountHealth(
    double MarginRatio, double AvailableRatio, double LiquidationDistance, double GrossLeverage, double DailyLoss, double Drawdown,
    double StreamDown_ms, double ClockOffset_ms, int Rejects, int Unknowns);

/// <summary>Evaluates an account on every snapshot.</summary>
public static class AccountRisk
{
    /// <summary>Every limit passed, most severe action first; empty when the account is well.</summary>
    public static IReadOnlyList<RiskBreach> Check(AccountHealth health, AccountLimits limits)
    {
        RiskBreach?[] found =
        [
            Above("margin_ratio_max", "the margin ratio is", health.MarginRatio, limits.MarginRatioMax),
            Below("available_ratio_min", "the available share of the wallet is", health.AvailableRatio, limits.AvailableRatioMin),
            Below("liquidation_distance_min", "the nearest liquidation price is away by", health.LiquidationDistance, limits.LiquidationDistanceMin),
            Above("held_leverage_max", "gross leverage is", health.GrossLeverage, limits.HeldLeverageMax),
            Above("daily_loss_max", "equity fell since 00:00 UTC by", health.DailyLoss, limits.DailyLossMax),
            Above("drawdown_max", "equity fell from its highest by", health.Drawdown, limits.DrawdownMax),
            Above("stream_down_max_ms", "the user stream is down for ms", health.StreamDown_ms, limits.StreamDownMax_ms),
            Above("clock_offset_max_ms", "the clock differs from the exchange's by ms", Math.Abs(health.ClockOffset_ms), limits.ClockOffsetMax_ms),
            Above("rejects_in_a_row_max", "orders rejected in a row:", health.Rejects, limits.RejectsMax),
            Above("unknowns_in_a_row_max", "orders of unknown outcome in a row:", health.Unknowns, limits.UnknownsMax),
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

/// <summary>Outcomes of orders in a row: the counter behind the circuit breaker. Immutable.</summary>
public readonly record struct OutcomeStreak(int Rejects, int Unknowns)
{
    /// <summary>Acceptance and fills end both rows; a rejection ends the row of unknowns, because the exchange answers.</summary>
    public OutcomeStreak After(OrderSignal signal) => signal switch
    {
        OrderSignal.Reject => new OutcomeStreak(Rejects + 1, 0),
        OrderSignal.LoseAnswer => this with { Unknowns = Unknowns + 1 },
        OrderSignal.Accept or OrderSignal.FillPart or OrderSignal.FillRest => default,
        _ => this,
    };
}
