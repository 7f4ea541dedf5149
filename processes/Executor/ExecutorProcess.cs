using Microsoft.Extensions.Logging;
using Platform.Executor.Journals;
using Platform.Executor.Orders;
using Platform.Executor.Records;
using Platform.Executor.Reporting;
using Platform.Executor.Rooms;
using Platform.Executor.Triggers;
using Platform.Hosting.Life;
using Platform.Primitives.Outcomes;
using Platform.Store.Signals;
using Platform.Wire.V1;

namespace Platform.Executor;

/// <summary>
/// One account: journal → venue → settings → reconciliation → ready; then trigger → plan → orders → report.
/// The composition root: it knows every room of the process, and nobody knows it.
/// </summary>
internal sealed partial class ExecutorProcess : IPlatformProcess
{
    private static readonly TimeSpan s_venueLimit = TimeSpan.FromSeconds(20);

    private readonly ProcessContext _context;
    private readonly ILogger _log;
    private readonly AccountSetup _setup;
    private readonly LedgerJournal _journal;
    private readonly AccountRoom _room;
    private readonly AccountBoard _board;
    private readonly BusFeed _feed;
    private readonly PositionHistory _history;
    private readonly ReportOutbox _outbox;
    private readonly SignalWatch<ExecutionTrigger> _watch;
    private readonly TriggerDesk _triggers;
    private readonly Queue<RunOutcome> _unwritten = new();

    public ExecutorProcess(ProcessContext context)
    {
        _context = context;
        _log = context.Loggers.CreateLogger<ExecutorProcess>();
        _setup = ExecutorConfiguration.For(context);
        _journal = Require(LedgerJournal.Open(context.Paths.Journals, context.Account));
        _room = new AccountRoom(_setup, _journal);
        _board = new AccountBoard(context.Account);
        _feed = new BusFeed(context.Bus, _journal.Ledger, _board, context.Account, context.Clock);
        _history = new PositionHistory(context.Paths.PositionHistory, context.Account);
        _outbox = new ReportOutbox(context.Coordinator, _room, context.Account, context.RealTime);
        _watch = SignalFiles.WatchExecution(
            context.Paths.Signals, context.Account, Path.Combine(context.Paths.Journals, $"executor-{context.Account}.handled.json"), fault => SignalFault(fault.Message), context.RealTime);
        _triggers = new TriggerDesk(_room, _setup, context.Paths.Data, _watch);
        Connect();
    }

    public (ProcessState State, string Detail) Health =>
        _room.Events.IsUp ? (ProcessState.Running, "") : (ProcessState.Degraded, "the user stream is down; fills are read by query");

    public async Task StartAsync(CancellationToken cancel)
    {
        JournalOpened(_journal.Recovery.ToString());
        await ReachVenueAsync(cancel);
        _context.Link.Changed += Obey;
        Obey(_context.Link.Operator);
        int resolved = Require(await _room.StartAsync(cancel));
        if (resolved > 0)
            Recovered(resolved);
        await _outbox.AddUnreportedAsync();
        _context.Rpc.Add(Wire.V1.Executor.Descriptor, binder => Platform.Wire.V1.Executor.BindService(binder, new ExecutorEndpoint(_room, _board, _context.Account)));
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] tasks = [_room.RunAsync(life.Token), _triggers.RunAsync(life.Token), _outbox.RunAsync(life.Token)];
        Task first = await Task.WhenAny(tasks);
        await life.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public Task StopAsync(CancellationToken cancel)
    {
        _context.Link.Changed -= Obey;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _watch.Dispose();
        _room.Dispose();
        _setup.Rest.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Who hears of what; every handler runs on the room's thread.</summary>
    private void Connect()
    {
        _room.Recorded += _feed.Follow;
        _room.RunEnded += outcome =>
        {
            _board.Ended(outcome.Run);
            _outbox.Add(outcome);
            _triggers.Ended(outcome.Run);
            _unwritten.Enqueue(outcome);
            RunEnded(outcome.Run.RunId, outcome.Run.Parents.Count, outcome.WallLastAck_ms, outcome.Run.Detail);
        };
        _room.Seen += picture =>
        {
            _feed.Saw(picture);
            // A look that began before the run ended does not show what the run did.
            while (_unwritten.TryPeek(out RunOutcome? ended) && ended.Run.Closed_ms <= picture.At_ms)
                Report(_history.Add(_unwritten.Dequeue().Run, picture));
        };
        _room.Alerted += alert =>
        {
            if (_feed.Alert(alert) && alert.Active)
                Alerted(alert.Subject, alert.Message);
        };
        AddMetrics();
    }

    private void AddMetrics()
    {
        var orders = _context.Metrics.Counter("platform_executor_orders_total", "Orders sent");
        var fills = _context.Metrics.Counter("platform_executor_fills_total", "Fills booked");
        var acknowledged = _context.Metrics.Histogram("platform_executor_run_last_ack_seconds", "Real time from the start of a run to the last answer of the venue");
        _room.Recorded += fact =>
        {
            orders.Add(fact is OrderSignalled { Signal: Domain.Orders.OrderSignal.Send } ? 1 : 0);
            fills.Add(fact is FillBooked ? 1 : 0);
        };
        _room.RunEnded += outcome => acknowledged.Record(outcome.WallLastAck_ms / 1000);
        _context.Metrics.Gauge("platform_executor_impossible_facts", "Facts the order table refused", () => _journal.Ledger.Impossible);
        _context.Metrics.Gauge("platform_executor_user_events_dropped", "User events that found the room too busy; repaired by query", () => _room.Events.Dropped);
        _context.Metrics.Gauge("platform_executor_foreign_events", "Orders on the account that were not made here", () => _room.Events.Foreign);
        _context.Metrics.Gauge("platform_executor_room_backlog", "Work waiting for the account's thread", () => _room.Backlog);
        _context.Metrics.Gauge("platform_executor_clock_offset_ms", "Venue time minus platform time", () => _setup.Rest.Clock.Offset_ms);
        _context.Metrics.Gauge("platform_executor_weight_used", "Request weight of the current minute as the venue counts", () => _setup.Rest.WeightUsed);
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

    private void Obey(OperatorState wanted)
    {
        _room.Obey(wanted.Paused, wanted.Killed);
        foreach (FlattenOrder flatten in wanted.Flatten.Where(flatten => flatten.Account.Length == 0 || flatten.Account == _context.Account))
            _room.Flatten(flatten.CommandId);
    }

    private void Report(Result<Done> written)
    {
        if (!written.IsOk)
            SignalFault(written.Fault.Message);
    }

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new StartFault(result.Fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Recovery}")]
    private partial void JournalOpened(string recovery);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Orders} orders of the earlier life were resolved with the exchange")]
    private partial void Recovered(int orders);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId}: {Parents} parents, last answer after {LastAck_ms:0} ms. {Detail}")]
    private partial void RunEnded(string runId, int parents, double lastAck_ms, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message}")]
    private partial void SignalFault(string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Subject}: {Message}")]
    private partial void Alerted(string subject, string message);
}
