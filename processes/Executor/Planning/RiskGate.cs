using Platform.Analytics.Portfolio;
using Platform.Analytics.Risk;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Market;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Planning;

/// <summary>
/// Denies orders before they are sent (rejected is what the exchange does). A reduction of a position always passes, unless the account
/// is killed. One gate evaluates one plan, order by order, in the order of release.
/// </summary>
internal sealed class RiskGate
{
    private readonly OrderLimits _limits;
    private readonly PlanRules _rules;
    private readonly PlanningSnapshot _snapshot;
    private readonly OrderLedger _ledger;
    private readonly Dictionary<string, Notional> _positions = new(StringComparer.Ordinal);
    private Notional _gross;
    private Notional _net;
    private Notional _available;
    private Notional _opened;

    public RiskGate(PlanRules rules, PlanningSnapshot snapshot, OrderLedger ledger)
    {
        (_rules, _snapshot, _ledger) = (rules, snapshot, ledger);
        _limits = RiskLimits.OfOrders(RiskLimits.With(rules.Risk, ledger.Safety.Limits));
        _available = Price.Of(1) * Quantity.FromUnits(snapshot.Totals.AvailableBalance.Units);
        foreach (string symbol in snapshot.Positions.Select(position => position.Symbol).Concat(snapshot.Pending.Keys.Select(key => key.Symbol)).Distinct(StringComparer.Ordinal))
        {
            Quantity net = snapshot.PositionOf(symbol, PositionSide.Both) + snapshot.PositionOf(symbol, PositionSide.Long) + snapshot.PositionOf(symbol, PositionSide.Short);
            Hold(symbol, snapshot.MarkOf(symbol) * net);
        }
    }

    /// <summary>
    /// The reason why the order is denied, as text; empty when it is allowed. An allowed order counts towards the limits of the next
    /// ones.
    /// </summary>
    /// <param name="decisionPrice">Zero when the strategy gave none.</param>
    public string Evaluate(DeltaOrder order, Price decisionPrice)
    {
        Notional notional = order.Notional, before = _positions.GetValueOrDefault(order.Symbol);
        // An order through zero frees the margin of what it closes.
        Notional closed = _snapshot.Flips(order) ? before.Abs : Notional.Zero, margin = Notional.FromUnits((notional - closed - closed).Units / _rules.ExchangeLeverage);
        if (order.Purpose == DeltaPurpose.Reduce)
        {
            Notional reduced = notional < before.Abs ? notional : before.Abs;
            Hold(order.Symbol, before.Units > 0 ? before - reduced : before + reduced);
            _available += margin;
            return "";
        }

        if (_ledger.Safety.WhyReduceOnly(order.Symbol) is { Length: > 0 } held)
            return held;
        if (OrderRisk.Check(Describe(order, decisionPrice, margin), _limits) is { } breach)
            return breach.Message;
        Hold(order.Symbol, order.Side == Side.Buy ? before + notional : before - notional);
        _available -= margin;
        _opened += notional;
        return "";
    }

    /// <summary>Sets the signed notional of a symbol, and updates the sums over all symbols instead of adding them up for every order.</summary>
    private void Hold(string symbol, Notional notional)
    {
        Notional before = _positions.GetValueOrDefault(symbol);
        _positions[symbol] = notional;
        _gross += notional.Abs - before.Abs;
        _net += notional - before;
    }

    private OrderExposure Describe(DeltaOrder order, Price decisionPrice, Notional margin)
    {
        BestQuote? quote = _snapshot.Quotes.GetValueOrDefault(order.Symbol);
        bool hasQuote = quote is { Bid.Price.Units: > 0, Ask.Price.Units: > 0 };
        double notional = order.Notional.ToDouble();
        return new OrderExposure(
            order.Symbol, (int)order.Side, notional, _positions.GetValueOrDefault(order.Symbol).ToDouble(), _gross.ToDouble(), _net.ToDouble(), _snapshot.Equity.ToDouble(),
            _opened.ToDouble(), _ledger.TurnoverOf(_snapshot.At_ms).ToDouble(), VolumeShare(order.Symbol, notional), _available.ToDouble(), margin.ToDouble(), order.Price.ToDouble(), decisionPrice.ToDouble(),
            hasQuote ? (quote!.Bid.Price.ToDouble() + quote.Ask.Price.ToDouble()) / 2 : 0, hasQuote ? quote!.AgeAt(_snapshot.At_ms) : double.NaN);
    }

    private double VolumeShare(string symbol, double notional)
    {
        if (double.IsPositiveInfinity(_limits.VolumeShareMax))
            return 0;
        double day = _snapshot.DayVolumes.GetValueOrDefault(symbol).ToDouble();
        return day > 0 ? notional / day : double.NaN;
    }
}
