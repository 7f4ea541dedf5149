using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Wire;
using Xunit;

namespace Platform.Venue.Tests.Limits;

public class LimitTests
{
    private const long Minute_ms = 60_000;
    private const long Start_ms = 1_700_000_040_000 / Minute_ms * Minute_ms;
    private static readonly VenueLimits Small = new() { Weight = 10, OrdersPer10Seconds = 3, OrdersPerMinute = 5, FundingRequests = 2, RefusalsBeforeBan = 3 };

    [Fact]
    public void Weight_is_counted_per_minute_and_restarts_with_the_next()
    {
        var budget = new AddressBudget(Small, "1.2.3.4");
        Assert.Null(budget.Charge(Start_ms, 4, RequestPool.None, out int used));
        Assert.Equal(4, used);
        Assert.Null(budget.Charge(Start_ms + 59_999, 6, RequestPool.None, out used));
        Assert.Equal(10, used);
        ApiError refused = budget.Charge(Start_ms + 59_999, 1, RequestPool.None, out used)!;
        Assert.Equal((429, -1003, 1), (refused.Status, refused.Code, refused.RetryAfter_s));
        Assert.Null(budget.Charge(Start_ms + 60_000, 1, RequestPool.None, out used));
        Assert.Equal(1, used);
    }

    [Fact]
    public void Requests_after_a_refusal_cause_a_ban_and_the_next_ban_is_longer()
    {
        var budget = new AddressBudget(Small, "1.2.3.4");
        Assert.Equal(429, budget.Charge(Start_ms, 11, RequestPool.None, out _)!.Status);
        Assert.Equal(429, budget.Charge(Start_ms, 1, RequestPool.None, out _)!.Status);
        Assert.Equal(429, budget.Charge(Start_ms, 1, RequestPool.None, out _)!.Status);
        ApiError ban = budget.Charge(Start_ms, 1, RequestPool.None, out _)!;
        Assert.Equal((418, 120), (ban.Status, ban.RetryAfter_s));
        Assert.Contains($"IP(1.2.3.4) banned until {Start_ms + 120_000}.", ban.Message, StringComparison.Ordinal);
        Assert.Equal(418, budget.Charge(Start_ms + 119_999, 1, RequestPool.None, out _)!.Status);
        Assert.Null(budget.Charge(Start_ms + 120_000, 1, RequestPool.None, out _));
        budget.Charge(Start_ms + 120_000, 10, RequestPool.None, out _);
        budget.Charge(Start_ms + 120_000, 1, RequestPool.None, out _);
        budget.Charge(Start_ms + 120_000, 1, RequestPool.None, out _);
        Assert.Equal(240, budget.Charge(Start_ms + 120_000, 1, RequestPool.None, out _)!.RetryAfter_s);
    }

    [Fact]
    public void The_funding_pool_is_counted_in_addition_to_the_weight()
    {
        var budget = new AddressBudget(Small, "x");
        Assert.Null(budget.Charge(Start_ms, 0, RequestPool.Funding, out _));
        Assert.Null(budget.Charge(Start_ms, 0, RequestPool.Funding, out _));
        Assert.Equal(429, budget.Charge(Start_ms, 0, RequestPool.Funding, out _)!.Status);
    }

    [Fact]
    public void Orders_are_counted_in_ten_seconds_and_in_the_minute_and_refused_orders_are_not()
    {
        var budget = new OrderBudget(Small);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Null(budget.Charge(Start_ms, 1, 1, out (int TenSeconds, int Minute) counts));
            Assert.Equal((i, i), counts);
        }

        ApiError refused = budget.Charge(Start_ms, 1, 1, out _)!;
        Assert.Equal((429, -1015), (refused.Status, refused.Code));
        Assert.Null(budget.Charge(Start_ms + 10_000, 1, 1, out _));
        Assert.Null(budget.Charge(Start_ms + 10_000, 1, 1, out (int TenSeconds, int Minute) later));
        Assert.Equal((2, 5), later);
        Assert.Contains("1 MINUTE", budget.Charge(Start_ms + 10_000, 1, 1, out _)!.Message, StringComparison.Ordinal);
    }
}
