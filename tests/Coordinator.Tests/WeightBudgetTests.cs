using Platform.Coordinator.Rates;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Coordinator.Tests;

public class WeightBudgetTests
{
    [Fact]
    public void A_part_of_each_minutes_weight_is_reserved_for_calls_that_reduce_risk()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = Budget(100, 0.2, clock, clockSpeed: 1);
        Assert.True(budget.Take("binance", "data", 80, weightMax: 0, riskReducing: false).Granted);
        WeightAnswer refused = budget.Take("binance", "data", 1, weightMax: 0, riskReducing: false);
        Assert.False(refused.Granted);
        Assert.Equal(60_000 - 1_700_000_040_000 % 60_000, refused.RetryAfter_ms);
        Assert.True(budget.Take("binance", "data", 20, weightMax: 0, riskReducing: true).Granted);
        Assert.False(budget.Take("binance", "data", 1, weightMax: 0, riskReducing: true).Granted);
        Assert.True(budget.Take("okx", "data", 1, weightMax: 0, riskReducing: false).Granted);
        Assert.Equal(100, budget.Used("binance"));
    }

    [Fact]
    public void A_new_minute_has_a_new_budget_and_the_wait_is_given_in_real_time()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = Budget(10, 0, clock, clockSpeed: 20);
        Assert.True(budget.Take("binance", "data", 10, weightMax: 0, riskReducing: false).Granted);
        long retry_ms = budget.Take("binance", "data", 1, weightMax: 0, riskReducing: false).RetryAfter_ms;
        Assert.Equal((60_000 - 1_700_000_040_000 % 60_000) / 20, retry_ms);
        clock.AdvanceMilliseconds(retry_ms * 20);
        Assert.True(budget.Take("binance", "data", 10, weightMax: 0, riskReducing: false).Granted);
    }

    [Fact]
    public void More_than_requested_is_granted_while_enough_is_left_and_only_the_request_otherwise()
    {
        var budget = Budget(400, 0, ManualClock.At(1_700_000_040_000), clockSpeed: 1);
        Assert.Equal(60, budget.Take("binance", "data", 5, weightMax: 60, riskReducing: false).Weight);
        Assert.Equal(85, budget.Take("binance", "data", 5, weightMax: 200, riskReducing: false).Weight);
        Assert.Equal(250, budget.Take("binance", "data", 250, weightMax: 300, riskReducing: false).Weight);
        Assert.Equal(5, budget.Take("binance", "data", 5, weightMax: 60, riskReducing: false).Weight);
        Assert.False(budget.Take("binance", "data", 1, weightMax: 60, riskReducing: false).Granted);
    }

    [Fact]
    public void The_exchanges_own_count_is_used_for_the_same_minute_only()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = Budget(100, 0, clock, clockSpeed: 1);
        budget.Observe("binance", 90, 1_700_000_040_000 / 60_000 - 1);
        Assert.Equal(0, budget.Used());
        budget.Observe("binance", 90, 1_700_000_040_000 / 60_000);
        Assert.Equal(90, budget.Used());
        Assert.False(budget.Take("binance", "data", 11, weightMax: 0, riskReducing: true).Granted);
    }

    [Fact]
    public void While_the_exchange_blocks_requests_nothing_is_granted_not_even_calls_that_reduce_risk()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = Budget(100, 0, clock, clockSpeed: 20);
        Assert.True(budget.Block("binance", 120_000));
        Assert.False(budget.Block("binance", 60_000));
        WeightAnswer answer = budget.Take("binance", "data", 1, weightMax: 0, riskReducing: true);
        Assert.Equal((false, 6_000L, 120_000L), (answer.Granted, answer.RetryAfter_ms, answer.BlockedFor_ms));
        Assert.True(budget.Take("elsewhere", "data", 1, weightMax: 0, riskReducing: false).Granted);
        clock.AdvanceMilliseconds(120_000);
        Assert.True(budget.Take("binance", "data", 1, weightMax: 0, riskReducing: false).Granted);
    }

    [Fact]
    public void A_caller_that_requests_continuously_leaves_the_share_of_the_others()
    {
        WeightBudget budget = Budget(120, 0.5, ManualClock.At(1_700_000_040_000), clockSpeed: 1, "data", "executor-a", "executor-b");
        Assert.Equal(40, Drain(budget, "data", riskReducing: false));
        Assert.Equal(10 + 40, Drain(budget, "executor-a", riskReducing: true));
        Assert.Equal(10, Drain(budget, "executor-b", riskReducing: false));
        Assert.Equal(10, Drain(budget, "executor-b", riskReducing: true));
        Assert.Equal(110, budget.Used());
    }

    [Fact]
    public void Implausible_numbers_are_refused_and_change_nothing()
    {
        WeightBudget budget = Budget(100, 0.2, ManualClock.At(1_700_000_040_000), clockSpeed: 1);
        Assert.Contains("expected one of data", budget.Check("binance", "somebody", 1, 1)!.Message);
        Assert.Contains("weight is -1", budget.Check("binance", "data", -1, 1)!.Message);
        Assert.Contains("weight is 101", budget.Check("binance", "data", 101, 1)!.Message);
        Assert.Contains("weight_max is -5", budget.Check("binance", "data", 1, -5)!.Message);
        Assert.Equal(FaultKind.Exhausted, budget.Check("", "data", 1, 1)!.Kind);
        Assert.Null(budget.Check("binance", "data", 100, int.MaxValue));
        Assert.False(budget.Observe("binance", -1, 1_700_000_040_000 / 60_000));
        Assert.False(budget.Observe("binance", int.MaxValue, 1_700_000_040_000 / 60_000));
        Assert.Equal(0, budget.Used());
    }

    [Fact]
    public void The_number_of_pools_is_bounded()
    {
        WeightBudget budget = Budget(100, 0, ManualClock.At(1_700_000_040_000), clockSpeed: 1);
        for (int pool = 0; pool < 16; pool++)
            budget.Take($"host{pool}:443", "data", 1, weightMax: 0, riskReducing: false);
        Assert.Contains("at most 16", budget.Check("host16:443", "data", 1, 0)!.Message);
        Assert.Null(budget.Check("host3:443", "data", 1, 0));
    }

    [Fact]
    public void A_block_ends_after_the_longest_ban_even_when_a_longer_one_is_reported()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        WeightBudget budget = Budget(100, 0, clock, clockSpeed: 1);
        Assert.True(budget.Block("binance", long.MaxValue));
        Assert.False(budget.Block("binance", -1));
        clock.AdvanceMilliseconds((long)TimeSpan.FromDays(3).TotalMilliseconds);
        Assert.True(budget.Take("binance", "data", 1, weightMax: 0, riskReducing: false).Granted);
    }

    private static WeightBudget Budget(int perMinute, double reserved, TimeProvider clock, double clockSpeed, params string[] callers) =>
        new(new WeightLimits(perMinute, reserved, new HashSet<string>(callers.Length > 0 ? callers : ["data"])), clock, clockSpeed);

    private static int Drain(WeightBudget budget, string caller, bool riskReducing)
    {
        int taken = 0;
        while (budget.Take("binance", caller, 1, weightMax: 0, riskReducing).Granted)
            taken++;
        return taken;
    }
}
