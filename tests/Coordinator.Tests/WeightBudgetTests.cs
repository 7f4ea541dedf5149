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
        Assert.True(budget.Take("binance", 80, weightMax: 0, riskReducing: false).Granted);
        WeightAnswer refused = budget.Take("binance", 1, weightMax: 0, riskReducing: false);
        Assert.False(refused.Granted);
        Assert.Equal(60_000 - 1_700_000_040_000 % 60_000, refused.RetryAfter_ms);
        Assert.True(budget.Take("binance", 20, weightMax: 0, riskReducing: true).Granted);
        Assert.False(budget.Take("binance", 1, weightMax: 0, riskReducing: true).Granted);
        Assert.True(budget.Take("okx", 1, weightMax: 0, riskReducing: false).Granted);
        Assert.Equal(100, budget.Used("binance"));
    }

    [Fact]
    public void A_new_minute_is_a_new_budget_and_the_wait_is_told_in_real_time()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = new WeightBudget(10, 0, clock, clockSpeed: 20);
        Assert.True(budget.Take("binance", 10, weightMax: 0, riskReducing: false).Granted);
        long retry_ms = budget.Take("binance", 1, weightMax: 0, riskReducing: false).RetryAfter_ms;
        Assert.Equal((60_000 - 1_700_000_040_000 % 60_000) / 20, retry_ms);
        clock.AdvanceMilliseconds(retry_ms * 20);
        Assert.True(budget.Take("binance", 10, weightMax: 0, riskReducing: false).Granted);
    }

    [Fact]
    public void A_block_is_granted_where_there_is_plenty_and_what_is_needed_where_there_is_not()
    {
        var budget = new WeightBudget(400, 0, ManualClock.At(1_700_000_040_000), clockSpeed: 1);
        Assert.Equal(60, budget.Take("binance", 5, weightMax: 60, riskReducing: false).Weight);
        Assert.Equal(85, budget.Take("binance", 5, weightMax: 200, riskReducing: false).Weight);
        Assert.Equal(250, budget.Take("binance", 250, weightMax: 300, riskReducing: false).Weight);
        Assert.Equal(5, budget.Take("binance", 5, weightMax: 60, riskReducing: false).Weight);
        Assert.False(budget.Take("binance", 1, weightMax: 60, riskReducing: false).Granted);
    }

    [Fact]
    public void The_venues_own_count_of_this_minute_counts_and_that_of_another_does_not()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = new WeightBudget(100, 0, clock, clockSpeed: 1);
        budget.Observe("binance", 90, 1_700_000_040_000 / 60_000 - 1);
        Assert.Equal(0, budget.Used());
        budget.Observe("binance", 90, 1_700_000_040_000 / 60_000);
        Assert.Equal(90, budget.Used());
        Assert.False(budget.Take("binance", 11, weightMax: 0, riskReducing: true).Granted);
    }

    [Fact]
    public void After_a_stop_of_the_venue_nothing_is_granted_not_even_what_reduces_risk()
    {
        var clock = ManualClock.At(1_700_000_040_000);
        var budget = new WeightBudget(100, 0, clock, clockSpeed: 20);
        Assert.True(budget.Block("binance", 120_000));
        Assert.False(budget.Block("binance", 60_000));
        WeightAnswer answer = budget.Take("binance", 1, weightMax: 0, riskReducing: true);
        Assert.Equal((false, 6_000L, 120_000L), (answer.Granted, answer.RetryAfter_ms, answer.BlockedFor_ms));
        Assert.True(budget.Take("elsewhere", 1, weightMax: 0, riskReducing: false).Granted);
        clock.AdvanceMilliseconds(120_000);
        Assert.True(budget.Take("binance", 1, weightMax: 0, riskReducing: false).Granted);
    }
}
