using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Portfolio;
using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Hosting.Alerts;
using Platform.Hosting.Streams;
using Platform.Store.Signals;
using Platform.Strategy.History;
using Platform.Strategy.Plugins;
using Platform.Strategy.Runs;
using Platform.Strategy.Targets;
using Platform.Strategy.Tests.History;
using Platform.Strategy.Tests.Plugins;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;

namespace Platform.Strategy.Tests.Runs;

/// <summary>The strategy's rooms put together over real files and real neighbours, without its host.</summary>
internal sealed class RunStage : IAsyncDisposable
{
    public static readonly Label Now = BarBuilder.Start + 50;

    private readonly List<IDisposable> _open = [];

    private RunStage(NeighbourServers neighbours, TempFolder folder)
    {
        (Neighbours, Folder) = (neighbours, folder);
        Clock = ManualClock.At(Now.End_ms + 1_000);
        Open();
    }

    public NeighbourServers Neighbours { get; }

    public TempFolder Folder { get; }

    public ManualClock Clock { get; }

    public PluginRegistry Registry { get; private set; } = null!;

    public HistoryKeeper History { get; private set; } = null!;

    public HistoryFeed Feed { get; private set; } = null!;

    public TargetFiles Files { get; private set; } = null!;

    public RunCycle Cycle { get; private set; } = null!;

    public RunHistory Ledger { get; private set; } = null!;

    public RunLoop Loop { get; private set; } = null!;

    public ComputationReporter Reporter { get; private set; } = null!;

    public static async Task<RunStage> OpenAsync(params string[] plugins)
    {
        var folder = new TempFolder("strategy");
        string place = folder.Folder("plugins");
        for (int i = 0; i < plugins.Length; i++)
            PluginSource.Compile(Path.Combine(place, $"P{i}.dll"), plugins[i]);
        return new RunStage(await NeighbourServers.StartAsync(), folder);
    }

    /// <summary>Everything again from what is on disk, as after a restart of the process.</summary>
    public void Restart()
    {
        Close();
        Open();
    }

    /// <summary>Closes of each symbol for the labels up to now, oldest first, at the data process.</summary>
    public void GiveHistory(params (string Symbol, decimal[] Closes)[] symbols)
    {
        Neighbours.Data.Universe = [.. symbols.Select(symbol => symbol.Symbol)];
        foreach ((string symbol, decimal[] closes) in symbols)
        {
            for (int i = 0; i < closes.Length; i++)
                Neighbours.Data.Add(BarInterval.M5, BarBuilder.At(symbol, Now + (i + 1 - closes.Length), closes[i]));
        }
    }

    public void GiveLive(params Bar[] bars)
    {
        foreach (Bar bar in bars)
            History.Current.Add(BarInterval.M5, bar.Symbol, [bar]);
    }

    public static StrategyTrigger Trigger(Label label, params string[] missing) => new(label.ToString(), $"{label}-r0", 0, 1, missing.Length > 0, missing);

    public string[] PositionFiles(string account) => Directory.Exists(Folder.File("data", "positions"))
        ? [.. Directory.GetFiles(Folder.File("data", "positions"), $"{account}_target_positions_*.json").Order(StringComparer.Ordinal)]
        : [];

    public string ExecutionTriggerFile(string account) => Folder.File("data", "signals", $"execution_trigger_{account}.json");

    public SignalFile<StrategyTrigger> TriggerFile() => SignalFiles.Strategy(Folder.Folder("data", "signals"));

    public async ValueTask DisposeAsync()
    {
        Close();
        await Neighbours.DisposeAsync();
        Folder.Dispose();
    }

    private void Open()
    {
        var queries = new BarQueries(Neighbours.DataClient, TimeProvider.System);
        Registry = new PluginRegistry(Folder.Folder("plugins"), CalculatorChoice.All, TimeProvider.System, NullLogger.Instance);
        History = new HistoryKeeper(queries, NullLogger.Instance);
        HistoryKeeper keeper = History;
        Feed = new HistoryFeed(keeper);
        Files = new TargetFiles(Folder.File("data", "positions"), Folder.File("data", "signals"), Folder.File("data"), ["main", "second"], kept: 3, Clock);
        var runner = new CalculatorRunner(0, TimeSpan.FromSeconds(2), TimeProvider.System);
        Cycle = new RunCycle(Registry, new RunInputs(History, Feed, new UniverseView(queries)), runner, Files, new PortfolioRules(Cap: 1), Clock);
        Ledger = new RunHistory();
        SignalWatch<StrategyTrigger> watch = SignalFiles.WatchStrategy(Folder.Folder("data", "signals"), Folder.File("data", "handled.json"), _ => { }, TimeProvider.System);
        var alerts = new AlertPublisher("strategy", _ => { }, TimeProvider.System, TimeProvider.System, TimeSpan.FromMinutes(15), NullLogger.Instance);
        Reporter = new ComputationReporter(watch, Neighbours.CoordinatorClient, ["main", "second"], alerts, TimeProvider.System, NullLogger.Instance);
        Loop = new RunLoop(watch, Cycle, Ledger, Reporter, TimeProvider.System, NullLogger.Instance);
        _open.AddRange([Registry, watch, alerts]);
    }

    private void Close()
    {
        _open.ForEach(part => part.Dispose());
        _open.Clear();
    }
}
