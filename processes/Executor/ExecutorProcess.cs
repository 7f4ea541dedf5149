using Microsoft.Extensions.Logging;
using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Exchanges.Binance.Accounts;
using Platform.Executor.Accounts;
using Platform.Executor.Commands;
using Platform.Executor.Ledger;
using Platform.Executor.Recording;
using Platform.Executor.Reporting;
using Platform.Hosting.Environments;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Signals;
using Platform.Wire.V1;

namespace Platform.Executor;

/// <summary>
/// The executor process of one account. Start: journal, exchange, settings, reconciliation, ready; then for each run: trigger, plan,
/// orders, report. Composition root: it references every part of the process, and no part references it.
/// </summary>
internal sealed partial class ExecutorProcess : IPlatformProcess
{
    private static readonly TimeSpan s_venueLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_joinLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_lastWriteLimit = TimeSpan.FromSeconds(2);

    private readonly ProcessContext _context;
    private readonly ILogger _log;
    private readonly AccountSetup _setup;
    private readonly RecordedAccount _recorded;
    private readonly AccountJournal _journal;
    private readonly AccountExecutor _executor;
    private readonly AccountStatus _board;
    private readonly AccountRecorder _recorder;
    private readonly BusFeed _feed;
    private readonly ExecutionReporter _reporter;
    private readonly CommandFollower _commands;
    private readonly CommandReports _commandReports;
    private readonly SignalWatch<ExecutionTrigger> _watch;
    private readonly TriggerConsumer _triggers;

    public ExecutorProcess(ProcessContext context)
    {
        _context = context;
        _log = context.Loggers.CreateLogger<ExecutorProcess>();
        _setup = ExecutorConfiguration.For(context);
        _recorded = Require(RecordedAccount.Open(new RecordedFolders(context.Paths.Journals, context.Paths.Accounting), context.Account, _setup.Gateway.Bookings, context.Clock));
        _journal = _recorded.Journal;
        _executor = new AccountExecutor(_setup, _journal);
        _board = new AccountStatus(context.Account, _journal.Ledger);
        _recorder = new AccountRecorder(_recorded, _executor, context.Alerts, context.Clock, context.RealTime);
        _feed = new BusFeed(context.Bus, _journal.Ledger, _board, context.Account);
        _reporter = new ExecutionReporter(context, _executor);
        _commands = new CommandFollower(context.Coordinator, _executor, _setup, context.Loggers.CreateLogger<CommandFollower>());
        _commandReports = new CommandReports(context, _executor);
        _watch = SignalFiles.WatchExecution(
            context.Paths.Signals, context.Account, Path.Combine(context.Paths.Journals, $"executor-{context.Account}.handled.json"), fault => SignalFault(fault.Message), context.RealTime);
        _triggers = new TriggerConsumer(_executor, _setup, context.Paths.EnvironmentRoot, _watch);
        Connect();
    }

    public (ProcessState State, string Detail) Health =>
        _executor.Events.IsUp ? (ProcessState.Running, _executor.Held) : (ProcessState.Degraded, $"the user stream is down; fills are read by query. {_executor.Held}".TrimEnd());

    public async Task StartAsync(CancellationToken cancel)
    {
        JournalOpened(_journal.Recovery.ToString());
        RefuseFuture();
        await ReachVenueAsync(cancel);
        string uid = Require(await new BinanceAccountClient(_setup.Rest).GetAccountUidAsync(cancel));
        Require(EnvironmentFiles.ConfirmAccount(_context.Paths, _context.Account, uid));
        int resolved = Require(await _executor.StartAsync(cancel));
        if (resolved > 0)
            Recovered(resolved);
        await _reporter.AddUnreportedAsync();
        await _commandReports.AddUnreportedAsync();
        _context.Rpc.Add(Wire.V1.Executor.Descriptor, binder => Platform.Wire.V1.Executor.BindService(binder, new ExecutorEndpoint(_executor, _board, _context.Account, _context.Clock)));
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] tasks =
        [
            _executor.RunAsync(life.Token), TriggersAsync(life.Token), _reporter.RunAsync(life.Token), _commands.RunAsync(life.Token), _commandReports.RunAsync(life.Token),
            _recorder.RunAsync(life.Token),
        ];
        Task first = await Task.WhenAny(tasks);
        await life.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        // Rows that are not stored here are stored by the next start.
        Task written = _recorder.WriteAsync(withIncome: false, cancel);
        await written.WaitAsync(s_lastWriteLimit, _context.RealTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        _executor.Dispose();
        await _recorder.CloseAsync();
        _setup.Rest.Dispose();
    }

