using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Execution;

/// <summary>
/// What to do with a parent at this moment: a function of the time, the plan, its children and the market, without memory
/// (quant.md §7.1–§7.4). Asked after a restart it answers as if nothing had been interrupted: missed slices are not stacked,
/// because a slice may catch up only so far. One path serves all algorithms; Market is a schedule of one slice.
/// Whatever it answers, filled + working + unknown stays at or below the cumulative target of the moment.
/// </summary>
public static class ChildPolicy
{
    /// <summary>Orders that rest and are refused or pushed away are posted again this often within a slice.</summary>
    private const int PassiveAttemptsMax = 3;

    private const long AskAgain_ms = 1_000;
    private const long CrossPauseFirst_ms = 500;
    private const long CrossPauseMax_ms = 30_000;

    /// <summary>An end that passed longer ago than this is not completed any more: the targets behind it are old.</summary>
    private const long CompletionGrace_ms = 60_000;

    /// <param name="stop">Why the parent is to end before its time, such as a newer target; empty when it is not.</param>
    public static ChildDecision Decide(long now_ms, ParentPlan plan, IReadOnlyList<ChildProgress> children, MarketView market, string stop = "")
    {
        var done = ParentProgress.Of(children);
        ExecutionSchedule schedule = plan.Schedule;
        if (stop.Length > 0)
            return done.IsLive ? Withdraw(done, now_ms, stop) : ChildDecision.End(stop);
        if (done.Filled >= schedule.Total)
            return done.IsLive ? Withdraw(done, now_ms, "everything is filled") : ChildDecision.End(done.Filled > schedule.Total ? "more was filled than planned" : "");
        if (done.HasUnknown)
            return ChildDecision.Wait(now_ms + AskAgain_ms, "the fate of an order is not known");
        int index = now_ms >= schedule.End_ms ? schedule.Slices.Count : schedule.IndexAt(now_ms);
        if (index < 0)
            return ChildDecision.Wait(schedule.Start_ms, "not started");
        bool passive = index < schedule.Slices.Count && now_ms < schedule.Slices[index].Cross_ms;
        if (done.IsLive)
            return Follow(children, index, passive, now_ms, plan);
        if (!IsSendable(schedule.Total - done.Filled, plan, market, out Quantity left))
            return ChildDecision.End($"{schedule.Total - done.Filled} left is below the smallest order");
        if (market.Closed.Length > 0 && now_ms < LastChance(plan))
            return ChildDecision.Wait(now_ms + AskAgain_ms, market.Closed);
        if (index == schedule.Slices.Count)
            return Complete(now_ms, plan, left, children, market);
        Quantity open = SliceAllowance.Of(plan, index, done.FilledBefore(index), market.RecentVolume) - done.FilledIn(index);
        if (!IsSendable(open, plan, market, out Quantity sendable) || LeavesDust(left - sendable, plan, market))
            return Carry(index, plan);
        return passive ? Rest(now_ms, plan, index, sendable, children, market) : Cross(now_ms, plan, index, sendable, children, market);
    }

    /// <summary>Something is live: orders of this phase of this slice continue, all others are cancelled first.</summary>
    private static ChildDecision Follow(IReadOnlyList<ChildProgress> children, int index, bool passive, long now_ms, ParentPlan plan)
    {
        foreach (ChildProgress child in children)
        {
            if (child.IsLive && child.IsPassive && (child.Slice != index || !passive))
                return ChildDecision.Cancel("its time to rest is over");
        }

        long wake_ms = passive ? plan.Schedule.Slices[index].Cross_ms : now_ms + AskAgain_ms;
        return ChildDecision.Wait(wake_ms, "an order is working");
    }

    private static ChildDecision Withdraw(ParentProgress done, long now_ms, string reason) =>
        done.HasUnknown ? ChildDecision.Wait(now_ms + AskAgain_ms, "the fate of an order is not known") : ChildDecision.Cancel(reason);

    private static ChildDecision Rest(long now_ms, ParentPlan plan, int index, Quantity quantity, IReadOnlyList<ChildProgress> children, MarketView market)
    {
        Attempts tried = Attempts.Of(children, index, passive: true);
        if (tried.Count >= PassiveAttemptsMax || tried.Refused)
            return ChildDecision.Wait(plan.Schedule.Slices[index].Cross_ms, "the best price could not be joined");
        if (!market.HasQuote || (tried.Count > 0 && now_ms < tried.Last_ms + AskAgain_ms))
            return ChildDecision.Wait(Math.Min(now_ms + AskAgain_ms, plan.Schedule.Slices[index].Cross_ms), "no price to join yet");
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
            return ChildDecision.Wait(Math.Min(again_ms, plan.Schedule.EndOf(index)), "the rest waits for liquidity");
        return Take(now_ms, plan, index, quantity, market);
    }

    /// <summary>After the end: one order for everything left, then the residual and why.</summary>
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
        return now_ms < again_ms ? ChildDecision.Wait(again_ms, "the rest waits for liquidity") : Take(now_ms, plan, plan.Schedule.Slices.Count, left, market);
    }

    private static ChildDecision Take(long now_ms, ParentPlan plan, int index, Quantity quantity, MarketView market)
    {
        IReadOnlyList<ChildOrderIntent> orders = CrossingOrders.For(index, plan.Side, quantity, Reference(plan, market), market, plan.Rules);
        return orders.Count == 0 ? ChildDecision.Wait(now_ms + AskAgain_ms, "no price to cross at") : ChildDecision.Place(orders);
    }

    /// <summary>Nothing to send in this slice: the next one has it. Market has no next one.</summary>
    private static ChildDecision Carry(int index, ParentPlan plan) =>
        plan.Algorithm == ParentAlgorithm.Market ? ChildDecision.End("the order was refused") : ChildDecision.Wait(plan.Schedule.EndOf(index), "carried to the next slice");

    private static long LastChance(ParentPlan plan) => plan.Schedule.End_ms + (plan.Algorithm == ParentAlgorithm.Market ? 0 : CompletionGrace_ms);

    /// <summary>Pauses double: each is as long as everything since the crossing began, within bounds.</summary>
    private static long AgainAfter(long last_ms, long began_ms) => last_ms + Math.Clamp(last_ms - began_ms, CrossPauseFirst_ms, CrossPauseMax_ms);

    /// <summary>Market is guarded from its arrival price on; a slice of a schedule from the market as it then is.</summary>
    private static Price Reference(ParentPlan plan, MarketView market) =>
        market.Middle.IsZero || (plan.Algorithm == ParentAlgorithm.Market && !plan.Arrival.IsZero) ? plan.Arrival : market.Middle;

    /// <summary>A rest too small for an order would stay for good: it is worked together with the last part instead.</summary>
    private static bool LeavesDust(Quantity rest, ParentPlan plan, MarketView market) => !rest.IsZero && !IsSendable(rest, plan, market, out _);

    private static bool IsSendable(Quantity open, ParentPlan plan, MarketView market, out Quantity sendable)
    {
        sendable = Quantity.Max(open, Quantity.Zero).TruncateTo(plan.Rules.Lot.Step);
        if (sendable.IsZero || sendable < plan.Rules.Lot.Min)
            return false;
        Price price = market.Bid.IsZero ? plan.Arrival : market.Bid;
        return plan.Reduces || price.IsZero || price * sendable >= plan.Rules.MinNotional;
    }

    /// <summary>What was tried so far in one phase of one slice.</summary>
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
