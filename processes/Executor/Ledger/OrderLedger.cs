using Platform.Analytics.Risk;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Ledger;

/// <summary>
/// State of record of one account's runs, parents and orders. It changes only by facts, one by one, so that replaying the
/// journal restores the state. Not thread-safe: owned by the account's context.
/// </summary>
internal sealed class OrderLedger(int runsKept = 100)
{
    private const int ClosedIdsKept = 1_000;
    private const long QuoteUnitsPerMoneyUnit = 100_000_000;

    private readonly Dictionary<string, ExecutionRun> _runs = new(StringComparer.Ordinal);
    private readonly List<ExecutionRun> _byAge = [];
    private readonly Dictionary<string, ParentOrder> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildOrder> _children = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _traded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal);
    private readonly Queue<string> _closedByAge = new();
    private readonly Dictionary<string, Quantity> _net = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Symbol, PositionSide Side), Quantity> _expected = [];
    private long _turnoverDay_ms;
    private Money _turnover;

    /// <summary>Runs in memory, oldest first; older ones are in the journal only.</summary>
    public IReadOnlyList<ExecutionRun> Runs => _byAge;

    /// <summary>Symbols that this account has ever traded here; the platform closes their positions.</summary>
    public IReadOnlyCollection<string> TradedSymbols => _traded;

    public IReadOnlyCollection<string> ClosedRuns => _closed;

    public IEnumerable<ChildOrder> Working => _children.Values.Where(child => !child.State.IsTerminal());

    /// <summary>Parents that have not ended, oldest run first.</summary>
    public IEnumerable<ParentOrder> OpenParents => _byAge.Where(run => !run.IsClosed).SelectMany(run => run.Parents).Where(parent => !parent.IsClosed);

    /// <summary>Facts that the transition table refused, or that refer to something unknown.</summary>
    public long Impossible { get; private set; }

    /// <summary>Daily loss and drawdown up to <see cref="EquityAt_ms"/>, with transfers removed.</summary>
    public EquityIndex Equity { get; private set; } = EquityIndex.Empty;

    /// <summary>Time of the newest equity sample, whose transfers are known; 0 before the first.</summary>
    public long EquityAt_ms { get; private set; }

    /// <summary>The current permission to send orders, and the rules that wait for an operator.</summary>
    public SafetyState Safety { get; } = new();

    public CommandHistory Commands { get; } = new();

    /// <summary>True when the run was closed, by this process or an earlier one.</summary>
    public bool IsClosed(string runId) => _closed.Contains(runId);

    public ExecutionRun? FindRun(string runId) => _runs.GetValueOrDefault(runId);

    public ChildOrder? FindOrder(string clientOrderId) => _children.GetValueOrDefault(clientOrderId);

    public ParentOrder? FindParent(string parentId) => _parents.GetValueOrDefault(parentId);

    /// <summary>Signed sum of the fills booked in a symbol; paper positions equal this sum.</summary>
    public Quantity NetFilled(string symbol) => _net.GetValueOrDefault(symbol);

    /// <summary>Signed positions that fills and adopted differences explain; zero positions are omitted.</summary>
    public IReadOnlyDictionary<(string Symbol, PositionSide Side), Quantity> ExpectedPositions => _expected;

    /// <summary>Platform ms at which ledger and exchange last agreed; 0 before the first time.</summary>
    public long ReconciledAt_ms { get; private set; }

    /// <summary>Notional filled on the UTC day of the time, both sides counted.</summary>
    public Money TurnoverOf(long at_ms) => UnixTime.FloorTo(at_ms, UnixTime.MillisecondsPerDay) == _turnoverDay_ms ? _turnover : Money.Zero;

    /// <summary>Applies one fact. A fault means that nothing changed; it is counted here, and the caller reports it.</summary>
    public Result<Done> Apply(LedgerRecord fact, ulong sequence)
    {
        Result<Done> applied = fact switch
        {
            RunOpened opened => Open(opened, sequence),
            ParentPlanned plan => Plan(plan),
            ParentStarted started => Start(started),
            OrderIntended intent => Intend(intent),
            OrderSignalled signal => Signal(signal),
            FillBooked fill => Book(fill),
            ParentClosed closed => Close(closed),
            RunClosed closed => Close(closed),
            RunReported reported => Report(reported),
            EquityIndexed sample => Index(sample),
            Checkpointed point => Restore(point),
            PositionAdopted adopted => Expect(adopted.Symbol, adopted.Side, adopted.Change),
            LedgerReconciled reconciled => ApplyAgreement(reconciled),
            _ => ApplyToOperations(fact),
        };
        Impossible += applied.IsOk ? 0 : 1;
        return applied;
    }

    private Result<Done> Expect(string symbol, PositionSide side, Quantity change)
    {
        Quantity expected = _expected.GetValueOrDefault((symbol, side)) + change;
        if (expected.IsZero)
            _expected.Remove((symbol, side));
        else
            _expected[(symbol, side)] = expected;
        return Done.Value;
    }

    private Result<Done> ApplyAgreement(LedgerReconciled reconciled)
    {
        ReconciledAt_ms = reconciled.At_ms;
        return Done.Value;
    }

    private Result<Done> ApplyToOperations(LedgerRecord fact)
    {
        // After an operator's reset, loss and drawdown are measured from here again.
        if (fact is LatchReset { Rule: "daily_loss_max" or "drawdown_max" })
            Equity = Equity with { Peak = Equity.Index, DayStart = Math.Max(Equity.Index, double.Epsilon) };
        return Safety.TryApply(fact) ? Done.Value : Commands.TryApply(fact) ?? new Fault(FaultKind.Invalid, $"a fact of type {fact.GetType().Name} is not known to the ledger");
    }

    /// <summary>Removes the oldest closed runs from memory beyond the number kept; returns the first sequence number still needed.</summary>
    public ulong Retire()
    {
        while (_byAge.Count > runsKept && _byAge[0] is { IsClosed: true } oldest)
        {
            foreach (ParentOrder parent in oldest.Parents)
            {
                _parents.Remove(parent.ParentId);
                foreach (ChildOrder child in parent.Children)
                    _children.Remove(child.ClientOrderId);
            }

            _runs.Remove(oldest.RunId);
            _byAge.RemoveAt(0);
        }

        return _byAge.Count == 0 ? ulong.MaxValue : _byAge[0].FirstSequence;
    }

    public Checkpointed Checkpoint(long at_ms) => new(at_ms, [.. _traded], [.. _closedByAge], new Dictionary<string, Quantity>(_net), Equity, EquityAt_ms, _turnoverDay_ms, _turnover, [.. _expected.Select(row => new ExpectedPosition(row.Key.Symbol, row.Key.Side, row.Value))], ReconciledAt_ms, Safety.Checkpoint(), Commands.Checkpoint());

    private Result<Done> Open(RunOpened opened, ulong sequence)
    {
        if (_runs.ContainsKey(opened.RunId))
            return new Fault(FaultKind.Already, $"run {opened.RunId} is already open");
        var run = new ExecutionRun(opened) { FirstSequence = sequence };
        _runs.Add(opened.RunId, run);
        _byAge.Add(run);
        return Done.Value;
    }

    private Result<Done> Plan(ParentPlanned plan)
    {
        if (FindRun(plan.RunId) is not { } run)
            return Unknown(plan.RunId);
        var parent = new ParentOrder(plan.ToTerms(run.Label));
        if (!_parents.TryAdd(plan.ParentId, parent))
            return new Fault(FaultKind.Already, $"parent {plan.ParentId} is already planned");
        run.Add(parent);
        _traded.Add(plan.Symbol);
        return Done.Value;
    }

    private Result<Done> Start(ParentStarted started)
    {
        if (FindParent(started.ParentId) is not { } parent)
            return Unknown(started.ParentId);
        if (parent.IsClosed || parent.Schedule is not null)
            return new Fault(FaultKind.Already, $"parent {started.ParentId} has already started");
        parent.Start(started.Arrival, started.Schedule);
        return Done.Value;
    }

    private Result<Done> Intend(OrderIntended intent)
    {
        if (FindParent(intent.ParentId) is not { } parent)
            return Unknown(intent.ParentId);
        var child = new ChildOrder(
            new ChildTerms(intent.ClientOrderId, intent.Slice, intent.Type, intent.TimeInForce, intent.Quantity, intent.LimitPrice, intent.At_ms), parent.Terms);
        if (!_children.TryAdd(intent.ClientOrderId, child))
            return new Fault(FaultKind.Already, $"order {intent.ClientOrderId} is already recorded");
        parent.Add(child);
        return Done.Value;
    }

    private Result<Done> Signal(OrderSignalled signal)
    {
        if (FindOrder(signal.ClientOrderId) is not { } child)
            return Unknown(signal.ClientOrderId);
        return child.Apply(signal.At_ms, signal.Signal, signal.Executed, signal.VenueOrderId, signal.Reason, signal.Refusal);
    }

    private Result<Done> Book(FillBooked fill)
    {
        if (FindOrder(fill.ClientOrderId) is not { } child)
            return Unknown(fill.ClientOrderId);
        if (!child.Book(fill.ToFill()))
            return new Fault(FaultKind.Already, $"trade {fill.TradeId} of {fill.ClientOrderId} is already booked");
        CountTurnover(fill);
        long sign = (long)child.Parent.Side;
        var signed = Quantity.FromUnits(sign * fill.Quantity.Units);
        _net[child.Parent.Symbol] = NetFilled(child.Parent.Symbol) + signed;
        return Expect(child.Parent.Symbol, child.Parent.PositionSide, signed);
    }

    private void CountTurnover(FillBooked fill)
    {
        long day_ms = UnixTime.FloorTo(fill.At_ms, UnixTime.MillisecondsPerDay);
        if (day_ms > _turnoverDay_ms)
            (_turnoverDay_ms, _turnover) = (day_ms, Money.Zero);
        if (day_ms == _turnoverDay_ms)
            _turnover += Money.FromUnits((long)((fill.Price * fill.Quantity).Units / QuoteUnitsPerMoneyUnit));
    }

    private Result<Done> Close(ParentClosed closed)
    {
        if (FindParent(closed.ParentId) is not { } parent)
            return Unknown(closed.ParentId);
        parent.Close(closed.At_ms, closed.Reason, closed.Last);
        return Done.Value;
    }

    private Result<Done> Close(RunClosed closed)
    {
        Remember(closed.RunId);
        if (FindRun(closed.RunId) is not { } run)
            return Unknown(closed.RunId);
        run.Close(closed.At_ms, closed.Detail);
        return Done.Value;
    }

    private Result<Done> Report(RunReported reported)
    {
        if (FindRun(reported.RunId) is not { } run)
            return Unknown(reported.RunId);
        run.MarkReported();
        return Done.Value;
    }

    private Result<Done> Index(EquityIndexed sample)
    {
        Equity = Equity.After(sample.At_ms, sample.Equity, sample.Flow);
        EquityAt_ms = sample.At_ms;
        return Done.Value;
    }

    private Result<Done> Restore(Checkpointed point)
    {
        _traded.UnionWith(point.TradedSymbols);
        foreach (string runId in point.ClosedRuns)
            Remember(runId);
        foreach ((string symbol, Quantity net) in point.NetFilled)
            _net[symbol] = net;
        (Equity, EquityAt_ms, _turnoverDay_ms, _turnover) = (point.Equity, point.EquityAt_ms, point.TurnoverDay_ms, point.Turnover);
        ReconciledAt_ms = point.ReconciledAt_ms;
        _expected.Clear();
        foreach (ExpectedPosition row in point.Positions)
            _expected[(row.Symbol, row.Side)] = row.Quantity;
        Safety.Restore(point.Safety);
        Commands.Restore(point.Commands);
        return Done.Value;
    }

    private void Remember(string runId)
    {
        if (!_closed.Add(runId))
            return;
        _closedByAge.Enqueue(runId);
        if (_closedByAge.Count > ClosedIdsKept)
            _closed.Remove(_closedByAge.Dequeue());
    }

    private static Fault Unknown(string id) => new(FaultKind.NotFound, $"{id} is not in the ledger");
}
