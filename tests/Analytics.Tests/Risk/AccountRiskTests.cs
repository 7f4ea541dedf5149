using Platform.Analytics.Risk;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Xunit;

namespace Platform.Analytics.Tests.Risk;

public sealed class AccountRiskTests
{
    private static readonly AccountHealth s_health = new(0.5, 0.2, 0.3, 2, 0.04, 0.1, 5_000, -800, 3, 2);

    public static TheoryData<string, AccountLimits> Passed => new()
    {
        { "margin_ratio_max", new() { MarginRatioMax = new(0.49, RiskAction.Flatten) } },
        { "available_ratio_min", new() { AvailableRatioMin = new(0.21, RiskAction.Flatten) } },
        { "liquidation_distance_min", new() { LiquidationDistanceMin = new(0.31, RiskAction.Flatten) } },
        { "held_leverage_max", new() { HeldLeverageMax = new(1.9, RiskAction.Flatten) } },
        { "daily_loss_max", new() { DailyLossMax = new(0.03, RiskAction.Flatten) } },
        { "drawdown_max", new() { DrawdownMax = new(0.09, RiskAction.Flatten) } },
        { "stream_down_max_ms", new() { StreamDownMax_ms = new(4_000, RiskAction.Flatten) } },
        { "clock_offset_max_ms", new() { ClockOffsetMax_ms = new(700, RiskAction.Flatten) } },
        { "rejects_in_a_row_max", new() { RejectsMax = new(2, RiskAction.Flatten) } },
        { "unknowns_in_a_row_max", new() { UnknownsMax = new(1, RiskAction.Flatten) } },
    };

    [Theory, MemberData(nameof(Passed))]
    public void An_exceeded_limit_returns_its_action(string rule, AccountLimits limits)
    {
        RiskBreach breach = Assert.Single(AccountRisk.Check(s_health, limits));
        Assert.Equal((rule, RiskAction.Flatten), (breach.Rule, breach.Action));
    }

    [Fact]
    public void An_account_within_its_limits_has_no_breach()
    {
        Assert.Empty(AccountRisk.Check(s_health, new AccountLimits()));
        Assert.Empty(AccountRisk.Check(s_health, new AccountLimits { MarginRatioMax = new(0.5, RiskAction.Pause), UnknownsMax = new(2, RiskAction.Pause) }));
    }

    [Fact]
    public void The_most_severe_action_comes_first_and_what_cannot_be_computed_is_a_breach()
    {
        var limits = new AccountLimits { HeldLeverageMax = new(1, RiskAction.ReduceOnly), MarginRatioMax = new(0.9, RiskAction.Flatten) };
        IReadOnlyList<RiskBreach> found = AccountRisk.Check(s_health with { MarginRatio = double.NaN }, limits);
        Assert.Equal(["margin_ratio_max", "held_leverage_max"], found.Select(breach => breach.Rule));
        Assert.Contains("not computable", found[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejections_count_in_a_row_only()
    {
        OutcomeStreak streak = default;
        foreach (OrderSignal signal in (OrderSignal[])[OrderSignal.LoseAnswer, OrderSignal.LoseAnswer, OrderSignal.Reject, OrderSignal.Cancel, OrderSignal.Reject])
            streak = streak.After(signal);
        Assert.Equal(new OutcomeStreak(2, 0), streak);
        Assert.Equal(default, streak.After(OrderSignal.Accept));
    }

    [Fact]
    public void The_nearest_liquidation_is_a_share_of_the_mark()
    {
        Assert.Equal(0.2, AccountRisk.LiquidationDistance(100, 80), 1e-12);
        Assert.Equal(double.PositiveInfinity, AccountRisk.LiquidationDistance(100, 0));
        Assert.True(double.IsNaN(AccountRisk.LiquidationDistance(0, 80)));
    }

    [Fact]
    public void A_deposit_does_not_hide_a_loss_and_a_withdrawal_is_not_a_loss()
    {
        EquityIndex index = EquityIndex.Empty.After(1_000, Money.Of(100), Money.Zero).After(2_000, Money.Of(190), Money.Of(100));
        Assert.Equal((0.1, 0.1), (index.DailyLoss, index.Drawdown), new Close());
        index = index.After(3_000, Money.Of(90), Money.Of(-100));
        Assert.Equal((0.1, 0.1), (index.DailyLoss, index.Drawdown), new Close());
        index = index.After(UnixTime.MillisecondsPerDay + 1, Money.Of(81), Money.Zero);
        Assert.Equal((0.1, 0.19), (index.DailyLoss, index.Drawdown), new Close());
    }

    private sealed class Close : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-9 && Math.Abs(x.Item2 - y.Item2) < 1e-9;

        public int GetHashCode((double, double) obj) => 0;
    }
}
