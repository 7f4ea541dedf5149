namespace Platform.Analytics.Risk;

/// <summary>Limits that are checked before an order is sent; an infinite limit disables the rule. Amounts in USDT.</summary>
/// <param name="OrderNotionalMax">Notional of one order.</param>
/// <param name="PositionNotionalMax">Absolute notional of the symbol's position after the order.</param>
/// <param name="GrossLeverageMax">Gross notional divided by equity, after the order.</param>
/// <param name="NetLeverageMax">|Net notional| divided by equity, after the order.</param>
/// <param name="RunTurnoverMax">Notional traded in one run, divided by equity.</param>
/// <param name="DayTurnoverMax">Notional traded since 00:00 UTC, divided by equity.</param>
/// <param name="VolumeShareMax">Order quantity divided by the symbol's volume of the last 24 hours.</param>
/// <param name="PriceDeviationMax">Maximum distance of the mark price from the decision price.</param>
/// <param name="QuoteDeviationMax">Maximum distance of the order's price from the mid price of the newest quote.</param>
/// <param name="QuoteAgeMax_ms">Maximum age of the newest quote.</param>
public sealed record OrderLimits(
    double OrderNotionalMax = double.PositiveInfinity, double PositionNotionalMax = double.PositiveInfinity, double GrossLeverageMax = double.PositiveInfinity,
    double NetLeverageMax = double.PositiveInfinity, double RunTurnoverMax = double.PositiveInfinity, double DayTurnoverMax = double.PositiveInfinity,
    double VolumeShareMax = double.PositiveInfinity, double PriceDeviationMax = double.PositiveInfinity, double QuoteDeviationMax = double.PositiveInfinity,
    double QuoteAgeMax_ms = double.PositiveInfinity);

/// <summary>An order that increases a position, with the account figures that the limits need.</summary>
/// <param name="Notional">Notional of the order.</param>
/// <param name="PositionBefore">Signed notional of the symbol's position, including orders already accepted.</param>
/// <param name="GrossBefore">Gross notional of the account, including orders already accepted.</param>
/// <param name="NetBefore">Net notional of the account, including orders already accepted.</param>
/// <param name="RunTurnover">Turnover of this run so far.</param>
/// <param name="DayTurnover">Turnover since 00:00 UTC so far.</param>
/// <param name="VolumeShare">Order quantity divided by the daily volume; 0 when the rule is disabled.</param>
/// <param name="Available">Balance available for initial margin.</param>
/// <param name="InitialMargin">Initial margin the order needs.</param>
/// <param name="Price">Mark price, used to value the order.</param>
/// <param name="DecisionPrice">Decision price; 0 when the strategy gave none.</param>
/// <param name="QuoteMiddle">Mid price of the newest quote; 0 without a quote, which violates the enabled quote rules.</param>
public readonly record struct OrderExposure(
    string Symbol, int Sign, double Notional, double PositionBefore, double GrossBefore, double NetBefore, double Equity, double RunTurnover, double DayTurnover,
    double VolumeShare, double Available, double InitialMargin, double Price, double DecisionPrice, double QuoteMiddle, double QuoteAge_ms);

/// <summary>Evaluates an order that increases a position before it is sent (quant.md §8.3, §8.5). Reductions are always allowed and are not evaluated.</summary>
public static class OrderRisk
{
    /// <summary>The first limit that the order would exceed, or null.</summary>
    public static RiskBreach? Check(OrderExposure order, OrderLimits limits)
    {
        double signed = order.Sign * order.Notional;
        double position = Math.Abs(order.PositionBefore + signed);
        double gross = order.GrossBefore + position - Math.Abs(order.PositionBefore);
        return RiskBreach.Above("order_notional_max", RiskAction.Deny, "the order's notional would be", order.Notional, limits.OrderNotionalMax)
            ?? RiskBreach.Above("position_notional_max", RiskAction.Deny, "the position would be", position, limits.PositionNotionalMax)
            ?? RiskBreach.Above("gross_leverage_max", RiskAction.Deny, "gross leverage would be", OverEquity(gross, order), limits.GrossLeverageMax, "0.###")
            ?? RiskBreach.Above("net_leverage_max", RiskAction.Deny, "net leverage would be", OverEquity(Math.Abs(order.NetBefore + signed), order), limits.NetLeverageMax, "0.###")
            ?? RiskBreach.Above("run_turnover_max", RiskAction.Deny, "turnover of the run would be", OverEquity(order.RunTurnover + order.Notional, order), limits.RunTurnoverMax, "0.###")
            ?? RiskBreach.Above("day_turnover_max", RiskAction.Deny, "turnover of the day would be", OverEquity(order.DayTurnover + order.Notional, order), limits.DayTurnoverMax, "0.###")
            ?? RiskBreach.Above("volume_share_max", RiskAction.Deny, "the order would be a share of the day's volume of", order.VolumeShare, limits.VolumeShareMax, "0.####")
            ?? (order.InitialMargin <= order.Available
                ? null
                : new RiskBreach("available_balance", RiskAction.Deny, $"the order needs an initial margin of {order.InitialMargin:0.##}, but only {order.Available:0.##} is available"))
            ?? Prices(order, limits);
    }

    private static RiskBreach? Prices(OrderExposure order, OrderLimits limits)
    {
        double fromDecision = order.DecisionPrice > 0 ? Math.Abs(order.Price / order.DecisionPrice - 1) : 0;
        double fromQuote = order.QuoteMiddle > 0 ? Math.Abs(order.Price / order.QuoteMiddle - 1) : double.NaN;
        return RiskBreach.Above("price_deviation_max", RiskAction.Deny, "the mark price differs from the decision price by", fromDecision, limits.PriceDeviationMax, "0.####")
            ?? Unless(limits.QuoteDeviationMax, RiskBreach.Above("quote_deviation_max", RiskAction.Deny, "the mark price differs from the last quote by", fromQuote, limits.QuoteDeviationMax, "0.####"))
            ?? Unless(limits.QuoteAgeMax_ms, RiskBreach.Above("quote_age_max_ms", RiskAction.Deny, "the age in ms of the last quote is", order.QuoteAge_ms, limits.QuoteAgeMax_ms, "0"));
    }

    /// <summary>A disabled rule is not violated when its figure is missing.</summary>
    private static RiskBreach? Unless(double limit, RiskBreach? breach) => double.IsPositiveInfinity(limit) ? null : breach;

    private static double OverEquity(double amount, OrderExposure order) => order.Equity > 0 ? amount / order.Equity : double.PositiveInfinity;
}
