using System.Text.Json;
using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Hosting.Streams;
using Platform.Http;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.Store.Documents;
using Platform.TestKit.Files;
using Platform.TestKit.Http;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Executor.Tests.Kit;

/// <summary>
/// An executor as the process it is, with a coordinator and the simulated exchange as theirs, and a proxy before the exchange
/// that records whatever the executor sends there. The test writes the triggers and gives the commands.
/// </summary>
internal sealed class ExecutorRun : IAsyncDisposable
{
    private const string Account = "account1";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(90);

    private readonly TempFolder _root = new("executor-run");
    private readonly Dictionary<string, string?> _environment;
    private readonly int _port = FreePort.Next();
    private readonly ChildProcess _exchange;
    private readonly RpcChannel _channel;
    private readonly PlatformPaths _paths;
    private ChildProcess? _coordinator;
    private ChildProcess? _executor;
    private int _runs;
    private int _commands;

    private ExecutorRun(ChildProcess exchange, BinanceEndpoints endpoints, VirtualClock clock, bool dryRun, Dictionary<string, string?> keys)
    {
        (_exchange, Proxy) = (exchange, new RecordingProxy(endpoints.Rest));
        Exchange = new BinanceTradingRest(endpoints, new BinanceRestOptions(), new LocalWeightGate(clock, new()), clock, TimeProvider.System, new ApiKey($"mock-{Account}", $"mock-secret-{Account}"));
        Clock = clock;
        _channel = RpcChannel.ForAddress($"127.0.0.1:{_port}", new RpcChannelOptions { Token = new BearerToken(Token) });
        var configuration = new PlatformConfiguration { DryRun = dryRun, Clock = new ClockOptions { Speed = 1 } };
        _paths = PlatformPaths.Of(_root.Path, configuration);
        Assert.Null(EnvironmentFiles.Begin(_paths, configuration, clock.Anchor, TimeProvider.System.NowMilliseconds()).Fault);
        _root.Folder("data", "run");
        File.WriteAllText(_root.File("data", "run", "token"), Token);
        _environment = new Dictionary<string, string?>(keys)
        {
            ["PLATFORM__DRY_RUN"] = dryRun ? "true" : "false",
            ["PLATFORM__CLOCK__SPEED"] = "1",
            ["PLATFORM__NETWORK__VENUE_HTTP"] = $"{Proxy.Port}",
            ["PLATFORM__NETWORK__COORDINATOR_RPC"] = $"{_port}",
        };
        foreach (string port in (string[])["COORDINATOR_BUS", "EXECUTOR_RPC", "EXECUTOR_BUS", "DATA_RPC"])
            _environment[$"PLATFORM__NETWORK__{port}"] = $"{FreePort.Next()}";
    }

    /// <summary>What the executor has sent to the exchange, and only it.</summary>
    public RecordingProxy Proxy { get; }

    /// <summary>The account asked directly, past proxy and executor.</summary>
    public BinanceTradingRest Exchange { get; }

    public VirtualClock Clock { get; }

    public IReadOnlyList<string> Symbols { get; private set; } = [];

