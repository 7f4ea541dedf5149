using System.Globalization;
using Grpc.Core;
using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Hosting.Streams;
using Platform.Http;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Rpc.Channel;
using Platform.Rpc.Server;
using Platform.Store.Documents;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.Wire.V1;

namespace Platform.ExecutionFaults.Platforms;

/// <summary>The processes of one account in a folder of their own: Venue, coordinator, executor, and stored bars in this process.</summary>
internal sealed class AccountPlatform : IAsyncDisposable
{
    public const string Account = "account1";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const int PortFirst = 10_000;
    private const int PortCount = 10_000;

    /// <summary>The executors of all of them have ports that follow the first.</summary>
    private const int AccountsOfConfiguration = 2;
    private const string Secret = $"mock-secret-{Account}";
    private static readonly ApiKey s_key = new($"mock-{Account}", Secret);

    private static int s_ports = Environment.ProcessId * 97 % PortCount;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly PlatformTerms _terms;
    private readonly TempFolder _root = new("faults");

    /// <summary>As the supervisor starts its processes, with a small youngest generation of the garbage collector.</summary>
    private readonly Dictionary<string, string?> _environment = new() { ["DOTNET_GCgen0size"] = "0x800000" };

    private readonly int _coordinatorPort = NextPort();
    private readonly List<ChildProcess> _ended = [];
    private ChildProcess? _venueProcess, _coordinator, _executor;
    private RpcChannel? _channel;
    private RpcServer? _bars;
    private PlatformPaths? _paths;
    private int _runs, _commands;

    private AccountPlatform(PlatformTerms terms) => _terms = terms;

    public VenueControl Venue { get; private set; } = null!;

    public IReadOnlyList<string> Symbols { get; private set; } = [];

    public LedgerTail Tail { get; private set; } = null!;

    public VirtualClock Clock { get; private set; } = null!;

    /// <summary>The bars that VWAP profiles are made of.</summary>
    public StoredBars Bars { get; } = new();

    /// <summary>Process id of the executor; 0 while none runs.</summary>
    public int ExecutorId => _executor is { HasExited: false } ? _executor.Id : 0;

    /// <summary>True once the executor's present life has reported that it runs.</summary>
    public bool IsExecutorRunning => _executor?.Output.Contains("Running", StringComparison.Ordinal) == true;

    /// <summary>Size of the executor's journal on disk.</summary>
    public long JournalBytes => new DirectoryInfo(_paths!.Journals).EnumerateFiles($"executor-{Account}-*").Sum(file => file.Length);

    /// <summary>Process id of the Venue.</summary>
    public int VenueId => _venueProcess!.Id;

    /// <summary>Everything the executor wrote to its console, over all its lives.</summary>
    public string ExecutorOutput => string.Concat(_ended.Select(life => life.Output).Append(_executor?.Output ?? ""));

