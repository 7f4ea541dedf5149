namespace Platform.Analytics.Risk;

/// <summary>Limits that an order must meet before it is sent; an infinite limit is off. Amounts in USDT.</summary>
/// <param name="OrderNotionalMax">Notional of one order.</param>
/// <param name="PositionNotionalMax">Absolute notional of the symbol's position after the order.</param>
/// <param name="GrossLeverageMax">Gross notional over equity after the order.</param>
/// <param name="NetLeverageMax">|Net notional| over equity after the order.</param>
/// <param name="RunTurnoverMax">Notional traded in one run over equity.</param>
/// <param name="DayTurnoverMax">Notional traded since 00:00 UTC over equity.</param>
/// <param name="VolumeShareMax">Order quantity over the symbol's volume of the last 24 hours.</param>
/// <param name="PriceDeviationMax">Distance of the mark price from the decision price.</param>
/// <param name="QuoteDeviationMax">Distance of the order's price from the newest quote's middle.</param>
/// <param name="QuoteAgeMax_ms">Age of the newest quote.</param>
public sealed record OrderLimits(
    double OrderNotionalMax = double.PositiveInfinity, double PositionNotionalMax = double.PositiveInfinity, double GrossLeverageMax = double.PositiveInfinity,
    double NetLeverageMax = double.PositiveInfinity, double RunTurnoverMax = double.PositiveInfinity, double DayTurnoverMax = double.PositiveInfinity,
    double VolumeShareMax = double.PositiveInfinity, double PriceDeviationMax = double.PositiveInfinity, double QuoteDeviationMax = double.PositiveInfinity,
    double QuoteAgeMax_ms = double.PositiveInfinity);

/// <summary>An order that makes a position larger, with what the account would be after it.</summary>
/// <param name="Notional">Of the order.</param>
/// <param name="PositionBefore">Signed notional of the symbol's position, orders already passed included.</param>
/// <param name="GrossBefore">Gross notional of the account, orders already passed included.</param>
/// <param name="NetBefore">Net notional of the account, orders already passed included.</param>
/// <param name="RunTurnover">Traded by this run so far.</param>
/// <param name="DayTurnover">Traded since 00:00 UTC so far.</param>
/// <param name="VolumeShare">Order quantity over the day's volume; 0 when the volume is not asked for.</param>
/// <param name="Available">Balance available for initial margin.</param>
/// <param name="InitialMargin">Initial margin the order needs.</param>
/// <param name="Price">Price the order is valued at: the mark.</param>
/// <param name="DecisionPrice">0 when the strategy gave none.</param>
/// <param name="QuoteMiddle">0 when there is no quote; the rules about quotes then fail if they are on.</param>
public readonly record struct OrderExposure(
    string Symbol, int Sign, double Notional, double PositionBefore, double GrossBefore, double NetBefore, double Equity, double RunTurnover, double DayTurnover,
    double VolumeShare, double Available, double InitialMargin, double Price, double DecisionPrice, double QuoteMiddle, double QuoteAge_ms);

/// <summary>Evaluates one increase before it is sent (quant.md §8.3, §8.5). Reductions are not evaluated: they always pass.</summary>
public static class OrderRisk
{
    /// <summary>The first limit that the order would pass, or null.</summary>
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
                : new RiskBreach("available_balance", RiskAction.Deny, $"the order needs an initial margin of {order.InitialMargin:0.##}, available are {order.Available:0.##}"))
            ?? Prices(order, limits);
    }

    private static RiskBreach? Prices(OrderExposure order, OrderLimits limits)
    {
        double fromDecision = order.DecisionPrice > 0 ? Math.Abs(order.Price / order.DecisionPrice - 1) : 0;
        double fromQuote = order.QuoteMiddle > 0 ? Math.Abs(order.Price / order.QuoteMiddle - 1) : double.NaN;
        return RiskBreach.Above("price_deviation_max", RiskAction.Deny, "the mark price differs from the decision price by", fromDecision, limits.PriceDeviationMax, "0.####")
            ?? Unless(limits.QuoteDeviationMax, RiskBreach.Above("quote_deviation_max", RiskAction.Deny, "the mark price differs from the last quote by", fromQuote, limits.QuoteDeviationMax, "0.####"))
            ?? Unless(limits.QuoteAgeMax_ms, RiskBreach.Above("quote_age_max_ms", RiskAction.Deny, "the last quote has an age in ms of", order.QuoteAge_ms, limits.QuoteAgeMax_ms, "0"));
    }

    /// <summary>A rule that is off does not fail when its figure is missing.</summary>
    private static RiskBreach? Unless(double limit, RiskBreach? breach) => double.IsPositiveInfinity(limit) ? null : breach;

    private static double OverEquity(double amount, OrderExposure order) => order.Equity > 0 ? amount / order.Equity : double.PositiveInfinity;
}