    /// <summary>
    /// Waits until the holds of the coordinator are known before the first run; when the coordinator is silent, the ledger decides alone.
    /// </summary>
    private async Task TriggersAsync(CancellationToken cancel)
    {
        await _commands.Joined.WaitAsync(s_joinLimit, _context.RealTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _triggers.RunAsync(cancel);
    }

    /// <summary>Subscriptions between parts; every handler runs on the context's thread.</summary>
    private void Connect()
    {
        _executor.Recorded += _feed.Follow;
        _executor.CommandMoved += _commandReports.Add;
        _executor.RunEnded += outcome =>
        {
            _board.Ended(outcome.Run);
            _reporter.Add(outcome);
            _triggers.Ended(outcome.Run);
            RunEnded(outcome.Run.RunId, outcome.Run.Parents.Count, outcome.WallLastAck_ms, outcome.Run.Detail);
        };
        _executor.Seen += snapshot =>
        {
            _feed.Saw(snapshot);
            _recorder.Saw(snapshot);
        };
        AddMetrics();
    }

    private void AddMetrics()
    {
        var orders = _context.Metrics.Counter("platform_executor_orders_total", "Orders sent");
        var fills = _context.Metrics.Counter("platform_executor_fills_total", "Fills booked");
        var acknowledged = _context.Metrics.Histogram("platform_executor_run_last_ack_seconds", "Real time from the start of a run to the last answer of the exchange");
        _executor.Recorded += fact =>
        {
            orders.Add(fact is OrderSignalled { Signal: Domain.Orders.OrderSignal.Send } ? 1 : 0);
            fills.Add(fact is FillBooked ? 1 : 0);
        };
        _executor.RunEnded += outcome => acknowledged.Record(outcome.WallLastAck_ms / 1000);
        _context.Metrics.Gauge("platform_executor_impossible_facts", "Facts refused by the order transition table", () => _journal.Ledger.Impossible);
        _context.Metrics.Gauge("platform_executor_records_written", "Rows of orders, fills, parents, income and equity that this process stored", () => _recorder.Written);
        _context.Metrics.Gauge("platform_executor_user_events_dropped", "User events dropped because the queue was full; repaired by query", () => _executor.Events.Dropped);
        _context.Metrics.Gauge("platform_executor_user_events_unreadable", "User events that were malformed or implausible", () => _executor.Events.Unreadable);
        _context.Metrics.Gauge("platform_executor_foreign_events", "Orders on the account that were not placed by the platform", () => _executor.Events.Foreign);
        _context.Metrics.Gauge("platform_executor_backlog", "Work waiting for the account's thread", () => _executor.Backlog);
        _context.Metrics.Gauge("platform_executor_clock_offset_ms", "Exchange time minus platform time", () => _setup.Rest.Clock.Offset_ms);
        _context.Metrics.Gauge("platform_executor_weight_used", "Request weight of the current minute as counted by the exchange", () => _setup.Rest.WeightUsed);
    }

    private async Task ReachVenueAsync(CancellationToken cancel)
    {
        for (long started = _context.RealTime.GetTimestamp(); ;)
        {
            Result<Done> reached = await _setup.Rest.SynchroniseClockAsync(cancel);
            if (reached.IsOk)
                return;
            if (_context.RealTime.GetElapsedTime(started) > s_venueLimit)
                throw new StartFault($"the exchange at {_setup.Rest.Endpoints.Rest} does not answer: {reached.Fault.Message}");
            await Task.Delay(TimeSpan.FromMilliseconds(250), _context.RealTime, cancel);
        }
    }

    /// <summary>
    /// Fails the start when the newest run is later than the clock: the ledger has closed run ids that the next runs would use again.
    /// </summary>
    private void RefuseFuture()
    {
        long now_ms = _context.Clock.NowMilliseconds();
        if (_journal.Ledger.Runs.LastOrDefault() is { } newest && newest.Opened_ms > now_ms + Label.ClockTolerance_ms)
            throw new StartFault($"{_context.Paths.Journals}: the newest run of account '{_context.Account}', {newest.RunId}, was opened at {UnixTime.ToDateTimeOffset(newest.Opened_ms):yyyy-MM-dd HH:mm:ss}, later than the clock ({UnixTime.ToDateTimeOffset(now_ms):yyyy-MM-dd HH:mm:ss}): the clock went back, or the files belong to another session. Set the machine's clock, or begin a new session.");
    }

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new StartFault(result.Fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Recovery}")]
    private partial void JournalOpened(string recovery);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Orders} orders of the previous process were resolved with the exchange")]
    private partial void Recovered(int orders);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId}: {Parents} parents, last answer after {LastAck_ms:0} ms. {Detail}")]
    private partial void RunEnded(string runId, int parents, double lastAck_ms, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message}")]
    private partial void SignalFault(string message);
}
