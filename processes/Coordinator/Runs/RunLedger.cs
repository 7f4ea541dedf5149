using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Coordinator.Runs;

/// <summary>
/// Applies reports to the runs: first to the journal, then to the run book, then to the trigger file and the bus. At most one run
/// computes, only the newest waits, and each run id takes effect once. Thread-safe.
/// </summary>
internal sealed class RunLedger(RunJournal journal, RunBook book, RunEffects effects, RunLimits limits, TimeProvider real)
{
    private readonly Lock _gate = new();
    private long _triggeredAt;
    private bool _held;

    /// <summary>After a restart, writes the trigger of an unfinished run again and triggers a waiting one.</summary>
    public Result<Done> Resume(bool held)
    {
        lock (_gate)
        {
            _held = held;
            _triggeredAt = real.GetTimestamp();
            if (book.Computing is { } computing)
                return effects.Trigger(computing);
            return StartNext();
        }
    }

    /// <summary>While held (paused or killed) no run is triggered; the newest waits.</summary>
    public Result<Done> Hold(bool held)
    {
        lock (_gate)
        {
            _held = held;
            return StartNext();
        }
    }

    /// <summary>
    /// Not accepted, with the reason, when the label was reported before or a newer one was; a fault when the journal cannot be written.
    /// </summary>
    public Result<ReportReply> DataComplete(DataCompleteReport report)
    {
        lock (_gate)
        {
            if (!Label.Parse(report.Label).TryGet(out Label label, out Fault? malformed))
                return malformed;
            if (report.RunId.Length == 0)
                return new Fault(FaultKind.Invalid, $"the report of label {report.Label} has no run id; expected {report.Label}-r0");
            if (book.Find(report.RunId) is not null || book.OfLabel(report.Label) is not null)
                return Refused($"label {report.Label} was already reported");
            if (effects.RefuseFromFuture(label) is { Length: > 0 } future)
                return Refused(future);

            Run? overtaken = book.Waiting;
            bool late = string.CompareOrdinal(report.Label, book.NewestLabel) < 0;
            List<LedgerRecord> records = [new() { Data = report }];
            if (late)
                records.Add(Coalesce(report.RunId, book.NewestLabel));
            else if (overtaken is not null)
                records.Add(Coalesce(overtaken.Id, report.RunId));
            if (Commit(records) is { } fault)
                return fault;
            effects.Publish(report.RunId, report.Label, "data_complete");
            Result<Done> started = StartNext();
            if (started.Fault is { } unwritten)
                return unwritten;
            return late ? Refused($"label {book.NewestLabel} is newer and was already reported") : new ReportReply { Accepted = true };
        }
    }

    public Result<ReportReply> Computed(ComputedReport report)
    {
        lock (_gate)
        {
            if (book.Find(report.RunId) is not { } run)
                return Refused($"run {report.RunId} is not known");
            if (run.Computed is not null)
                return Refused($"run {report.RunId} was already reported as computed");
            if (Commit([new() { Computed = report }]) is { } fault)
                return fault;
            effects.Publish(run.Id, run.Data.Label, run.State == RunState.Held ? "held" : "computed");
            if (run.State == RunState.Executed)
                effects.Publish(run.Id, run.Data.Label, "executed");
            Result<Done> started = StartNext();
            return started.IsOk ? new ReportReply { Accepted = true } : started.Fault;
        }
    }

    public Result<ReportReply> Executed(ExecutedReport report)
    {
        lock (_gate)
        {
            if (book.Find(report.RunId) is not { } run)
                return Refused($"run {report.RunId} is not known");
            if (run.Executed.ContainsKey(report.Account))
                return Refused($"run {report.RunId} was already reported as executed by {report.Account}");
            if (Commit([new() { Executed = report }]) is { } fault)
                return fault;
            effects.Publish(run.Id, run.Data.Label, run.State == RunState.Executed ? "executed" : "executing", report.Account);
            return new ReportReply { Accepted = true };
        }
    }

    /// <summary>The strategy has restarted: triggers the run that it was computing again, under the same run id.</summary>
    public Result<Done> StrategyRestarted()
    {
        lock (_gate)
        {
            if (book.Computing is not { } run)
                return Done.Value;
            _triggeredAt = real.GetTimestamp();
            return effects.Trigger(run);
        }
    }

    /// <summary>
    /// Finds a run that was triggered and is not computed in time: triggers it again, or marks it failed and continues with the next.
    /// </summary>
    public Result<Done> Tick()
    {
        lock (_gate)
        {
            if (book.Computing is not { } run || _held || real.GetElapsedTime(_triggeredAt) < limits.RetriggerAfter)
                return Done.Value;
            if (run.Attempts < limits.TriggersMax)
                return Trigger(run);
            effects.GaveUp(run);
            if (Commit([new() { Failed = new RunFailed { RunId = run.Id, Reason = $"not computed after {run.Attempts} triggers" } }]) is { } fault)
                return fault;
            return StartNext();
        }
    }

    /// <summary>The progress of the runs, for the run watch.</summary>
    public RunProgress Progress
    {
        get
        {
            lock (_gate)
                return RunProgress.Of(book, _held);
        }
    }

    /// <summary>Labels between the two that were not reported, at most one day of them.</summary>
    public IReadOnlyList<Label> UnreportedBetween(Label first, Label last)
    {
        lock (_gate)
            return [.. Enumerable.Range(1, Math.Clamp(last - first - 1, 0, Label.PerDay)).Select(windows => first + windows).Where(label => book.OfLabel($"{label}") is null)];
    }

    public IReadOnlyList<RunRow> List(int limit, string beforeRunId)
    {
        lock (_gate)
            return [.. book.Newest(beforeRunId).Take(limit <= 0 ? 50 : limit).Select(run => run.ToRow())];
    }

    private Result<Done> StartNext() =>
        _held || book.Computing is not null || book.Waiting is not { } next ? Done.Value : Trigger(next);

    private Result<Done> Trigger(Run run)
    {
        _triggeredAt = real.GetTimestamp();
        if (Commit([new() { Triggered = new RunTriggered { RunId = run.Id, Attempt = run.Attempts + 1 } }]) is { } fault)
            return fault;
        return effects.Trigger(run);
    }

    /// <summary>Writes the records to the journal, then applies them in memory.</summary>
    private Fault? Commit(List<LedgerRecord> records)
    {
        if (journal.Store(records).Fault is { } fault)
            return fault;
        records.ForEach(book.Apply);
        return null;
    }

    private static LedgerRecord Coalesce(string runId, string into) => new() { Coalesced = new RunCoalesced { RunId = runId, Into = into } };

    private static ReportReply Refused(string reason) => new() { Accepted = false, Reason = reason };
}

/// <summary>Limits of a computation, in real time.</summary>
internal sealed record RunLimits(TimeSpan RetriggerAfter, int TriggersMax);
