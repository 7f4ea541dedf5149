using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Coordinator.Runs;

/// <summary>
/// The runs in memory, as the records of the journal define them. Replay and live operation use the same <see cref="Apply"/>, which takes
/// no decisions. Owned by the run ledger.
/// </summary>
internal sealed class RunBook(int kept)
{
    private readonly Dictionary<string, Run> _byId = new(StringComparer.Ordinal);
    private readonly List<Run> _byLabel = [];

    /// <summary>The run that the strategy computes, or null.</summary>
    public Run? Computing { get; private set; }

    /// <summary>The newest run that waits to be triggered, or null.</summary>
    public Run? Waiting { get; private set; }

    public Run? Find(string runId) => _byId.GetValueOrDefault(runId);

    public Run? OfLabel(string label) => _byLabel.FindLast(run => run.Data.Label == label);

    /// <summary>The newest label that was triggered or waits; empty before the first.</summary>
    public string NewestLabel => _byLabel.Count == 0 ? "" : _byLabel[^1].Data.Label;

    /// <summary>The newest label whose run was held or executed by every account; empty before the first.</summary>
    public string NewestCompleted { get; private set; } = "";

    /// <summary>Newest first, starting below the run with that id.</summary>
    public IEnumerable<Run> Newest(string beforeRunId)
    {
        int from = beforeRunId.Length == 0 ? _byLabel.Count : _byLabel.FindLastIndex(run => run.Id == beforeRunId);
        for (int index = from - 1; index >= 0; index--)
            yield return _byLabel[index];
    }

    public void Apply(LedgerRecord record)
    {
        switch (record.WhatCase)
        {
            case LedgerRecord.WhatOneofCase.Data:
                Open(new Run(record.Data));
                break;
            case LedgerRecord.WhatOneofCase.Triggered:
                Trigger(Known(record.Triggered.RunId), record);
                break;
            case LedgerRecord.WhatOneofCase.Coalesced:
                Leave(Known(record.Coalesced.RunId), RunState.Coalesced, $"coalesced into {record.Coalesced.Into}");
                break;
            case LedgerRecord.WhatOneofCase.Failed:
                Leave(Known(record.Failed.RunId), RunState.Failed, record.Failed.Reason);
                break;
            case LedgerRecord.WhatOneofCase.Computed:
                Compute(Known(record.Computed.RunId), record.Computed);
                break;
            case LedgerRecord.WhatOneofCase.Executed:
                Execute(Known(record.Executed.RunId), record.Executed);
                break;
        }
    }

    private Run Known(string runId)
    {
        Check.That(_byId.TryGetValue(runId, out Run? run), $"the journal has a record of run {runId} before it was opened");
        return run;
    }

    private void Open(Run run)
    {
        _byId.Add(run.Id, run);
        int at = _byLabel.FindLastIndex(other => string.CompareOrdinal(other.Data.Label, run.Data.Label) <= 0) + 1;
        _byLabel.Insert(at, run);
        if (Waiting is null || string.CompareOrdinal(run.Data.Label, Waiting.Data.Label) > 0)
            Waiting = run;
        if (_byLabel.Count > kept && _byLabel[0].IsOver)
        {
            _byId.Remove(_byLabel[0].Id);
            _byLabel.RemoveAt(0);
        }
    }

    private void Trigger(Run run, LedgerRecord record)
    {
        run.State = RunState.Computing;
        run.Attempts = record.Triggered.Attempt;
        run.TriggeredAt_ms = run.TriggeredAt_ms == 0 ? record.AtMs : run.TriggeredAt_ms;
        Computing = run;
        if (ReferenceEquals(Waiting, run))
            Waiting = null;
    }

    private void Leave(Run run, RunState state, string detail)
    {
        (run.State, run.Detail) = (state, detail);
        if (ReferenceEquals(Computing, run))
            Computing = null;
        if (ReferenceEquals(Waiting, run))
            Waiting = null;
    }

    private void Compute(Run run, ComputedReport computed)
    {
        Leave(run, computed.Accounts.Count == 0 ? RunState.Held : RunState.Computed, computed.Detail);
        run.Computed = computed;
        Settle(run);
        NoteCompleted(run);
    }

    private void Execute(Run run, ExecutedReport executed)
    {
        run.Executed[executed.Account] = executed;
        Settle(run);
        NoteCompleted(run);
    }

    private void NoteCompleted(Run run)
    {
        if (run.State is RunState.Executed or RunState.Held && string.CompareOrdinal(run.Data.Label, NewestCompleted) > 0)
            NewestCompleted = run.Data.Label;
    }

    private static void Settle(Run run)
    {
        if (run.Computed is not { } computed || run.Executed.Count == 0)
            return;
        run.State = computed.Accounts.All(run.Executed.ContainsKey) ? RunState.Executed : RunState.Executing;
    }
}
