using Platform.Domain;
using Platform.TestKit.Clocks;
using Platform.Exchanges.Binance.Limits;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Exchanges.Tests.Rest;

public sealed class SharedWeightGateTests : IDisposable
{
    private readonly ManualClock _clock = ManualClock.At(1_700_000_100_000);
    private readonly List<WeightAsk> _asks = [];
    private readonly SharedWeightGate _gate;
    private Func<WeightAsk, WeightGrant?> _answer = ask => new WeightGrant(ask.WeightMax, 0, 0);

    public SharedWeightGateTests() => _gate = new SharedWeightGate(
        new LocalWeightGate(_clock, new WeightGateOptions(MaxWait: TimeSpan.Zero)), new SharedWeightOptions("venue", AwayPerMinute: 100, Block: 50), AskAsync, _clock, _clock);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task A_block_serves_many_requests_and_ends_with_its_minute()
    {
        for (int i = 0; i < 10; i++)
            Assert.True(await TakesAsync(new RequestCost(5)));
        Assert.Equal(50, Assert.Single(_asks).WeightMax);

        Assert.True(await TakesAsync(new RequestCost(5)));
        _clock.AdvanceMilliseconds(60_000);
        Assert.True(await TakesAsync(new RequestCost(5)));
        Assert.Equal([5, 5, 5], _asks.Select(ask => ask.Weight));
    }

    [Fact]
    public async Task A_block_not_confirmed_for_a_second_is_confirmed_before_it_is_used()
    {
        Assert.True(await TakesAsync(new RequestCost(5)));
        _clock.AdvanceMilliseconds(1_500);
        _answer = _ => new WeightGrant(0, 30_000, 30_000);
        Assert.False(await TakesAsync(new RequestCost(5, RiskReducing: true)));
        Assert.Equal((0, 0), (_asks[^1].Weight, _asks[^1].WeightMax));
    }

    [Fact]
    public async Task A_request_beyond_the_share_of_the_process_proceeds_when_the_coordinator_answers_again()
    {
        _answer = _ => null;
        for (int spent = 0; spent < 100 * 4 / 5; spent += 5)
            Assert.True(await TakesAsync(new RequestCost(5)));
        Task<Result<Done>> waiting = _gate.TakeAsync(new RequestCost(5), CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        _answer = ask => new WeightGrant(ask.WeightMax, 0, 0);
        _clock.AdvanceMilliseconds(1_000);
        Assert.True((await waiting).IsOk);
    }

    [Fact]
    public async Task Risk_reducing_requests_request_their_own_weight_and_are_marked()
    {
        Assert.True(await TakesAsync(new RequestCost(7, RiskReducing: true)));
        Assert.Equal((7, 7, true), (_asks[0].Weight, _asks[0].WeightMax, _asks[0].RiskReducing));
    }

    [Fact]
    public async Task A_block_by_the_exchange_is_reported_until_the_report_is_answered()
    {
        _answer = _ => null;
        _gate.Block(TimeSpan.FromMinutes(5));
        Assert.Equal(300_000, Assert.Single(_asks).BlockedFor_ms);
        _answer = _ => new WeightGrant(0, 0, 300_000);
        _clock.AdvanceMilliseconds(1_000);
        _clock.AdvanceMilliseconds(1_000);
        Assert.Equal([300_000L, 299_000L], _asks.Select(ask => ask.BlockedFor_ms));
        Assert.False(await TakesAsync(new RequestCost(1)));
    }

    [Fact]
    public async Task The_venues_count_is_reported_with_its_minute()
    {
        _gate.Observe(777);
        Assert.True(await TakesAsync(new RequestCost(1)));
        Assert.Equal((778, 1_700_000_100_000 / 60_000), (_asks[0].VenueUsed, _asks[0].Minute));
    }

    private async Task<bool> TakesAsync(RequestCost cost) => (await _gate.TakeAsync(cost, CancellationToken.None)).IsOk;

    private Task<WeightGrant?> AskAsync(WeightAsk ask, CancellationToken cancel)
    {
        _asks.Add(ask);
        return Task.FromResult(_answer(ask));
    }
}