    /// <summary>Starts the Venue, the coordinator and the executor; returns when the executor trades.</summary>
    public static async Task<AccountPlatform> StartAsync(PlatformTerms terms)
    {
        var platform = new AccountPlatform(terms);
        try
        {
            await platform.BeginAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public void KillExecutor()
    {
        if (_executor is null)
            return;
        if (!_executor.HasExited)
            _executor.Kill();
        _ended.Add(_executor);
        _executor = null;
    }

    public void KillCoordinator()
    {
        if (_coordinator is { HasExited: false })
            _coordinator.Kill();
        _coordinator = null;
    }

    /// <summary>Starts what does not run, as the supervisor does.</summary>
    public void Tend()
    {
        if (_executor is { HasExited: true })
        {
            _ended.Add(_executor);
            _executor = null;
        }

        if (_coordinator is null or { HasExited: true })
            _coordinator = ChildProcess.Start(BuiltProgram.Path("Coordinator"), Options(), environment: _environment);
        _executor ??= ChildProcess.Start(BuiltProgram.Path("Executor"), [.. Options(), "--account", Account], environment: _environment);
    }

    /// <summary>Asks for the weights as the strategy does; the id of the run.</summary>
    public string Trade(IReadOnlyList<double> weights) => Trade([.. weights.Select((weight, i) => new TargetWeight(Symbols[i], "", weight))]);

    /// <summary>Asks for the targets as the strategy does; the id of the run.</summary>
    public string Trade(IReadOnlyList<TargetWeight> targets)
    {
        long now_ms = Clock.NowMilliseconds();
        string label = Label.LastClosed(now_ms).ToString(), runId = string.Create(CultureInfo.InvariantCulture, $"{label}-r{++_runs}");
        string file = Path.Combine(_paths!.Positions, string.Create(CultureInfo.InvariantCulture, $"{Account}_target_positions_{_runs:00000}.json"));
        var document = new TargetDocument(
            TargetDocument.CurrentSchema, Account, label, runId, now_ms, "1", targets, new Dictionary<string, SortedDictionary<string, double>>());
        Require(JsonDocumentFile.Write(file, document, TargetJson.Default.TargetDocument));
        Require(SignalFiles.Execution(_paths.Signals, Account).Write(new ExecutionTrigger(Account, label, runId, Path.GetRelativePath(_paths.EnvironmentRoot, file), now_ms)));
        return runId;
    }

    /// <summary>Gives an operator's command to the coordinator; its id, or null when the coordinator does not take it now.</summary>
    public async Task<string?> CommandAsync(string kind, string symbol = "")
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{++_commands}");
        try
        {
            CommandReply reply = await new Coordinator.CoordinatorClient(_channel!).CommandAsync(
                new CommandRequest { CommandId = id, Kind = kind, Account = Account, Symbol = symbol, By = "test", Reason = "a scenario of faults" }, deadline: DateTime.UtcNow.AddSeconds(2));
            return reply.Accepted ? id : null;
        }
        catch (RpcException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        KillExecutor();
        KillCoordinator();
        foreach (ChildProcess life in _ended)
            await life.DisposeAsync();
        if (_venueProcess is not null)
            await _venueProcess.DisposeAsync();
        Venue?.Dispose();
        _channel?.Dispose();
        if (_bars is not null)
            await _bars.DisposeAsync();
        _root.Dispose();
    }

    private string[] Options() => ["--root", _root.Path, "--config", _root.File("platform.yaml")];

    private async Task BeginAsync()
    {
        int data = NextPort();
        _venueProcess = ChildProcess.Start(
            BuiltProgram.Path("Venue"),
            ["--listen", "127.0.0.1:0", "--account", $"{s_key.Key}:{Secret}:{_terms.Balance}", "--symbols", $"{_terms.Symbols}", "--seed", $"{_terms.Seed}", "--speed", $"{_terms.Speed}", "--token", Token]);
        string ready = await _venueProcess.LineAsync("http://", s_startLimit);
        int port = new Uri(ready.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal))).Port;
        Venue = await VenueControl.OpenAsync(port, Token, s_key);
        Clock = new VirtualClock(Venue.Anchor);
        Symbols = await Venue.SymbolsAsync();
        _bars = await Bars.ServeAsync(data);
        await File.WriteAllTextAsync(_root.File("platform.yaml"), _terms.Yaml(Symbols));
        (string Name, int Port)[] ports =
        [
            ("VENUE_HTTP", port), ("COORDINATOR_RPC", _coordinatorPort), ("COORDINATOR_BUS", NextPort()), ("DATA_RPC", data), ("EXECUTOR_RPC", NextPort()), ("EXECUTOR_BUS", NextPort()),
        ];
        foreach ((string name, int number) in ports)
            _environment[$"PLATFORM__NETWORK__{name}"] = $"{number}";
        Prepare();
        _channel = RpcChannel.ForAddress($"127.0.0.1:{_coordinatorPort}", new RpcChannelOptions { Token = new BearerToken(Token) });
        Tend();
        await _coordinator!.LineAsync("Running", s_startLimit);
        await _executor!.LineAsync("Running", s_startLimit);
    }

    /// <summary>Below the ports that the system gives to outgoing connections: a process that was killed finds its own again.</summary>
    private static int NextPort()
    {
        while (true)
        {
            int port = PortFirst + Interlocked.Add(ref s_ports, AccountsOfConfiguration) % PortCount;
            if (FreePort.IsFree(port))
                return port;
        }
    }

    private void Prepare()
    {
        var configuration = new PlatformConfiguration { Clock = new ClockOptions { Speed = _terms.Speed } };
        _root.Folder("data", "run");
        _paths = PlatformPaths.Of(_root.Path, configuration);
        Require(EnvironmentFiles.Begin(_paths, configuration, Venue.Anchor, TimeProvider.System.NowMilliseconds()));
        File.WriteAllText(_root.File("data", "run", "token"), Token);
        Directory.CreateDirectory(_paths.Positions);
        Directory.CreateDirectory(_paths.Signals);
        Tail = new LedgerTail(_paths.Journals, Account);
    }

    private static void Require(Result<Done> done) => Check.That(done.IsOk, done.Fault?.Message ?? "");
}
