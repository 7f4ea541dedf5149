using Platform.Coordinator.Rates;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Coordinator.Tests;

public class WeightBudgetTests
{
    [Fact]
    public void The_last_part_of_a_minute_is_for_calls_that_reduce_risk()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = new WeightBudget(100, 0.2, clock, clockSpeed: 1);
        Assert.True(budget.Take("binance", 80, riskReducing: false).Granted);
        (bool granted, long retry_ms) = budget.Take("binance", 1, riskReducing: false);
        Assert.False(granted);
        Assert.Equal(60_000 - 1_700_000_040_000 % 60_000, retry_ms);
        Assert.True(budget.Take("binance", 20, riskReducing: true).Granted);
        Assert.False(budget.Take("binance", 1, riskReducing: true).Granted);
        Assert.True(budget.Take("okx", 1, riskReducing: false).Granted);
        Assert.Equal(100, budget.Used("binance"));
    }

    [Fact]
    public void A_new_minute_is_a_new_budget_and_the_wait_is_told_in_real_time()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = new WeightBudget(10, 0, clock, clockSpeed: 20);
        Assert.True(budget.Take("binance", 10, riskReducing: false).Granted);
        long retry_ms = budget.Take("binance", 1, riskReducing: false).RetryAfter_ms;
        Assert.Equal((60_000 - 1_700_000_040_000 % 60_000) / 20, retry_ms);
        clock.AdvanceMilliseconds(retry_ms * 20);
        Assert.True(budget.Take("binance", 10, riskReducing: false).Granted);
    }
}
