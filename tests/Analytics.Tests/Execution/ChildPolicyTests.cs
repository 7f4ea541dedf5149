using System.Text.Json;
using Platform.Analytics.Execution;
using Platform.Analytics.Tests.Portfolio;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Execution;

public sealed class ChildPolicyTests
{
    private static readonly Quantity s_step = Quantity.Parse("0.001");
    private static readonly ChildRules s_rules = new(new LotSize(s_step, Quantity.Of(100), s_step), Price.Parse("0.1"), Notional.Parse("5"));
    private static readonly MarketView s_market = new(Price.Of(100), Quantity.Of(50), Price.Parse("100.2"), Quantity.Of(50), null);

    [Fact]
    public void Children_catch_up_as_in_the_vector_EX_3()
    {
        ParentPlan plan = Twap(Quantity.Of(1), 10, passive: 0);
        var children = new List<ChildProgress>();
        int i = 0;
        foreach (JsonElement row in QuantVectors.Of("EX-3 catch-up").EnumerateArray())
        {
            ScheduleSlice slice = plan.Schedule.Slices[i];
            ChildOrderIntent order = Assert.Single(ChildPolicy.Decide(slice.Release_ms, plan, children, s_market).Orders);
            Assert.Equal(Quantity.Parse(row[0].GetRawText()), order.Quantity);
            children.Add(new ChildProgress(i++, false, ChildPhase.Ended, order.Quantity, Quantity.Parse(row[1].GetRawText()), slice.Release_ms));
            Assert.Equal(row[2].GetDouble(), ParentProgress.Of(children).Filled.ToDouble(), 1e-12);
        }

        Assert.Equal(ChildAction.End, ChildPolicy.Decide(plan.Schedule.End_ms, plan, children, s_market).Action);
    }

    [Fact]
    public void A_slice_rests_at_the_best_price_and_is_cancelled_before_it_crosses()
    {
        ParentPlan plan = Twap(Quantity.Of(1), 10);
        ChildOrderIntent resting = Assert.Single(ChildPolicy.Decide(0, plan, [], s_market).Orders);
        Assert.Equal(new ChildOrderIntent(0, OrderType.Limit, TimeInForce.Gtx, Quantity.Parse("0.1"), Price.Of(100)), resting);
        var working = new ChildProgress(0, true, ChildPhase.Working, resting.Quantity, Quantity.Parse("0.04"), 0);
        Assert.Equal((ChildAction.Wait, 180_000), Short(ChildPolicy.Decide(1_000, plan, [working], s_market)));
        Assert.Equal(ChildAction.Cancel, ChildPolicy.Decide(180_000, plan, [working], s_market).Action);
        Assert.Equal(ChildAction.Wait, ChildPolicy.Decide(180_000, plan, [working with { Phase = ChildPhase.Unknown }], s_market).Action);
        ChildOrderIntent crossing = Assert.Single(ChildPolicy.Decide(180_000, plan, [working with { Phase = ChildPhase.Ended }], s_market).Orders);
        Assert.Equal(new ChildOrderIntent(0, OrderType.Market, null, Quantity.Parse("0.06"), Price.Zero), crossing);
    }

    [Fact]
    public void A_remainder_below_the_minimum_notional_is_carried_to_the_next_slice()
    {
        ParentPlan plan = Twap(Quantity.Of(1), 10);
        var partly = new ChildProgress(0, true, ChildPhase.Ended, Quantity.Parse("0.1"), Quantity.Parse("0.06"), 100);
        Assert.Equal((ChildAction.Wait, 300_000), Short(ChildPolicy.Decide(180_000, plan, [partly], s_market)));
        Assert.Equal(Quantity.Parse("0.14"), Assert.Single(ChildPolicy.Decide(300_000, plan, [partly], s_market).Orders).Quantity);
        Assert.Equal(Quantity.Parse("0.04"), Assert.Single(ChildPolicy.Decide(180_000, plan with { Reduces = true }, [partly], s_market).Orders).Quantity);
    }

