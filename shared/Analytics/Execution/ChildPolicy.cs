using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

/// <summary>
/// Decides the next action for a parent: a pure function of the time, the plan, its children and the market
/// (quant.md §7.1–§7.4). A restart does not change its decisions. Missed slices are not added up,
/// because the catch-up of a slice is limited. All algorithms use the same code; Market is a schedule of one slice.
/// Filled + working + unknown quantity always stays at or below the cumulative target of the current time.
/// </summary>
public static class ChildPolicy
{
    /// <summary>Maximum number of passive orders per slice, when they are refused or the market moves away from their price.</summary>
    private const int PassiveAttemptsMax = 3;

    private const long AskAgain_ms = 1_000;
    private const long CrossPauseFirst_ms = 500;
    private const long CrossPauseMax_ms = 30_000;

    /// <summary>After this time past the end of its schedule a parent is no longer completed, because its targets are old.</summary>
    private const long CompletionGrace_ms = 60_000;

    /// <param name="stop">Why the parent must end early, such as a newer target; empty when it need not.</param>
    public static ChildDecision Decide(long now_ms, ParentPlan plan, IReadOnlyList<ChildProgress> children, MarketView market, string stop = "")
    {
        var done = ParentProgress.Of(children);
        ExecutionSchedule schedule = plan.Schedule;
        if (stop.Length > 0)
            return done.IsLive ? Withdraw(done, now_ms, stop) : ChildDecision.End(stop);
        if (done.Filled >= schedule.Total)
            return done.IsLive ? Withdraw(done, now_ms, "completely filled") : ChildDecision.End(done.Filled > schedule.Total ? "filled more than planned" : "");
        if (done.HasUnknown)
            return ChildDecision.Wait(now_ms + AskAgain_ms, "the outcome of an order is not known");
        int index = now_ms >= schedule.End_ms ? schedule.Slices.Count : schedule.IndexAt(now_ms);
        if (index < 0)
            return ChildDecision.Wait(schedule.Start_ms, "not started");
        bool passive = index < schedule.Slices.Count && now_ms < schedule.Slices[index].Cross_ms;
        if (done.IsLive)
            return Follow(children, index, passive, now_ms, plan);
        if (!IsSendable(schedule.Total - done.Filled, plan, market, out Quantity left))
            return ChildDecision.End($"{schedule.Total - done.Filled} left, which is below the minimum order");
        if (market.Closed.Length > 0 && now_ms < LastChance(plan))
            return ChildDecision.Wait(now_ms + AskAgain_ms, market.Closed);
        if (index == schedule.Slices.Count)
            return Complete(now_ms, plan, left, children, market);
        Quantity open = SliceAllowance.Of(plan, index, done.FilledBefore(index), market.RecentVolume) - done.FilledIn(index);
        if (!IsSendable(open, plan, market, out Quantity sendable) || LeavesDust(left - sendable, plan, market))
            return Carry(index, plan);
        return passive ? Rest(now_ms, plan, index, sendable, children, market) : Cross(now_ms, plan, index, sendable, children, market);
    }

    /// <summary>Handles live orders: orders of the current phase and slice continue, all others are cancelled first.</summary>
    private static ChildDecision Follow(IReadOnlyList<ChildProgress> children, int index, bool passive, long now_ms, ParentPlan plan)
    {
        foreach (ChildProgress child in children)
        {
            if (child.IsLive && child.IsPassive && (child.Slice != index || !passive))
                return ChildDecision.Cancel("the passive phase is over");
        }

        long wake_ms = passive ? plan.Schedule.Slices[index].Cross_ms : now_ms + AskAgain_ms;
        return ChildDecision.Wait(wake_ms, "an order is working");
    }

    private static ChildDecision Withdraw(ParentProgress done, long now_ms, string reason) =>
        done.HasUnknown ? ChildDecision.Wait(now_ms + AskAgain_ms, "the outcome of an order is not known") : ChildDecision.Cancel(reason);

    private static ChildDecision Rest(long now_ms, ParentPlan plan, int index, Quantity quantity, IReadOnlyList<ChildProgress> children, MarketView market)
    {
        Attempts tried = Attempts.Of(children, index, passive: true);
        if (tried.Count >= PassiveAttemptsMax || tried.Refused)
            return ChildDecision.Wait(plan.Schedule.Slices[index].Cross_ms, "no passive order at the best price was accepted");
        if (!market.HasQuote || (tried.Count > 0 && now_ms < tried.Last_ms + AskAgain_ms))
            return ChildDecision.Wait(Math.Min(now_ms + AskAgain_ms, plan.Schedule.Slices[index].Cross_ms), "no best price for a passive order yet");
        Price price = plan.Side == Side.Buy ? market.Bid : market.Ask;
        Quantity piece = CrossingOrders.Split(quantity, plan.Rules.Lot)[0];
        return ChildDecision.Place([new ChildOrderIntent(index, OrderType.Limit, TimeInForce.Gtx, piece, price)]);
    }

