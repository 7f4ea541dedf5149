using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Ledger;

/// <summary>One run of one account, from trigger to report. Only the ledger changes it.</summary>
internal sealed class ExecutionRun(RunOpened opened)
{
    private readonly List<ParentOrder> _parents = [];

    public string RunId => opened.RunId;

    public string Label => opened.Label;

    public RunKind Kind => opened.Kind;

    public long Opened_ms => opened.At_ms;

    public IReadOnlyList<ParentOrder> Parents => _parents;

    public long Closed_ms { get; private set; }

    public bool IsClosed => Closed_ms > 0;

    public string Detail { get; private set; } = "";

    public bool IsReported { get; private set; }

    /// <summary>Journal sequence of its first fact; records before the oldest run in memory may be removed.</summary>
    public ulong FirstSequence { get; init; }

    /// <summary>Planned, filled and residual quantity at the arrival price, where planned = filled + residual exactly.</summary>
    public Notional PlannedNotional => Sum(parent => parent.Terms.Arrival * parent.Terms.Planned);

    public Notional FilledNotional => Sum(parent => parent.Terms.Arrival * parent.Filled);

    public Notional ResidualNotional => Sum(parent => parent.Terms.Arrival * parent.Residual);

    public void Add(ParentOrder parent) => _parents.Add(parent);

    public void Close(long at_ms, string detail)
    {
        Closed_ms = at_ms;
        Detail = detail;
    }

    public void MarkReported() => IsReported = true;

    private Notional Sum(Func<ParentOrder, Notional> part) => _parents.Aggregate(Notional.Zero, (sum, parent) => sum + part(parent));
}
