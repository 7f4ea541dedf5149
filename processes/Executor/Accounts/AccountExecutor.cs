using Platform.Analytics.Risk;
using Platform.Contracts;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Users;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Executor.Reconciliation;
using Platform.Executor.Risk;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Accounts;

/// <summary>
/// One account: its thread, its ledger and its orders. Other threads submit runs and operator commands and query its state; everything
/// else runs on the account's context, one item at a time.
/// </summary>
internal sealed class AccountExecutor : IDisposable
{
    private const string OverfilledRule = "overfilled";

    /// <summary>
    /// Platform ms between two reads of the account while fills arrive all the time: at speed 1, a read after every pause would use the
    /// whole request weight of the address.
    /// </summary>
    private const long ReadSpacing_ms = 2_000;

    private readonly AccountSetup _setup;
    private readonly AccountJournal _journal;
    private readonly SingleThreadContext _context;
    private readonly RunQueue _queue = new();
    private readonly AccountReconciliation _reconciliation;
    private readonly DeadManSwitch _deadManSwitch;
    private readonly AccountReader _reader;
    private readonly ContractSettings _settings;
    private readonly IOrderGateway _gateway;
    private readonly DurableBatch _durable;
    private readonly OrderWork _work;
    private readonly ParentWork _parents;
    private readonly RunWork _runs;
    private readonly CommandWork _commands;
    private readonly FlattenWork _flatten;
    private readonly RiskWatch _risk;
    private readonly BinanceUserStream _stream;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AccountExecutor(AccountSetup setup, AccountJournal journal)
    {
        (_setup, _journal) = (setup, journal);
        _context = new SingleThreadContext($"account {setup.Account}");
        var account = new BinanceAccountClient(setup.Rest);
        var market = new BinanceMarketClient(setup.Rest);
        var orders = new BinanceOrderClient(setup.Rest);
        _gateway = setup.Gateway;
        _reader = new AccountReader(_gateway, market, journal.Ledger, setup.Clock);
        _settings = new ContractSettings(_gateway, account, setup.Terms);
        _durable = new DurableBatch(_context, journal);
        var updates = new OrderUpdates(journal, setup.Clock);
        var runtime = new AccountRuntime(_context, _durable, setup.Clock, setup.RealTime);
        _work = new OrderWork(journal, updates, _gateway, setup.RetryPolicy, runtime);
        var positions = new PositionWatch(journal.Ledger);
        _reconciliation = new AccountReconciliation(
            journal, new OrderComparison(journal.Ledger, _gateway, updates, setup.Alerts, setup.Account), positions, new PositionExplanation(orders, setup.Account),
            new ReconciliationRules(setup.ReconcileEvery, _gateway.IsPaper, setup.Alerts, setup.Clock, setup.RealTime));
        _deadManSwitch = new DeadManSwitch(_gateway, journal.Ledger, setup.Alerts, setup.DeadManSwitch, runtime);
        var board = new MarketBoard(market, _gateway, _reader, setup.Clock, setup.RealTime);
        _parents = new ParentWork(journal, _work, updates, board, new ScheduleChoice(setup.Parents, board, setup.Volumes, setup.Clock), runtime);
        _runs = new RunWork(journal, new SnapshotSource(_reader, _gateway.IsPaper ? null : positions, board, journal.Ledger, setup.Plan.Risk, setup.Run), _settings, _parents, _durable, setup.Run);
        _runs.Ended += outcome =>
        {
            RunEnded?.Invoke(outcome);
            Wake();
        };
        var sweep = new OrderSweep(_gateway, journal.Ledger, setup.Alerts, runtime);
        _commands = new CommandWork(journal, _parents, _work, sweep, new RiskCommands(journal, setup.Plan.Risk, setup.Clock), runtime);
        _flatten = new FlattenWork(journal, _commands, _reader, _runs, sweep, new FlattenRules(setup.Plan, setup.Parents.SlippageMax_bps, _gateway.IsPaper ? null : positions, setup.Alerts, setup.RealTime));
        _commands.Moved += (entry, detail) => CommandMoved?.Invoke(entry, detail);
        _commands.FlattenAsked += _flatten.Wake;
        _risk = new RiskWatch(journal, new EquityWatch(journal, _gateway, setup.ReconcileEvery, setup.RealTime), setup.Plan.Risk, setup.Alerts, setup.Clock);
        _risk.FlattenAsked += FlattenForRule;
        _parents.Started += Announce;
        Events = new AccountEvents(_context, journal, updates, _settings, setup);
        Events.Changed += Wake;
        Events.Reconnected += _reconciliation.Ask;
        journal.Applied += Follow;
        journal.Refused += (fact, fault) => setup.Alerts.RaiseIncident("ledger", AlertSeverity.Warning, $"the ledger refused a record ({fact.GetType().Name}): {fault.Message}");
        _stream = new BinanceUserStream(setup.Rest, setup.Streams, Events, setup.Clock, setup.RealTime);
    }

