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

    private readonly Dictionary<string, ExecutionRun> _runs = new(StringComparer.Ordinal);
    private readonly List<ExecutionRun> _byAge = [];
    private readonly Dictionary<string, ParentOrder> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildOrder> _children = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _traded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal);
    private readonly Queue<string> _closedByAge = new();
    private readonly Dictionary<string, Quantity> _net = new(StringComparer.Ordinal);

    /// <summary>Runs in memory, oldest first; older ones are in the journal only.</summary>
    public IReadOnlyList<ExecutionRun> Runs => _byAge;

    /// <summary>Symbols this account has ever traded here: their positions are closed by the platform.</summary>
    public IReadOnlyCollection<string> TradedSymbols => _traded;

    public IReadOnlyCollection<string> ClosedRuns => _closed;

    public IEnumerable<ChildOrder> Working => _children.Values.Where(child => !child.State.IsTerminal());

    /// <summary>Parents that have not ended, oldest run first.</summary>
    public IEnumerable<ParentOrder> OpenParents => _byAge.Where(run => !run.IsClosed).SelectMany(run => run.Parents).Where(parent => !parent.IsClosed);

    /// <summary>Facts that the transition table refused, or that named nothing known.</summary>
    public long Impossible { get; private set; }

    public Money DayStartEquity { get; private set; }

    public long DayStart_ms { get; private set; }

    public Money PeakEquity { get; private set; }

    /// <summary>Why nothing is opened: a parent filled more than planned, until an operator clears it; empty when none did.</summary>
    public string Overfilled { get; private set; } = "";

    /// <summary>True when the run was finished, also by an earlier process.</summary>
    public bool IsClosed(string runId) => _closed.Contains(runId);

    public ExecutionRun? FindRun(string runId) => _runs.GetValueOrDefault(runId);

    public ChildOrder? FindOrder(string clientOrderId) => _children.GetValueOrDefault(clientOrderId);

    public ParentOrder? FindParent(string parentId) => _parents.GetValueOrDefault(parentId);

    /// <summary>Signed sum of the fills booked in a symbol; paper positions are this.</summary>
    public Quantity NetFilled(string symbol) => _net.GetValueOrDefault(symbol);

    /// <summary>Applies one fact. A fault means that nothing changed; it is counted here and reported by the caller.</summary>
    public Result<Done> Apply(LedgerRecord fact, ulong sequence)
    {
        Result<Done> applied = fact switch
        {
            RunOpened opened => Open(opened, sequence),
            ParentPlanned plan => Plan(plan),
            ParentStarted started => Start(started),
            OrderIntended intent => Intend(intent),
            OrderSignalled signal => Signal(signal),
            OverfillCleared => Clear(),
            FillBooked fill => Book(fill),
            ParentClosed closed => Close(closed),
            RunClosed closed => Close(closed),
            RunReported reported => Report(reported),
            EquityMarked mark => Mark(mark),
            Checkpointed point => Restore(point),
            _ => new Fault(FaultKind.Invalid, $"a fact of type {fact.GetType().Name} is not known to the ledger"),
        };
        Impossible += applied.IsOk ? 0 : 1;
        return applied;
    }

    /// <summary>Drops the oldest finished runs from memory beyond the number kept; returns the first sequence still needed.</summary>
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

    public Checkpointed Checkpoint(long at_ms) => new(at_ms, [.. _traded], [.. _closedByAge], new Dictionary<string, Quantity>(_net), DayStartEquity, DayStart_ms, PeakEquity, Overfilled);

    private Result<Done> Open(RunOpened opened, ulong sequence)
    {
        if (_runs.ContainsKey(opened.RunId))
            return new Fault(FaultKind.Already, $"run {opened.RunId} is open already");
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
            return new Fault(FaultKind.Already, $"parent {plan.ParentId} is planned already");
        run.Add(parent);
        _traded.Add(plan.Symbol);
        return Done.Value;
    }

    private Result<Done> Start(ParentStarted started)
    {
        if (FindParent(started.ParentId) is not { } parent)
            return Unknown(started.ParentId);
        if (parent.IsClosed || parent.Schedule is not null)
            return new Fault(FaultKind.Already, $"parent {started.ParentId} has started already");
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
            return new Fault(FaultKind.Already, $"order {intent.ClientOrderId} is intended already");
        parent.Add(child);
        return Done.Value;
    }

    private Result<Done> Signal(OrderSignalled signal)
    {
        if (FindOrder(signal.ClientOrderId) is not { } child)
            return Unknown(signal.ClientOrderId);
        Result<Done> applied = child.Apply(signal.At_ms, signal.Signal, signal.Executed, signal.VenueOrderId, signal.Reason, signal.Refusal);
        Weigh(child);
        return applied;
    }

    private void Weigh(ChildOrder child)
    {
        ParentOrder parent = _parents[child.Parent.ParentId];
        if (parent.Residual.Sign < 0 && Overfilled.Length == 0)
            Overfilled = $"{parent.Symbol}: parent {parent.ParentId} filled {parent.Filled} of {parent.Terms.Planned}; nothing is opened until an operator has checked it";
    }

    private Result<Done> Clear()
    {
        Overfilled = "";
        return Done.Value;
    }

    private Result<Done> Book(FillBooked fill)
    {
        if (FindOrder(fill.ClientOrderId) is not { } child)
            return Unknown(fill.ClientOrderId);
        if (!child.Book(fill.ToFill()))
            return new Fault(FaultKind.Already, $"trade {fill.TradeId} of {fill.ClientOrderId} is booked already");
        Weigh(child);
        long sign = (long)child.Parent.Side;
        _net[child.Parent.Symbol] = NetFilled(child.Parent.Symbol) + Quantity.FromUnits(sign * fill.Quantity.Units);
        return Done.Value;
    }

    private Result<Done> Close(ParentClosed closed)
    {
        if (FindParent(closed.ParentId) is not { } parent)
            return Unknown(closed.ParentId);
        parent.Close(closed.At_ms, closed.Reason);
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

    private Result<Done> Mark(EquityMarked mark)
    {
        long day_ms = UnixTime.FloorTo(mark.At_ms, UnixTime.MillisecondsPerDay);
        if (day_ms != DayStart_ms)
            (DayStart_ms, DayStartEquity) = (day_ms, mark.Equity);
        PeakEquity = Money.Max(PeakEquity, mark.Equity);
        return Done.Value;
    }

    private Result<Done> Restore(Checkpointed point)
    {
        _traded.UnionWith(point.TradedSymbols);
        foreach (string runId in point.ClosedRuns)
            Remember(runId);
        foreach ((string symbol, Quantity net) in point.NetFilled)
            _net[symbol] = net;
        (DayStartEquity, DayStart_ms, PeakEquity, Overfilled) = (point.DayStartEquity, point.DayStart_ms, point.PeakEquity, point.Overfilled);
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
