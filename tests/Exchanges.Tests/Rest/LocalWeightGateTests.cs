using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.Exchanges.Binance.Limits;
using Xunit;

namespace Platform.Exchanges.Tests.Rest;

public sealed class LocalWeightGateTests
{
    private static readonly WeightGateOptions NoWait = new(WeightPerMinute: 100, Reserve: 20, OrdersPerTenSeconds: 2, OrdersPerMinute: 3, MaxWait: TimeSpan.Zero);

    private readonly ManualClock _clock = ManualClock.At(0);

    [Fact]
    public async Task The_reserve_is_used_only_by_risk_reducing_requests()
    {
        var gate = new LocalWeightGate(_clock, NoWait);

        Assert.True(await Takes(gate, new RequestCost(80)));
        Assert.False(await Takes(gate, new RequestCost(1)));
        Assert.True(await Takes(gate, new RequestCost(20, RiskReducing: true)));
        Assert.False(await Takes(gate, new RequestCost(1, RiskReducing: true)));
    }

    [Fact]
    public async Task A_tenth_of_the_order_limit_is_reserved_for_reductions_and_an_order_block_affects_only_orders()
    {
        var gate = new LocalWeightGate(_clock, NoWait with { OrdersPerTenSeconds = 100, OrdersPerMinute = 10 });
        RequestCost order = new(0, IsOrder: true), reduction = order with { RiskReducing = true };
        foreach (int _ in Enumerable.Range(0, 9))
            Assert.True(await Takes(gate, order));
        Assert.False(await Takes(gate, order));
        Assert.True(await Takes(gate, reduction));
        Assert.False(await Takes(gate, reduction));

        _clock.AdvanceMilliseconds(60_000);
        gate.BlockOrders(TimeSpan.FromSeconds(5));
        Assert.False(await Takes(gate, reduction));
        Assert.True(await Takes(gate, new RequestCost(1)));
        _clock.AdvanceMilliseconds(5_000);
        Assert.True(await Takes(gate, order));
    }

    [Fact]
    public async Task A_new_minute_brings_a_new_budget()
    {
        var gate = new LocalWeightGate(_clock, NoWait);
        Assert.True(await Takes(gate, new RequestCost(80)));
        _clock.AdvanceMilliseconds(60_000);

        Assert.True(await Takes(gate, new RequestCost(80)));
    }

    [Fact]
    public async Task Weight_used_by_other_processes_counts_when_the_venue_reports_it()
    {
        var gate = new LocalWeightGate(_clock, NoWait);
        gate.Observe(79);

        Assert.True(await Takes(gate, new RequestCost(1)));
        Assert.False(await Takes(gate, new RequestCost(1)));
    }

    [Fact]
    public async Task Orders_are_counted_in_ten_seconds_and_in_minutes()
    {
        var gate = new LocalWeightGate(_clock, NoWait);
        var order = new RequestCost(0, IsOrder: true);
        Assert.True(await Takes(gate, order));
        Assert.True(await Takes(gate, order));
        Assert.False(await Takes(gate, order));
        _clock.AdvanceMilliseconds(10_000);
        Assert.True(await Takes(gate, order));
        _clock.AdvanceMilliseconds(10_000);

        Assert.False(await Takes(gate, order));
    }

    [Fact]
    public async Task A_request_waits_for_room_when_it_may()
    {
        var gate = new LocalWeightGate(_clock, NoWait with { MaxWait = TimeSpan.FromSeconds(70) });
        Assert.True(await Takes(gate, new RequestCost(80)));

        Task<Result<Done>> waiting = gate.TakeAsync(new RequestCost(10), CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        _clock.AdvanceMilliseconds(60_000);

        Assert.True((await waiting).IsOk);
    }

    private static async Task<bool> Takes(LocalWeightGate gate, RequestCost cost) => (await gate.TakeAsync(cost, CancellationToken.None)).IsOk;
}
