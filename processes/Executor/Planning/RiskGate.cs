using Platform.Analytics.Portfolio;
using Platform.Executor.Ledger;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Planning;

/// <summary>
/// Denies an order before it is sent (rejected is what the exchange does). What reduces a position always passes,
/// unless everything is stopped. One gate evaluates one plan, order by order, in the order of release.
/// </summary>
internal sealed class RiskGate
{
    private const double MoneyUnits = 1e8;

    private readonly RiskOptions _limits;
    private readonly PlanningSnapshot _snapshot;
    private readonly string _onlyReductions;
    private readonly Dictionary<string, double> _positions = new(StringComparer.Ordinal);

    public RiskGate(RiskOptions limits, PlanningSnapshot snapshot, OrderLedger ledger)
    {
        _limits = limits;
        _snapshot = snapshot;
        _onlyReductions = ledger.Overfilled.Length > 0 ? ledger.Overfilled : LossReached(limits, snapshot.Equity, ledger);
        foreach (var position in snapshot.Positions)
            _positions[position.Symbol] = _positions.GetValueOrDefault(position.Symbol) + Math.Abs((snapshot.MarkOf(position.Symbol) * position.Quantity).ToDouble());
    }

    /// <summary>Why the order is denied, for people; empty when it may go. What passes counts for the next ones.</summary>
    public string Evaluate(DeltaOrder order, Price decisionPrice)
    {
        double notional = order.Notional.ToDouble();
        double before = _positions.GetValueOrDefault(order.Symbol);
        if (order.Purpose == DeltaPurpose.Reduce)
        {
            _positions[order.Symbol] = Math.Max(0, before - notional);
            return "";
        }

        string why = EvaluateIncrease(order, decisionPrice, notional, before);
        if (why.Length == 0)
            _positions[order.Symbol] = before + notional;
        return why;
    }

    private string EvaluateIncrease(DeltaOrder order, Price decisionPrice, double notional, double before)
    {
        if (_onlyReductions.Length > 0)
            return _onlyReductions;
        if (notional > _limits.OrderNotionalMax)
            return $"notional {notional:0.##} is above risk.order_notional_max {_limits.OrderNotionalMax:0.##}";
        if (before + notional > _limits.PositionNotionalMax)
            return $"the position would be {before + notional:0.##}, above risk.position_notional_max {_limits.PositionNotionalMax:0.##}";
        double equity = _snapshot.Equity.ToDouble();
        double gross = equity > 0 ? (_positions.Values.Sum() + notional) / equity : double.PositiveInfinity;
        if (gross > _limits.GrossLeverageMax)
            return $"gross leverage would be {gross:0.###}, above risk.gross_leverage_max {_limits.GrossLeverageMax:0.###}";
        double away = decisionPrice.Units > 0 ? Math.Abs(order.Price.ToDouble() / decisionPrice.ToDouble() - 1) : 0;
        return away > _limits.PriceDeviationMax
            ? $"the mark {order.Price} is {away:P1} away from the decision price {decisionPrice}, above risk.price_deviation_max {_limits.PriceDeviationMax:P1}"
            : "";
    }

    private static string LossReached(RiskOptions limits, Money equity, OrderLedger ledger)
    {
        double now = equity.Units / MoneyUnits;
        double day = 1 - now / Math.Max(ledger.DayStartEquity.Units / MoneyUnits, 1e-8);
        double peak = 1 - now / Math.Max(ledger.PeakEquity.Units / MoneyUnits, 1e-8);
        if (ledger.DayStartEquity.Units > 0 && day > limits.DailyLossMax)
            return $"equity fell by {day:P1} since 00:00 UTC, above risk.daily_loss_max: only reductions are sent";
        return ledger.PeakEquity.Units > 0 && peak > limits.DrawdownMax
            ? $"equity fell by {peak:P1} from its highest, above risk.drawdown_max: only reductions are sent"
            : "";
    }
}
