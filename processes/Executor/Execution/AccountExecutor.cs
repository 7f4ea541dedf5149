using Platform.Contracts;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Users;
using Platform.Executor.Gateway;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Executor.Orders;
using Platform.Executor.Parents;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Execution;

/// <summary>
/// One account: its thread, its ledger, its orders. Others offer runs and the operator's wishes, and ask for views;
/// everything else happens inside, one thing after another.
/// </summary>
internal sealed class AccountExecutor : IDisposable
{
    private readonly AccountSetup _setup;
    private readonly AccountJournal _journal;
    private readonly SingleThreadContext _context;
    private readonly RunQueue _queue = new();
    private readonly TradingSwitch _switch = new();
    private readonly PositionWatch _positions = new();
    private readonly AccountReader _reader;
    private readonly ContractSettings _settings;
    private readonly BinanceOrderClient _orders;
    private readonly DurableBatch _durable;
    private readonly OrderWork _work;
    private readonly ParentWork _parents;
    private readonly RunWork _runs;
    private readonly BinanceUserStream _stream;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AccountExecutor(AccountSetup setup, AccountJournal journal)
    {
        (_setup, _journal) = (setup, journal);
        _context = new SingleThreadContext($"account {setup.Account}");
        var account = new BinanceAccountClient(setup.Rest);
        var market = new BinanceMarketClient(setup.Rest);
        _orders = new BinanceOrderClient(setup.Rest);
        _reader = new AccountReader(account, market, journal.Ledger, setup.DryRun, setup.Clock);
        _settings = new ContractSettings(account, setup.Terms);
        _durable = new DurableBatch(_context, journal);
        var updates = new OrderUpdates(journal, setup.Clock);
        var runtime = new AccountRuntime(_context, _switch, setup.Clock, setup.RealTime);
        IOrderGateway gateway = setup.DryRun ? new PaperOrderGateway(_orders, market, setup.Clock) : new LiveOrderGateway(_orders, setup.RetryPolicy.ResolveInterval);
        _work = new OrderWork(journal, updates, _durable, gateway, setup.RetryPolicy, runtime);
        var board = new MarketBoard(market, _reader, setup.Clock, setup.RealTime);
        _parents = new ParentWork(journal, _work, updates, board, new ScheduleChoice(setup.Parents, board, setup.Volumes, setup.Clock), runtime);
        _runs = new RunWork(journal, new SnapshotSource(_reader, setup.DryRun ? null : _positions, setup.Run), _settings, _parents, _durable, setup.Run);
        _runs.Ended += outcome =>
        {
            RunEnded?.Invoke(outcome);
            Wake();
        };
        _parents.Started += Announce;
        _parents.Ended += Evaluate;
        Events = new AccountEvents(_context, journal, updates, _settings, setup.Account, setup.Alerts);
        Events.Changed += Wake;
        journal.Applied += Follow;
        journal.Refused += (fact, fault) => setup.Alerts.RaiseIncident("ledger", AlertSeverity.Warning, $"a fact did not fit the ledger ({fact.GetType().Name}): {fault.Message}");
        _stream = new BinanceUserStream(setup.Rest, setup.Streams, Events, setup.Clock, setup.RealTime);
    }

    /// <summary>The user stream as seen here.</summary>
    public AccountEvents Events { get; }

    /// <summary>Work waiting for the context's thread.</summary>
    public int Backlog => _context.Backlog;

    /// <summary>Raised on the account's context for every fact.</summary>
    public event Action<LedgerRecord>? Recorded;

    /// <summary>Raised on the account's context when a run is closed and on disk.</summary>
    public event Action<RunOutcome>? RunEnded;