    /// <summary>The user stream of the account.</summary>
    public AccountEvents Events { get; }

    /// <summary>The active holds as text; empty when there are none. Any thread.</summary>
    public string Held { get; private set; } = "";

    /// <summary>Work items in the queue of the context's thread.</summary>
    public int Backlog => _context.Backlog;

    /// <summary>Raised on the account's context for every fact (journal record).</summary>
    public event Action<LedgerRecord>? Recorded;

    /// <summary>Raised on the account's context when a run is closed and on disk.</summary>
    public event Action<RunOutcome>? RunEnded;

    /// <summary>Raised on the context when a command was received, changed state or ended, with the current detail.</summary>
    public event Action<CommandEntry, string>? CommandMoved;

    /// <summary>Raised on the account's context after each read of the account.</summary>
    public event Action<PlanningSnapshot>? Seen;

    /// <summary>Reads the ledger from another thread.</summary>
    public Task<T> AskAsync<T>(Func<OrderLedger, T> read) => _context.AskAsync(() => read(_journal.Ledger));

    /// <summary>Records a fact from another thread and waits until it is on disk.</summary>
    public Task RecordAsync(Func<long, LedgerRecord> fact) => _context.RunAsync(async () =>
    {
        _journal.Record(fact(_setup.Clock.NowMilliseconds()));
        await _durable.WrittenAsync();
    });

    /// <summary>
    /// Starts the account, after a crash or a normal stop alike: applies the account settings and resolves every order of the earlier
    /// process. Returns the number of orders resolved; a fault states why the account cannot be traded.
    /// </summary>
    public Task<Result<int>> StartAsync(CancellationToken cancel) => _context.RunAsync(async () =>
    {
        Result<Done> applied = await _settings.ApplyToAccountAsync(cancel);
        if (!applied.IsOk)
            return Result<int>.Fail(applied.Fault);
        ChildOrder[] left = [.. _journal.Ledger.Working];
        foreach (ChildOrder child in left)
            _work.LoseTrack(child);
        int resolved = await _runs.RecoverAsync(left, child => _work.ResolveAsync(child, cancel));
        Held = _journal.Ledger.Safety.Describe();
        foreach (Latch latch in _journal.Ledger.Safety.Latches)
            Announce(new LatchSet(latch.Since_ms, latch.Rule, latch.Action, latch.Message));
        _commands.Resume();
        GiveReserve();
        return Result<int>.Ok(resolved);
    });

