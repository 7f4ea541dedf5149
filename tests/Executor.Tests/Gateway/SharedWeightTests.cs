using Platform.Domain;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Control;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Exchanges.Binance.Limits;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Executor.Tests.Gateway;

/// <summary>Gates of several processes over one real coordinator process, which grants 500 a minute with 100 of it for what reduces risk.</summary>
public sealed class SharedWeightTests : IAsyncLifetime
{
    private const string Pool = "fapi.example:443";

    /// <summary>A busy machine must not look like a coordinator that is away.</summary>
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(10);

    private readonly TempFolder _root = new("weight");
    private readonly int _port = FreePort.Next();
    private readonly VirtualClock _clock;
    private readonly RpcChannel _channel;
    private ChildProcess? _coordinator;
    private int _asks;

    public SharedWeightTests()
    {
        // Five seconds into a minute: every test is over before the next begins.
        var anchor = new ClockAnchor(TimeProvider.System.NowMilliseconds(), 1_746_403_205_000, 1);
        _clock = new VirtualClock(anchor);
        _channel = RpcChannel.ForAddress($"127.0.0.1:{_port}", new RpcChannelOptions { Token = new BearerToken("0123456789abcdef0123456789abcdef") });
        _root.Folder("data", "run");
        Assert.True(EnvironmentFiles.Begin(PlatformPaths.Of(_root.Path, new PlatformConfiguration()), new PlatformConfiguration { Clock = new ClockOptions { Speed = 1 } }, anchor, anchor.RealStart_ms).IsOk);
        File.WriteAllText(_root.File("data", "run", "token"), "0123456789abcdef0123456789abcdef");
    }

    public async ValueTask InitializeAsync()
    {
        var environment = new Dictionary<string, string?>
        {
            ["PLATFORM__NETWORK__COORDINATOR_RPC"] = $"{_port}",
            ["PLATFORM__NETWORK__COORDINATOR_BUS"] = $"{FreePort.Next()}",
            ["PLATFORM__CLOCK__SPEED"] = "1",
            ["PLATFORM__COORDINATOR__WEIGHT_PER_MINUTE"] = "500",
            ["PLATFORM__COORDINATOR__WEIGHT_RESERVED"] = "0.2",
        };
        _coordinator = ChildProcess.Start(BuiltProgram.Path("Coordinator"), ["--root", _root.Path], environment: environment);
        await _coordinator.LineAsync("Running", TimeSpan.FromSeconds(90));
    }

    public async ValueTask DisposeAsync()
    {
        await _coordinator!.DisposeAsync();
        _channel.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task Two_processes_together_stay_within_the_budget_and_its_reserve_is_for_what_reduces_risk()
    {
        using SharedWeightGate data = Gate("data"), executor = Gate("executor-account1");
        int[] ordinary = await Task.WhenAll(DrainAsync(data, riskReducing: false), DrainAsync(executor, riskReducing: false));
        int asks = _asks;
        int reserve = await DrainAsync(executor, riskReducing: true);

        // Three callers are configured. Half of each part is kept for them equally: 66 of the 400, and 16 of the 100, stay for the third.
        Assert.Equal(400 - 66, ordinary.Sum());
        Assert.InRange(ordinary.Min(), 66, 400 - 66 - 66);
        Assert.Equal(100 - 16 - 16, reserve);
        Assert.InRange(asks, 4, 60);
    }

    [Fact]
    public async Task When_the_exchange_blocks_one_process_the_others_stop_their_requests_too()
    {
        using SharedWeightGate data = Gate("data"), executor = Gate("executor-account1");
        Assert.True(await TakesAsync(executor, new RequestCost(1)));
        data.Block(TimeSpan.FromMinutes(2));
        Result<Done> refused = Done.Value;
        await Eventually.TrueAsync(async () => !(refused = await executor.TakeAsync(new RequestCost(1, RiskReducing: true), CancellationToken.None)).IsOk);
        Assert.Equal(FaultKind.Exhausted, refused.Fault!.Kind);
    }

    [Fact]
    public async Task Without_the_coordinator_each_process_continues_with_its_share()
    {
        using SharedWeightGate executor = Gate("executor-account1");
        Assert.True(await TakesAsync(executor, new RequestCost(20)));
        _coordinator!.Kill();
        int spent = 20;
        await Eventually.TrueAsync(async () =>
        {
            bool taken = await TakesAsync(executor, new RequestCost(20));
            spent += taken ? 20 : 0;
            return !taken;
        });
        Assert.Equal(160, spent);
        Assert.True(await TakesAsync(executor, new RequestCost(40, RiskReducing: true)));
        Assert.False(await TakesAsync(executor, new RequestCost(1, RiskReducing: true)));
    }

    private SharedWeightGate Gate(string process)
    {
        var client = new WeightClient(new Coordinator.CoordinatorClient(_channel), process, TimeProvider.System, s_answerLimit);
        return new SharedWeightGate(
            new LocalWeightGate(_clock, new WeightGateOptions(WeightPerMinute: 10_000, MaxWait: TimeSpan.Zero)), new SharedWeightOptions(Pool, AwayPerMinute: 200),
            Ask, _clock, TimeProvider.System);

        Task<WeightGrant?> Ask(WeightAsk ask, CancellationToken cancel)
        {
            Interlocked.Increment(ref _asks);
            return client.AskAsync(ask, cancel);
        }
    }

    /// <summary>Takes weight 1 until it would have to wait for the next minute; what it took.</summary>
    private static async Task<int> DrainAsync(SharedWeightGate gate, bool riskReducing)
    {
        int taken = 0;
        while (await TakesAsync(gate, new RequestCost(1, RiskReducing: riskReducing)))
            taken++;
        return taken;
    }

    /// <summary>False when it has to wait for the next minute.</summary>
    private static async Task<bool> TakesAsync(SharedWeightGate gate, RequestCost cost)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            return (await gate.TakeAsync(cost, limit.Token)).IsOk;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