    /// <summary>Raised on the account's context whenever the account was read.</summary>
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
    /// The only start path, after a crash or not: account settings, every order of the earlier process resolved, unknown orders reported.
    /// A fault states why the account cannot be traded.
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
        await LookAtStrangersAsync(cancel);
        return Result<int>.Ok(resolved);
    });

    /// <summary>Works until cancelled, or until an invariant of the context breaks.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] tasks =
        [
            _stream.RunAsync(life.Token), _context.RunAsync(() => WorkRunsAsync(life.Token)), _context.RunAsync(() => LookAsync(life.Token)), _context.Failed.WaitAsync(life.Token),
        ];
        Task first = await Task.WhenAny(tasks);
        await life.CancelAsync();
        // A context that failed runs no further work: its unfinished work is not awaited.
        await Task.WhenAny(Task.WhenAll(tasks), _context.Failed);
        await first;
    }

    /// <summary>Targets against the live account; called on the account's context while a run is planned.</summary>
    public RunPlan PlanFor(TargetDocument targets, PlanningSnapshot snapshot) => RunPlanner.Plan(targets, snapshot, _journal.Ledger, _setup.Plan);

    /// <summary>Cancels every open order and closes every position, once per run id.</summary>
    public void Flatten(string commandId) =>
        Offer(new RunRequest($"flatten-{commandId}", "", RunKind.Flatten, snapshot => RunPlanner.Flatten(snapshot, _setup.Plan)));

    /// <summary>Executes the request after those that wait, or returns immediately why not. From any thread.</summary>
    public void Offer(RunRequest request) => _context.Post(() =>
    {
        string whyNot = request.Kind == RunKind.Trade ? _switch.WhyNoRun : _switch.WhyNot;
        if (_journal.Ledger.IsClosed(request.RunId))
            return;
        if (whyNot.Length > 0 && request.Kind == RunKind.Trade)
            _ = SkipAsync(request, $"not traded: {whyNot}");
        else if (whyNot.Length == 0 && _queue.Offer(request) is { } displaced)
            _ = SkipAsync(displaced, $"superseded by {request.RunId}");
    });

    /// <summary>Closes a run without orders, with the reason. From any thread.</summary>
    public void Skip(RunRequest request, string why) => _context.Post(() => _ = SkipAsync(request, why));

    /// <summary>What the operator wants from now on. A kill cancels every open order immediately. From any thread.</summary>
    public void Apply(bool paused, bool killed) => _context.Post(() =>
    {
        bool newlyKilled = killed && !_switch.Killed, revived = !killed && _switch.Killed;
        (_switch.Paused, _switch.Killed) = (paused, killed);
        if (revived && _journal.Ledger.Overfilled.Length > 0)
        {
            _journal.Record(new OverfillCleared(_setup.Clock.NowMilliseconds(), "revived by the operator"));
            _setup.Alerts.Clear("overfilled");
        }

        if (!newlyKilled)
            return;
        _ = _runs.StopAsync(_journal.Ledger.OpenParents, _switch.WhyNot);
        _ = CancelEverythingAsync(CancellationToken.None);
    });

    public void Dispose()
    {
        _context.Post(_parents.Dispose);
        _context.Dispose();
        _journal.Dispose();
    }

    private async Task WorkRunsAsync(CancellationToken cancel)
    {
        while (true)
        {
            RunRequest request = await _queue.NextAsync(cancel);
            // One that is open already works, or is taken up again after a restart.
            if (_journal.Ledger.IsClosed(request.RunId) || _journal.Ledger.FindRun(request.RunId) is not null)
                continue;
            if (request.Kind == RunKind.Flatten)
                await CancelEverythingAsync(cancel);
            await _runs.ExecuteAsync(request, cancel);
            Wake();
        }
    }

    /// <summary>An order that is worked otherwise than requested is logged.</summary>
    private void Announce(ParentOrder parent)
    {
        string note = parent.Schedule?.Note ?? "";
        _setup.Alerts.Set($"algorithm_{parent.Symbol}", note.Length > 0, AlertSeverity.Warning, $"{parent.Symbol}: {note}");
    }

    /// <summary>More filled than planned can only be an order that was executed and is not known, or executed twice.</summary>
    private void Evaluate(ParentOrder parent)
    {
        if (parent.Residual.Sign < 0)
            _setup.Alerts.Raise("overfilled", AlertSeverity.Critical, _journal.Ledger.Overfilled);
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

    /// <summary>The regular look: soon after something changed, and every few seconds in any case.</summary>
    private async Task LookAsync(CancellationToken cancel)
    {
        while (true)
        {
            Result<PlanningSnapshot> seen = await _reader.SnapshotAsync(cancel);
            if (seen.IsOk)
            {
                Seen?.Invoke(seen.Value);
                if (!_setup.DryRun && !_journal.Ledger.Working.Any(child => child.State is OrderState.Intended or OrderState.Submitted or OrderState.Unknown))
                    Compare(seen.Value);
            }

            _setup.Alerts.Set("account_unreadable", !seen.IsOk, AlertSeverity.Warning, seen.Fault?.Message ?? "");
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _wake.Task.WaitAsync(_setup.SnapshotEvery, _setup.RealTime, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancel.ThrowIfCancellationRequested();
            // A burst of fills is one look.
            await Task.Delay(TimeSpan.FromMilliseconds(200), _setup.RealTime, cancel);
        }
    }

    private void Compare(PlanningSnapshot snapshot)
    {
        foreach (string difference in _positions.Compare(snapshot))
            _setup.Alerts.RaiseIncident("position_difference", AlertSeverity.Critical, difference);
    }

    private async Task CancelEverythingAsync(CancellationToken cancel)
    {
        Result<IReadOnlyList<VenueOrder>> open = await _orders.GetOpenOrdersAsync(null, cancel);
        string[] symbols = open.IsOk ? [.. open.Value.Select(order => order.Symbol).Distinct(StringComparer.Ordinal)] : [];
        Result<Done>[] cancelled = await Task.WhenAll(symbols.Select(symbol => _orders.CancelAllAsync(symbol, cancel)));
        foreach (Fault? fault in cancelled.Select(result => result.Fault).Append(open.Fault).Where(fault => fault is not null))
            _setup.Alerts.RaiseIncident("cancel_all", AlertSeverity.Critical, $"open orders may remain: {fault!.Message}");
    }

    private async Task LookAtStrangersAsync(CancellationToken cancel)
    {
        Result<IReadOnlyList<VenueOrder>> open = await _orders.GetOpenOrdersAsync(null, cancel);
        foreach (VenueOrder order in open.IsOk ? open.Value.Where(order => _journal.Ledger.FindOrder(order.ClientOrderId) is null) : [])
            _setup.Alerts.RaiseIncident("foreign_order", AlertSeverity.Warning, $"{order.Symbol}: open order {order.ClientOrderId} ({order.Side} {order.Quantity}) was not placed by the platform");
    }

    private void Follow(LedgerRecord fact)
    {
        if (fact is FillBooked fill && _journal.Ledger.FindOrder(fill.ClientOrderId) is { } child)
            _positions.Filled(child, fill.Quantity);
        Recorded?.Invoke(fact);
    }

    private void Wake() => _wake.TrySetResult();
}