    [Fact]
    public void Missed_slices_are_not_stacked()
    {
        ParentPlan plan = Twap(Quantity.Of(1), 10);
        Assert.Equal(Quantity.Parse("0.3"), Assert.Single(ChildPolicy.Decide(8 * 300_000, plan, [], s_market).Orders).Quantity);
        Assert.Equal(Quantity.Parse("0.2"), Assert.Single(ChildPolicy.Decide(8 * 300_000, plan, [], s_market with { RecentVolume = Quantity.Of(2) }).Orders).Quantity);
    }

    [Fact]
    public void The_completion_order_executes_the_remainder_and_a_late_start_sends_no_order()
    {
        ParentPlan plan = Twap(Quantity.Of(1), 10);
        long end_ms = plan.Schedule.End_ms;
        var filled = new ChildProgress(9, false, ChildPhase.Ended, Quantity.Of(1), Quantity.Parse("0.7"), end_ms);
        ChildOrderIntent last = Assert.Single(ChildPolicy.Decide(end_ms, plan, [filled], s_market).Orders);
        Assert.Equal((10, Quantity.Parse("0.3")), (last.Slice, last.Quantity));
        ChildDecision late = ChildPolicy.Decide(end_ms + 3_600_000, plan, [filled], s_market);
        Assert.Equal((ChildAction.End, "0.3 left at the end of the horizon"), (late.Action, late.Reason));
    }

    [Fact]
    public void A_newer_target_cancels_waits_and_ends()
    {
        ParentPlan plan = Twap(Quantity.Of(1), 10);
        var working = new ChildProgress(0, true, ChildPhase.Working, Quantity.Parse("0.1"), Quantity.Zero, 0);
        Assert.Equal(ChildAction.Cancel, ChildPolicy.Decide(10, plan, [working], s_market, "newer").Action);
        Assert.Equal(ChildAction.Wait, ChildPolicy.Decide(10, plan, [working with { Phase = ChildPhase.Unknown }], s_market, "newer").Action);
        Assert.Equal((ChildAction.End, "newer"), (ChildPolicy.Decide(10, plan, [], s_market, "newer").Action, ChildPolicy.Decide(10, plan, [], s_market, "newer").Reason));
    }

    [Fact]
    public void A_halt_is_waited_out()
    {
        ChildDecision decision = ChildPolicy.Decide(0, Twap(Quantity.Of(1), 10), [], s_market with { Closed = "BTCUSDT is CancelOnly" });
        Assert.Equal((ChildAction.Wait, "BTCUSDT is CancelOnly"), (decision.Action, decision.Reason));
    }

    [Fact]
    public void Market_beyond_the_best_level_takes_the_book_up_to_the_slippage_limit_and_continues_with_the_rest()
    {
        var plan = new ParentPlan(ParentAlgorithm.Market, Side.Buy, false, Price.Of(100), ExecutionSchedule.Immediate(Quantity.Of(120), 0, 240_000), s_rules);
        IReadOnlyList<ChildOrderIntent> orders = ChildPolicy.Decide(0, plan, [], s_market).Orders;
        Assert.Equal([(Quantity.Of(100), Price.Parse("100.3")), (Quantity.Of(20), Price.Parse("100.3"))], orders.Select(order => (order.Quantity, order.LimitPrice)));
        var partly = new ChildProgress(0, false, ChildPhase.Ended, Quantity.Of(120), Quantity.Of(70), 20);
        Assert.Equal((ChildAction.Wait, 520), Short(ChildPolicy.Decide(30, plan, [partly], s_market)));
        Assert.Equal(Quantity.Of(50), Assert.Single(ChildPolicy.Decide(520, plan, [partly], s_market).Orders).Quantity);
        Assert.Equal("50 not filled by the deadline", ChildPolicy.Decide(240_000, plan, [partly], s_market).Reason);
        Assert.Equal(ChildAction.End, ChildPolicy.Decide(30, plan, [partly with { Phase = ChildPhase.Refused }], s_market).Action);
    }

    private static ParentPlan Twap(Quantity quantity, int slices, double passive = 0.6) => new(
        ParentAlgorithm.Twap, Side.Buy, false, Price.Of(100),
        TwapSchedule.Build(quantity, s_step, slices, 0, new TwapRules(slices * 300_000L) { Slices = SliceRules.Even with { PassiveFraction = passive } }, "parent"), s_rules);

    private static (ChildAction, long) Short(ChildDecision decision) => (decision.Action, decision.Wake_ms);
}