    /// <summary>Runs until cancelled, or until an invariant of the context is violated.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] tasks =
        [
            _stream.RunAsync(life.Token), _context.RunAsync(() => WorkRunsAsync(life.Token)), _context.RunAsync(() => ReadAccountAsync(life.Token)),
            _context.RunAsync(() => _flatten.RunAsync(life.Token)), _context.RunAsync(() => _deadManSwitch.RunAsync(life.Token)), _context.Failed.WaitAsync(life.Token),
        ];
        Task first = await Task.WhenAny(tasks);
        await life.CancelAsync();
        // A context that failed runs no further work: its unfinished work is not awaited.
        await Task.WhenAny(Task.WhenAll(tasks), _context.Failed);
        await first;
    }

    /// <summary>Plans the parents that move the live account to the targets; called on the account's context while a run is planned.</summary>
    public RunPlan PlanFor(TargetDocument targets, PlanningSnapshot snapshot) => RunPlanner.Plan(targets, snapshot, _journal.Ledger, _setup.Plan);

    /// <summary>Queues the run, or closes it with the reason why it is not traded. Any thread.</summary>
    public void Offer(RunRequest request) => _context.Post(() =>
    {
        if (_journal.Ledger.IsClosed(request.RunId))
            return;
        if (_journal.Ledger.Safety.WhyNoTrade("") is { Length: > 0 } whyNot)
            _ = SkipAsync(request, $"not traded: {whyNot}");
        else if (_queue.Offer(request) is { } displaced)
            _ = SkipAsync(displaced, $"superseded by {request.RunId}");
    });

    /// <summary>Closes a run without orders, with the reason. Any thread.</summary>
    public void Skip(RunRequest request, string why) => _context.Post(() => _ = SkipAsync(request, why));

    /// <summary>Takes one command; when this returns, it is on disk and either in progress or ended. Any thread.</summary>
    public Task TakeAsync(CommandReceived command) => _context.RunAsync(() => _commands.TakeAsync(command));

    /// <summary>Takes the holds that the coordinator has for the account after all its commands so far. Any thread.</summary>
    public Task JoinAsync(long newest, IReadOnlyList<HoldSet> holds) => _context.RunAsync(() => _commands.JoinAsync(newest, holds));

    public void Dispose()
    {
        _context.Post(_commands.Stop);
        _context.Post(_parents.Dispose);
        _context.Dispose();
        _gateway.Dispose();
        _journal.Dispose();
    }

    private async Task WorkRunsAsync(CancellationToken cancel)
    {
        // No run is traded before ledger and exchange agree.
        await _reconciliation.Opened.WaitAsync(cancel);
        while (true)
        {
            RunRequest request = await _queue.NextAsync(cancel);
            // An open run is in progress already, or is resumed after a restart.
            if (_journal.Ledger.IsClosed(request.RunId) || _journal.Ledger.FindRun(request.RunId) is not null)
                continue;
            if (_journal.Ledger.Safety.WhyNoTrade("") is { Length: > 0 } whyNot)
                await SkipAsync(request, $"not traded: {whyNot}");
            else
                await _runs.ExecuteAsync(request, cancel);
            Wake();
        }
    }

    /// <summary>Raises an alert for a risk rule that waits for an operator, until the rule is reset.</summary>
    private void Announce(LedgerRecord fact)
    {
        if (fact is HoldSet or HoldEnded or LatchSet or LatchReset)
            Held = _journal.Ledger.Safety.Describe();
        if (fact is LatchSet set)
            _setup.Alerts.Raise(set.Rule, AlertSeverity.Critical, $"{set.Message} (action {set.Action}; clear it with platform reset)");
        else if (fact is LatchReset reset)
            _setup.Alerts.Clear(reset.Rule);
    }

    /// <summary>Raises an alert when a parent is executed with another algorithm than requested.</summary>
    private void Announce(ParentOrder parent)
    {
        string note = parent.Schedule?.Note ?? "";
        _setup.Alerts.Set($"algorithm_{parent.Symbol}", note.Length > 0, AlertSeverity.Warning, $"{parent.Symbol}: {note}");
    }

    private async Task SkipAsync(RunRequest request, string why)
    {
        if (_journal.Ledger.IsClosed(request.RunId) || _journal.Ledger.FindRun(request.RunId) is not null)
            return;
        _journal.Record(new RunOpened(_setup.Clock.NowMilliseconds(), request.RunId, request.Label, request.Kind));
        _journal.Record(new RunClosed(_setup.Clock.NowMilliseconds(), request.RunId, why));
        await _durable.WrittenAsync();
        RunEnded?.Invoke(new RunOutcome(_journal.Ledger.FindRun(request.RunId)!, 0, 0));
    }

    /// <summary>Reads the account at a regular interval, and soon after a change.</summary>
    private async Task ReadAccountAsync(CancellationToken cancel)
    {
        while (true)
        {
            long read_ms = _setup.Clock.NowMilliseconds();
            Result<PlanningSnapshot> seen = await _reader.SnapshotAsync(cancel);
            if (seen.IsOk)
            {
                Seen?.Invoke(seen.Value);
                await _risk.EvaluateAsync(seen.Value, new ConnectionHealth(Events.Down_ms, _setup.Rest.Clock.Offset_ms / _setup.Speed), cancel);
                await _reconciliation.LookAsync(seen.Value, cancel);
            }

            _setup.Alerts.Set("account_unreadable", !seen.IsOk, AlertSeverity.Warning, seen.Fault?.Message ?? "");
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_reconciliation.IsPending)
                Wake();
            await _wake.Task.WaitAsync(_setup.SnapshotEvery, _setup.RealTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancel.ThrowIfCancellationRequested();
            // A burst of fills causes one read.
            await Task.Delay(TimeSpan.FromMilliseconds(200), _setup.RealTime, cancel);
            long early_ms = read_ms + ReadSpacing_ms - _setup.Clock.NowMilliseconds();
            if (early_ms > 0 && !_reconciliation.IsPending)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(early_ms, ReadSpacing_ms)), _setup.Clock, cancel);
        }
    }

    private void Follow(LedgerRecord fact)
    {
        Recorded?.Invoke(fact);
        _risk.Follow(fact);
        Announce(fact);
        if (fact is CommandReceived or CommandEnded)
            GiveReserve();
        if (fact is FillBooked or OrderSignalled)
            CheckOverfill(fact is FillBooked booked ? booked.ClientOrderId : ((OrderSignalled)fact).ClientOrderId);
    }

    /// <summary>A command that closes positions or cancels orders does not wait for a request budget that others have used: its reads, too, may use the reserve.</summary>
    private void GiveReserve() =>
        _setup.Rest.MayUseReserve = _journal.Ledger.Commands.Open.Any(entry => entry.Received.Kind is CommandKinds.Flatten or CommandKinds.Kill or CommandKinds.Cancel);

    private void FlattenForRule(string rule, string message)
    {
        long now_ms = _setup.Clock.NowMilliseconds();
        _parents.Start(() => _commands.TakeAsync(new CommandReceived(now_ms, 0, $"risk-{rule}-{now_ms}", CommandKinds.Flatten, "", "risk", message)));
    }

    /// <summary>
    /// Sets a latch when more was filled than planned: either an order was executed that is not known, or one was executed twice.
    /// </summary>
    private void CheckOverfill(string clientOrderId)
    {
        if (_journal.Ledger.FindOrder(clientOrderId) is not { } child || _journal.Ledger.FindParent(child.Parent.ParentId) is not { Residual.Sign: < 0 } parent)
            return;
        if (_journal.Ledger.Safety.FindLatch(OverfilledRule) is not null)
            return;
        string why = $"{parent.Symbol}: parent {parent.ParentId} filled {parent.Filled} of {parent.Terms.Planned}; no position is opened until an operator has checked it";
        _journal.Record(new LatchSet(_setup.Clock.NowMilliseconds(), OverfilledRule, RiskAction.ReduceOnly, why));
    }

    private void Wake() => _wake.TrySetResult();
}
