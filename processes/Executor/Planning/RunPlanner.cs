using Platform.Analytics.Portfolio;
using Platform.Contracts;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Planning;

/// <summary>One planned parent: the order, the position after it, and the reason when it is denied.</summary>
/// <param name="Decision">Price the strategy decided at; zero for none.</param>
internal sealed record PlannedParent(DeltaOrder Order, Price Arrival, Quantity Target, Price Decision, string Denied);

/// <summary>The parents of one run in the order of release, and notes for people.</summary>
internal sealed record RunPlan(IReadOnlyList<PlannedParent> Parents, IReadOnlyList<string> Notes);

/// <summary>Converts weights and the live account into parents (spec/quant.md §6.3, §6.4). Pure, exact, and checked by the risk gate.</summary>
internal static class RunPlanner
{
    /// <summary>
    /// Plans the targets of a run. No targets at all, or a symbol that cannot be sized, means "keep the position", never "flatten".
    /// </summary>
    public static RunPlan Plan(TargetDocument targets, PlanningSnapshot snapshot, OrderLedger ledger, PlanRules rules)
    {
        if (targets.Targets.Count == 0)
            return new RunPlan([], ["the run has no targets: positions are unchanged"]);
        var notes = new List<string>();
        var plans = new List<(DeltaPlan Plan, Quantity Target, Price Decision)>();
        foreach (TargetWeight target in BlockedContracts.LeaveOut(targets.Targets, snapshot, rules.Leverage, notes).OrderBy(target => target.Symbol, StringComparer.Ordinal))
        {
            if (target.IsHeld)
                notes.Add($"{target.Symbol}: no bar of the label, the position is unchanged");
            else if (SizeOf(target, snapshot, rules).TryGet(out (Quantity Quantity, Price Price) sized, out Fault? fault))
                plans.Add((Move(snapshot, target.Symbol, sized.Price, sized.Quantity, rules), sized.Quantity, target.DecisionPrice));
            else
                notes.Add(fault.Message);
        }

        var named = targets.Targets.Select(target => target.Symbol).ToHashSet(StringComparer.Ordinal);
        foreach (string symbol in Held(snapshot).Where(symbol => !named.Contains(symbol)))
        {
            if (!ledger.TradedSymbols.Contains(symbol))
                notes.Add($"{symbol}: this executor never traded the position and does not change it");
            else if (snapshot.MarkOf(symbol).IsZero || !snapshot.Instruments.ContainsKey(symbol))
                notes.Add($"{symbol}: no price or no filters, the position is unchanged");
            else
                plans.Add((Move(snapshot, symbol, snapshot.MarkOf(symbol), Quantity.Zero, rules), Quantity.Zero, Price.Zero));
        }

        return new RunPlan(Evaluate(plans, snapshot, ledger, rules), notes);
    }

    /// <summary>Closes every position of the account or of some symbols, whoever opened it.</summary>
    /// <param name="isWanted">True when the positions of a symbol are to be closed.</param>
    public static RunPlan Flatten(PlanningSnapshot snapshot, Func<string, bool> isWanted, PlanRules rules)
    {
        var parents = new List<PlannedParent>();
        var notes = new List<string>();
        foreach (string symbol in Held(snapshot).Where(isWanted))
        {
            if (!snapshot.Instruments.ContainsKey(symbol) || snapshot.MarkOf(symbol).IsZero)
            {
                notes.Add($"{symbol}: no price or no filters, the position cannot be closed");
                continue;
            }

            foreach (DeltaOrder order in Move(snapshot, symbol, snapshot.MarkOf(symbol), Quantity.Zero, rules).Orders)
                parents.Add(new PlannedParent(order, snapshot.ArrivalOf(symbol), Quantity.Zero, Price.Zero, ""));
        }

        return new RunPlan(parents, notes);
    }

    private static Result<(Quantity, Price)> SizeOf(TargetWeight target, PlanningSnapshot snapshot, PlanRules rules)
    {
        if (!snapshot.Instruments.TryGetValue(target.Symbol, out Instrument? instrument))
            return new Fault(FaultKind.NotFound, $"{target.Symbol}: the exchange lists no such contract; the position is unchanged");
        Price mark = snapshot.MarkOf(target.Symbol);
        Price price = mark.IsZero ? target.DecisionPrice : mark;
        Result<SizedTarget> sized = TargetSizing.Size(instrument, target.Weight, snapshot.Equity, rules.Leverage, price);
        return sized.IsOk ? (sized.Value.Quantity, price) : sized.Fault;
    }

    private static DeltaPlan Move(PlanningSnapshot snapshot, string symbol, Price price, Quantity target, PlanRules rules)
    {
        Instrument instrument = snapshot.Instruments[symbol];
        return rules.Hedge
            ? DeltaOrders.Hedge(
                instrument, price, snapshot.PositionOf(symbol, PositionSide.Long).Abs, snapshot.PositionOf(symbol, PositionSide.Short).Abs, target, snapshot.Equity, rules.Delta)
            : DeltaOrders.OneWay(instrument, price, snapshot.PositionOf(symbol, PositionSide.Both), target, snapshot.Equity, rules.Delta);
    }

    /// <summary>The parents in the order of release. A single order through zero that is denied is planned again as two steps, so that the position still closes.</summary>
    private static List<PlannedParent> Evaluate(List<(DeltaPlan Plan, Quantity Target, Price Decision)> plans, PlanningSnapshot snapshot, OrderLedger ledger, PlanRules rules)
    {
        var gate = new RiskGate(rules, snapshot, ledger);
        var facts = plans.ToDictionary(plan => plan.Plan.Symbol, StringComparer.Ordinal);
        var parents = new List<PlannedParent>();
        PlanRules twoStep = rules with { Delta = rules.Delta with { Flip = FlipMode.TwoStep } };
        foreach (DeltaOrder order in DeltaOrders.Sequence(plans.SelectMany(plan => plan.Plan.Orders)))
        {
            PlannedParent parent = Judge(order);
            if (parent.Denied.Length > 0 && snapshot.Flips(order))
                parents.AddRange(Move(snapshot, order.Symbol, order.Price, parent.Target, twoStep).Orders.Select(Judge));
            else
                parents.Add(parent);
        }

        return parents;

        PlannedParent Judge(DeltaOrder order)
        {
            (_, Quantity target, Price decision) = facts[order.Symbol];
            InstrumentStatus status = snapshot.Instruments[order.Symbol].Status;
            string denied = order.Purpose == DeltaPurpose.Increase && status != InstrumentStatus.Trading
                ? $"{order.Symbol} is {status}: no position is opened"
                : gate.Evaluate(order, decision);
            return new PlannedParent(order, snapshot.ArrivalOf(order.Symbol), target, decision, denied);
        }
    }

    private static IEnumerable<string> Held(PlanningSnapshot snapshot) =>
        snapshot.Positions.Where(position => !position.Quantity.IsZero).Select(position => position.Symbol).Concat(snapshot.Pending.Keys.Select(key => key.Symbol)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