    /// <summary>Starts the exchange; the executor and its coordinator are started by <see cref="StartAsync"/>.</summary>
    /// <param name="keys">Configuration of the executor, as environment variables.</param>
    public static async Task<ExecutorRun> OpenAsync(bool dryRun, Dictionary<string, string?> keys)
    {
        int port = FreePort.Next();
        ChildProcess exchange = ChildProcess.Start(
            BuiltProgram.Path("Venue"), ["--listen", $"127.0.0.1:{port}", "--account", $"mock-{Account}:mock-secret-{Account}:100000", "--symbols", "3", "--speed", "1", "--start", "2025-05-05T07:30:00Z"]);
        BinanceEndpoints endpoints = BinanceEndpoints.Mock($"127.0.0.1:{port}");
        using var http = new HttpClient();
        JsonElement anchor = default;
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                anchor = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(endpoints.Rest, "/venue/v1/clock")));
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        var clock = new VirtualClock(new ClockAnchor(anchor.GetProperty("realStartMs").GetInt64(), anchor.GetProperty("virtualStartMs").GetInt64(), 1));
        var run = new ExecutorRun(exchange, endpoints, clock, dryRun, keys);
        run.Symbols = [.. (await new BinanceMarketClient(run.Exchange).GetInstrumentsAsync(CancellationToken.None)).Value.Select(instrument => instrument.Symbol).Order(StringComparer.Ordinal)];
        return run;
    }

    public async Task StartAsync()
    {
        if (_coordinator is null)
        {
            _coordinator = ChildProcess.Start(BuiltProgram.Path("Coordinator"), ["--root", _root.Path], environment: _environment);
            await _coordinator.LineAsync("Running", s_startLimit);
        }

        _executor = Start();
        await _executor.LineAsync("Running", s_startLimit);
    }

    /// <summary>Starts an executor that refuses to; what it said.</summary>
    public async Task<string> RefusedAsync()
    {
        await using ChildProcess refused = Start();
        Assert.NotEqual(0, await refused.ExitAsync(s_startLimit));
        return refused.Output;
    }

    /// <summary>Triggers a run to the weights and waits until the executor has read the account for it.</summary>
    public void Trade(params (string Symbol, double Weight)[] weights)
    {
        long now_ms = Clock.NowMilliseconds();
        string label = Label.At(now_ms - Label.Length_ms).ToString(), runId = $"{label}-r{++_runs}", file = $"{Account}_target_positions_{_runs}.json";
        var targets = new TargetDocument(
            TargetDocument.CurrentSchema, Account, label, runId, now_ms, "", [.. weights.Select(weight => new TargetWeight(weight.Symbol, "", weight.Weight))], new Dictionary<string, SortedDictionary<string, double>>());
        Directory.CreateDirectory(_paths.Positions);
        Directory.CreateDirectory(_paths.Signals);
        Assert.Null(JsonDocumentFile.Write(Path.Combine(_paths.Positions, file), targets, TargetJson.Default.TargetDocument).Fault);
        string relative = Path.GetRelativePath(_paths.EnvironmentRoot, Path.Combine(_paths.Positions, file)).Replace('\\', '/');
        Assert.Null(SignalFiles.Execution(_paths.Signals, Account).Write(new ExecutionTrigger(Account, label, runId, relative, now_ms)).Fault);
    }

    /// <summary>Gives a command to the coordinator and returns how it ended at the executor: the state and what was said.</summary>
    public async Task<(string State, string Detail)> DoAsync(string kind)
    {
        var coordinator = new Coordinator.CoordinatorClient(_channel);
        string id = $"{kind}-{++_commands}";
        CommandReply reply = await coordinator.CommandAsync(new CommandRequest { CommandId = id, Kind = kind, Account = Account, By = "test", Reason = "test" });
        Assert.True(reply.Accepted, reply.Reason);
        CommandOutcome? outcome = null;
        for (long started = TimeProvider.System.GetTimestamp(); outcome is null;)
        {
            CommandRow? row = (await coordinator.ListCommandsAsync(new ListCommandsRequest())).Commands.FirstOrDefault(row => row.Command.Request.CommandId == id);
            outcome = row?.Outcomes.FirstOrDefault(outcome => outcome.State is "done" or "refused" or "expired");
            if (TimeProvider.System.GetElapsedTime(started) > s_startLimit)
                Assert.Fail($"{kind} has not ended: {row?.Outcomes}\n{_executor!.Output}");
            await Task.Delay(50);
        }

        return (outcome.State, outcome.Detail);
    }

    /// <summary>Positions as the exchange has them, by symbol and side.</summary>
    public async Task<IReadOnlyList<PositionRisk>> PositionsAsync() =>
        [.. (await new BinanceAccountClient(Exchange).GetPositionsAsync(null, CancellationToken.None)).Value.Where(position => !position.Quantity.IsZero)];

    public async ValueTask DisposeAsync()
    {
        foreach (ChildProcess? process in (ChildProcess?[])[_executor, _coordinator, _exchange])
        {
            if (process is not null)
                await process.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        Exchange.Dispose();
        _channel.Dispose();
        _root.Dispose();
    }

    private ChildProcess Start() => ChildProcess.Start(BuiltProgram.Path("Executor"), ["--root", _root.Path, "--account", Account], environment: _environment);
}
