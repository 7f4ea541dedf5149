using Microsoft.Extensions.Logging;
using Platform.Analytics.Portfolio;
using Platform.Contracts;
using Platform.Hosting.Configuration.Trading;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Store.Signals;
using Platform.Strategy.Control;
using Platform.Strategy.History;
using Platform.Strategy.Plugins;
using Platform.Strategy.Runs;
using Platform.Strategy.Targets;
using Platform.Wire.V1;

namespace Platform.Strategy;

/// <summary>
/// Composition root of the strategy process: calculators from plugins, history from data, one run per trigger, targets for every account.
/// </summary>
internal sealed class StrategyProcess : IPlatformProcess
{
    private readonly ProcessContext _context;
    private readonly PluginRegistry _registry;
    private readonly HistoryKeeper _history;
    private readonly HistoryFeed _feed;
    private readonly RunHistory _ledger = new();
    private readonly TargetFiles _files;
    private readonly SignalWatch<StrategyTrigger> _triggers;
    private readonly ComputationReporter _reporter;
    private readonly RunLoop _loop;

    public StrategyProcess(ProcessContext context)
    {
        _context = context;
        StrategyOptions strategy = context.Configuration.Strategy;
        IReadOnlyList<string> accounts = [.. context.Configuration.Accounts.Where(account => account.Enabled).Select(account => account.Id)];

        var queries = new BarQueries(new Data.DataClient(context.Channel("data")), context.RealTime);
        _registry = new PluginRegistry(context.Paths.Plugins, CalculatorSettings.ChoiceOf(strategy), context.RealTime, Log<PluginRegistry>());
        _history = new HistoryKeeper(queries, Log<HistoryKeeper>());
        _feed = new HistoryFeed(_history);
        _files = new TargetFiles(context.Paths.Positions, context.Paths.Signals, context.Paths.EnvironmentRoot, accounts, strategy.TargetFilesKept, context.Clock);
        _triggers = SignalFiles.WatchStrategy(
            context.Paths.Signals, Path.Combine(context.Paths.Ledger, "strategy_handled.json"), fault => Log<RunLoop>().LogWarning("{Fault}", fault.Message), context.RealTime);

        var runner = new CalculatorRunner(
            strategy.Concurrency == CalculatorConcurrency.None ? 1 : strategy.WorkersMax, TimeSpan.FromMilliseconds(strategy.CalculatorTimeout_ms), context.RealTime);
        var cycle = new RunCycle(_registry, new RunInputs(_history, _feed, new UniverseView(queries)), runner, _files, CalculatorSettings.RulesOf(context.Configuration.Portfolio), context.Clock);
        _reporter = new ComputationReporter(_triggers, context.Coordinator, accounts, context.Alerts, context.RealTime, Log<ComputationReporter>());
        _loop = new RunLoop(_triggers, cycle, _ledger, _reporter, context.RealTime, Log<RunLoop>());
        RunInstruments.Register(context.Metrics, _ledger, _feed, _registry);
    }

    public (ProcessState State, string Detail) Health => (_registry.Current.Calculators.Count, _ledger.Trouble) switch
    {
        (0, _) => (ProcessState.Degraded, $"no calculator is loaded from {_context.Paths.Plugins}"),
        (_, { Length: > 0 } trouble) => (ProcessState.Degraded, trouble),
        _ => (ProcessState.Running, ""),
    };

    public Task StartAsync(CancellationToken cancel)
    {
        var alerts = new StrategyAlerts(_context.Alerts);
        _ledger.Ran += alerts.Evaluate;
        _ledger.Failed += alerts.Evaluate;
        _registry.Changed += alerts.Evaluate;
        alerts.Evaluate(_registry.Current);
        _context.Rpc.Add(Wire.V1.Strategy.Descriptor, binder => Wire.V1.Strategy.BindService(binder, new StrategyEndpoint(_registry, _ledger, _files)));
        _feed.Listen(_context.Subscribe("data", onGap: _feed.NoteGap));
        _history.Fit(_registry.Current.Calculators.Select(calculator => calculator.Needs));
        return Task.CompletedTask;
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] tasks = [_loop.RunAsync(life.Token), _reporter.RunAsync(life.Token)];
        Task first = await Task.WhenAny(tasks);
        await life.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _triggers.Dispose();
        _registry.Dispose();
        return ValueTask.CompletedTask;
    }

    private ILogger<T> Log<T>() => _context.Loggers.CreateLogger<T>();
}
