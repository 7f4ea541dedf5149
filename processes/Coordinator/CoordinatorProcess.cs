using Microsoft.Extensions.Logging;
using Platform.Coordinator.Operations;
using Platform.Coordinator.Rates;
using Platform.Coordinator.Registry;
using Platform.Coordinator.Runs;
using Platform.Domain.Labels;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Coordinator;

/// <summary>Composition root: journal, runs, operator commands, registry, rate budget, and their gRPC endpoint.</summary>
internal sealed partial class CoordinatorProcess(ProcessContext context) : IPlatformProcess
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    private readonly ILogger _log = context.Loggers.CreateLogger<CoordinatorProcess>();
    private RunJournal? _journal;
    private CommandLog? _commands;
    private RunLedger? _runs;
    private LivenessWatch? _liveness;
    private SupervisorWatch? _supervisor;
    private RunWatch? _runWatch;
    private string _trouble = "";

    public (ProcessState State, string Detail) Health =>
        _trouble.Length == 0 ? (ProcessState.Running, "") : (ProcessState.Degraded, _trouble);

    public Task StartAsync(CancellationToken cancel)
    {
        CoordinatorOptions options = context.Configuration.Coordinator;
        _journal = Require(RunJournal.Open(context.Paths.Journals, context.Clock));
        if (_journal.Recovery.WasTorn)
            JournalRecovered(_journal.Recovery.ToString());

        var book = new RunBook(options.RunsKept);
        _commands = new CommandLog(
            _journal, context.Configuration.Accounts.Where(account => account.Enabled).Select(account => account.Id).ToHashSet(), new CommandLogRules(options.CommandExpiry_ms, context.Clock, context.RealTime));
        long newest_ms = 0;
        Require(_journal.Replay(record =>
        {
            newest_ms = Math.Max(newest_ms, record.AtMs);
            book.Apply(record);
            _commands.Replay(record);
        }));

        RefuseFuture(newest_ms);

        var effects = new RunEffects(SignalFiles.Strategy(context.Paths.Signals), context.Bus, context.Alerts, context.Clock, context.Loggers.CreateLogger<RunEffects>());
        _runs = new RunLedger(_journal, book, effects, new RunLimits(TimeSpan.FromMilliseconds(options.RetriggerAfter_ms), options.TriggersMax), context.RealTime);
        var heartbeatInterval = TimeSpan.FromMilliseconds(options.HeartbeatInterval_ms);
        var registry = new ProcessRegistry(context.RealTime, heartbeatInterval, options.LostAfterHeartbeats);
        _liveness = new LivenessWatch(registry, context.Alerts);
        _supervisor = new SupervisorWatch(context.Alerts, context.RealTime, heartbeatInterval * options.LostAfterHeartbeats);
        _runWatch = new RunWatch(
            _runs, registry, context.Alerts, context.Clock, context.RealTime,
            new RunWatchRules(context.Configuration.Trigger.Deadline_ms, context.Anchor.Speed, TimeSpan.FromMilliseconds(context.Configuration.Supervisor.StartTimeout_ms)));
        IEnumerable<string> executors = context.Configuration.Accounts.Select(account => $"executor-{account.Id}");
        var budget = new WeightBudget(new WeightLimits(options.WeightPerMinute, options.WeightReserved, new HashSet<string>(["data", .. executors])), context.Clock, context.Anchor.Speed);
        var endpoint = new CoordinatorEndpoint(registry, _supervisor, _runs, new CommandFollowing(_commands, context.RealTime), budget, context.Loggers.CreateLogger<CoordinatorEndpoint>());
        context.Rpc.Add(Wire.V1.Coordinator.Descriptor, binder => Wire.V1.Coordinator.BindService(binder, endpoint));
        AddMetrics(registry, budget);
        Require(_runs.Resume(_commands.Holds));
        return Task.CompletedTask;
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(s_tick, context.RealTime, cancel);
            _trouble = (_runs!.Hold(_commands!.Holds).Fault ?? _runs.Tick().Fault)?.Message ?? "";
            _liveness!.Tick();
            _supervisor!.Tick();
            _runWatch!.Tick();
        }
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _journal?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Fails the start when the newest record is later than the clock: the ledger would refuse every label until the clock reached it.
    /// </summary>
    private void RefuseFuture(long newest_ms)
    {
        long now_ms = context.Clock.NowMilliseconds();
        if (newest_ms > now_ms + Label.ClockTolerance_ms)
            throw new StartFault($"{context.Paths.Journals}: the newest record of the run ledger has the time {UnixTime.ToDateTimeOffset(newest_ms):yyyy-MM-dd HH:mm:ss}, later than the clock ({UnixTime.ToDateTimeOffset(now_ms):yyyy-MM-dd HH:mm:ss}): the clock went back, or the files belong to another session. Set the machine's clock, or begin a new session.");
    }

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new StartFault(result.Fault);

    private void AddMetrics(ProcessRegistry registry, WeightBudget budget)
    {
        context.Metrics.Gauge("platform_processes_running", "Processes that send heartbeats", () => registry.List().Count(row => row.State is ProcessState.Running or ProcessState.Degraded));
        context.Metrics.Gauge("platform_processes_lost", "Processes without heartbeats", () => registry.List().Count(row => row.State == ProcessState.Lost));
        context.Metrics.Gauge("platform_process_restarts", "Restarts after a crash, all processes", () => registry.List().Sum(row => row.Restarts));
        context.Metrics.Gauge("platform_exchange_weight_used", "Request weight used in this minute at the exchange with the highest use", () => budget.Used());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A crash left an unfinished record: {Recovery}")]
    private partial void JournalRecovered(string recovery);
}
