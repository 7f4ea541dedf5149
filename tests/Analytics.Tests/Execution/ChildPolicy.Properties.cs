using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Execution;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Execution;

/// <summary>The policy against an exchange that fills, cancels, refuses and forgets at random, and a process that sleeps.</summary>
public sealed class ChildPolicyProperties
{
    private static readonly Quantity s_step = Quantity.Parse("0.001");
    private static readonly ChildRules s_rules = new(new LotSize(s_step, Quantity.Of(3), s_step), Price.Parse("0.1"), Notional.Parse("5"));

    [Fact]
    public void Filled_working_and_unknown_never_pass_the_cumulative_target_and_every_parent_ends() =>
        Prop.ForAll(Gen.Choose(100, 20_000).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Elements(ParentAlgorithm.Market, ParentAlgorithm.Twap, ParentAlgorithm.Vwap).ToArbitrary(), (steps, seed, algorithm) =>
        {
            Quantity quantity = Quantity.FromUnits(steps * s_step.Units);
            Life life = Play(Plan(algorithm, quantity, seed), new Random(seed));
            return life.Ended && life.Filled <= quantity;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_calm_exchange_fills_everything() =>
        Prop.ForAll(Gen.Choose(100, 20_000).ToArbitrary(), Gen.Elements(ParentAlgorithm.Market, ParentAlgorithm.Twap, ParentAlgorithm.Vwap).ToArbitrary(), (steps, algorithm) =>
        {
            Quantity quantity = Quantity.FromUnits(steps * s_step.Units);
            Life life = Play(Plan(algorithm, quantity, steps), null);
            return life.Ended && life.Filled == quantity;
        }).QuickCheckThrowOnFailure();

    private static ParentPlan Plan(ParentAlgorithm algorithm, Quantity quantity, int seed)
    {
        int slices = TwapSchedule.SliceCount(quantity, Price.Of(100), s_rules.MinNotional, new TwapRules());
        ExecutionSchedule schedule = algorithm switch
        {
            ParentAlgorithm.Market => ExecutionSchedule.Immediate(quantity, 0, 240_000),
            ParentAlgorithm.Twap => TwapSchedule.Build(quantity, s_step, slices, 0, new TwapRules(), $"{seed}"),
            _ => VwapSchedule.Build(quantity, s_step, VolumeProfile.FromShares([.. Enumerable.Range(0, 288).Select(i => (1 + i % 7) / 1_152.0)], 14), 0, new VwapRules(), $"{seed}"),
        };
        return new ParentPlan(algorithm, Side.Sell, false, Price.Of(100), schedule, s_rules);
    }

    private static Life Play(ParentPlan plan, Random? random)
    {
        var children = new List<ChildProgress>();
        long now_ms = 0;
        for (int turn = 0; turn < 20_000; turn++)
        {
            var market = new MarketView(
                Price.Of(100), Quantity.Of(random?.Next(0, 5) ?? 100), Price.Parse("100.1"), Quantity.Of(5), random is null ? null : Quantity.Of(random.Next(1, 100)), random?.Next(40) == 0 ? "halt" : "");
            ChildDecision decision = ChildPolicy.Decide(now_ms, plan, children, market);
            if (decision.Action == ChildAction.End)
                return new Life(true, ParentProgress.Of(children).Filled);
            if (decision.Action == ChildAction.Place)
                children.AddRange(decision.Orders.Select(order => Sent(order, now_ms)));
            Assert.All(decision.Orders, order => Assert.True(order.Quantity.IsMultipleOf(s_step) && order.Quantity <= s_rules.Lot.Max && order.Quantity.Units > 0));
            ParentProgress sum = ParentProgress.Of(children);
            Assert.True(sum.Filled + sum.Working + sum.Unknown <= plan.Schedule.CumulativeAt(now_ms), $"at {now_ms}: {sum}");
            Happen(children, decision.Action == ChildAction.Cancel, now_ms, random);
            // A process that was away for a while comes back as if nothing had been.
            now_ms = random?.Next(50) == 0 ? now_ms + random.Next(900_000) : Math.Max(now_ms + 1, Math.Min(decision.Action == ChildAction.Wait ? decision.Wake_ms : now_ms, now_ms + (random?.Next(60_000) ?? 60_000)));
        }

        return new Life(false, ParentProgress.Of(children).Filled);
    }

    private static ChildProgress Sent(ChildOrderIntent order, long now_ms) => new(order.Slice, order.IsPassive, ChildPhase.Working, order.Quantity, Quantity.Zero, now_ms);

    private static void Happen(List<ChildProgress> children, bool cancel, long now_ms, Random? random)
    {
        for (int i = 0; i < children.Count; i++)
        {
            ChildProgress child = children[i];
            if (!child.IsLive)
                continue;
            Quantity open = child.Quantity - child.Filled;
            Quantity fill = random is null ? (child.IsPassive ? Quantity.Zero : open) : Quantity.FromUnits(open.Units / s_step.Units * random.Next(0, 5) / 4 * s_step.Units);
            Quantity filled = child.Filled + fill;
            ChildPhase phase = filled == child.Quantity || cancel || !child.IsPassive ? ChildPhase.Ended : child.Phase;
            if (random?.Next(10) == 0)
                phase = phase == ChildPhase.Ended && filled.IsZero ? ChildPhase.Refused : filled == child.Quantity ? ChildPhase.Ended : ChildPhase.Unknown;
            children[i] = child with { Filled = filled, Phase = phase, Changed_ms = now_ms };
        }
    }

    private sealed record Life(bool Ended, Quantity Filled);
}