    private static ChildDecision Cross(long now_ms, ParentPlan plan, int index, Quantity quantity, IReadOnlyList<ChildProgress> children, MarketView market)
    {
        Attempts tried = Attempts.Of(children, index, passive: false);
        if (tried.Refused)
            return Carry(index, plan);
        long again_ms = tried.Count == 0 ? now_ms : AgainAfter(tried.Last_ms, plan.Schedule.Slices[index].Cross_ms);
        if (now_ms < again_ms)
            return ChildDecision.Wait(Math.Min(again_ms, plan.Schedule.EndOf(index)), "the rest waits for liquidity within the slippage limit");
        return Take(now_ms, plan, index, quantity, market);
    }

    /// <summary>After the end of the schedule: one order for the remaining quantity, then the residual with its reason.</summary>
    private static ChildDecision Complete(long now_ms, ParentPlan plan, Quantity left, IReadOnlyList<ChildProgress> children, MarketView market)
    {
        Attempts tried = Attempts.Of(children, plan.Schedule.Slices.Count, passive: false);
        if (plan.Algorithm == ParentAlgorithm.Market)
            return ChildDecision.End($"{left} not filled by the deadline");
        if (tried.Refused || !tried.Filled.IsZero)
            return ChildDecision.End($"{left} left after the completion order");
        if (now_ms >= LastChance(plan))
            return ChildDecision.End($"{left} left at the end of the horizon");
        long again_ms = tried.Count == 0 ? now_ms : AgainAfter(tried.Last_ms, plan.Schedule.End_ms);
        return now_ms < again_ms ? ChildDecision.Wait(again_ms, "the rest waits for liquidity within the slippage limit") : Take(now_ms, plan, plan.Schedule.Slices.Count, left, market);
    }

    private static ChildDecision Take(long now_ms, ParentPlan plan, int index, Quantity quantity, MarketView market)
    {
        IReadOnlyList<ChildOrderIntent> orders = CrossingOrders.For(index, plan.Side, quantity, Reference(plan, market), market, plan.Rules);
        return orders.Count == 0 ? ChildDecision.Wait(now_ms + AskAgain_ms, "no price for an order that takes liquidity") : ChildDecision.Place(orders);
    }

    /// <summary>Carries the quantity of this slice to the next one. A Market schedule has only one slice.</summary>
    private static ChildDecision Carry(int index, ParentPlan plan) =>
        plan.Algorithm == ParentAlgorithm.Market ? ChildDecision.End("the order was refused") : ChildDecision.Wait(plan.Schedule.EndOf(index), "carried to the next slice");

    private static long LastChance(ParentPlan plan) => plan.Schedule.End_ms + (plan.Algorithm == ParentAlgorithm.Market ? 0 : CompletionGrace_ms);

    /// <summary>Time of the next attempt. Pauses double: each is as long as the time since the first attempt, within limits.</summary>
    private static long AgainAfter(long last_ms, long began_ms) => last_ms + Math.Clamp(last_ms - began_ms, CrossPauseFirst_ms, CrossPauseMax_ms);

    /// <summary>Reference price of the slippage limit: the arrival price for Market, the current market price for a slice of a schedule.</summary>
    private static Price Reference(ParentPlan plan, MarketView market) =>
        market.Middle.IsZero || (plan.Algorithm == ParentAlgorithm.Market && !plan.Arrival.IsZero) ? plan.Arrival : market.Middle;

    /// <summary>True when the rest would be too small for an order of its own; it is then sent together with the last part.</summary>
    private static bool LeavesDust(Quantity rest, ParentPlan plan, MarketView market) => !rest.IsZero && !IsSendable(rest, plan, market, out _);

    private static bool IsSendable(Quantity open, ParentPlan plan, MarketView market, out Quantity sendable)
    {
        sendable = Quantity.Max(open, Quantity.Zero).TruncateTo(plan.Rules.Lot.Step);
        if (sendable.IsZero || sendable < plan.Rules.Lot.Min)
            return false;
        Price price = market.Bid.IsZero ? plan.Arrival : market.Bid;
        return plan.Reduces || price.IsZero || price * sendable >= plan.Rules.MinNotional;
    }

    /// <summary>Earlier attempts in one phase of one slice.</summary>
    private readonly record struct Attempts(int Count, long Last_ms, Quantity Filled, bool Refused)
    {
        public static Attempts Of(IReadOnlyList<ChildProgress> children, int index, bool passive)
        {
            var sum = default(Attempts);
            foreach (ChildProgress child in children)
            {
                if (child.Slice == index && child.IsPassive == passive)
                    sum = new Attempts(sum.Count + 1, Math.Max(sum.Last_ms, child.Changed_ms), sum.Filled + child.Filled, sum.Refused || child.Phase == ChildPhase.Refused);
            }

            return sum;
        }
    }
}
