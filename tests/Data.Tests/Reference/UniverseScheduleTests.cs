using Microsoft.Extensions.Logging.Abstractions;
using Platform.Data.Tests.Kit;
using Platform.Data.Reference;
using Platform.Domain.Labels;
using Platform.Primitives.Time;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Xunit;

namespace Platform.Data.Tests.Reference;

/// <summary>Days that follow each other, on the contracts of a real simulated exchange.</summary>
public sealed class UniverseScheduleTests : IAsyncLifetime
{
    private static readonly long s_day = Rows.Day, s_nextDay = Rows.Day + UnixTime.MillisecondsPerDay;

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = ManualClock.At(s_day + UnixTime.MillisecondsPerHour);
    private readonly string _address = $"127.0.0.1:{FreePort.Next()}";
    private readonly UniverseRegistry _universe = new();
    private readonly UniverseFiles _files;
    private readonly BinanceRest _rest;
    private ChildProcess? _venue;

    public UniverseScheduleTests()
    {
        _files = new UniverseFiles(_folder.Path, "v1");
        _rest = new BinanceRest(BinanceEndpoints.Mock(_address), new BinanceRestOptions(), new LocalWeightGate(_clock, new WeightGateOptions()), _clock, TimeProvider.System);
    }

    public async ValueTask InitializeAsync()
    {
        _venue = ChildProcess.Start(BuiltProgram.Path("Venue"), ["--listen", _address, "--market", "model"]);
        await _venue.LineAsync("ready http");
    }

    public async ValueTask DisposeAsync()
    {
        _rest.Dispose();
        await _venue!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_start_after_tomorrow_was_decided_collects_both_days_and_changes_at_midnight()
    {
        Assert.True(_files.Write(s_day, [Member("BTCUSDT"), Member("GONEUSDT")]).IsOk);
        Assert.True(_files.Write(s_nextDay, [Member("ETHUSDT")]).IsOk);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], (await Schedule().StartAsync(CancellationToken.None)).Value);
        Assert.Equal(["BTCUSDT"], _universe.At(Label.At(s_nextDay - 1)));
        Assert.Equal(["ETHUSDT"], _universe.At(Label.At(s_nextDay)));
    }

    [Fact]
    public async Task Tomorrow_is_passed_on_together_with_the_day_in_force()
    {
        Assert.True(_files.Write(s_day, [Member("BTCUSDT"), Member("ETHUSDT")]).IsOk);
        UniverseSchedule schedule = Schedule("BTCUSDT", "SOLUSDT");
        Assert.True((await schedule.StartAsync(CancellationToken.None)).IsOk);
        await using IAsyncEnumerator<UniverseTurnOver> days = schedule.TurnOversAsync(CancellationToken.None).GetAsyncEnumerator();
        Task<bool> next = days.MoveNextAsync().AsTask();
        _clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(s_day + 16 * UnixTime.MillisecondsPerHour));
        Assert.True(await Eventually.AnswerAsync(next));
        Assert.Equal(["BTCUSDT", "SOLUSDT"], days.Current.Coming);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], days.Current.InForce);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], _universe.At(Label.At(s_nextDay)));

        next = days.MoveNextAsync().AsTask();
        Assert.Equal(["BTCUSDT", "SOLUSDT"], _universe.At(Label.At(s_nextDay)));
        _clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(s_nextDay + 16 * UnixTime.MillisecondsPerHour));
        Assert.True(await Eventually.AnswerAsync(next));
    }

    private UniverseSchedule Schedule(params string[] include) => new(
        new BinanceMarketClient(_rest), new UniverseRule(include, [], 10), _files, _universe, UniverseTimes.Of("15:55", _clock), NullLogger.Instance);

    private static UniverseMember Member(string symbol) => new(symbol, symbol, symbol[..^4], "USDT", "Trading", 0);
}
