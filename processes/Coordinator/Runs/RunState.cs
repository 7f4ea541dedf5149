using Platform.Wire.V1;

namespace Platform.Coordinator.Runs;

/// <summary>The state of one run; each label has one run. A run only moves down this list.</summary>
internal enum RunState
{
    /// <summary>The label is complete; the run waits to be triggered.</summary>
    DataComplete,

    /// <summary>A newer label replaced this one before it was triggered.</summary>
    Coalesced,

    /// <summary>Triggered; the strategy computes.</summary>
    Computing,

    /// <summary>Targets are written, no account has finished yet.</summary>
    Computed,

    /// <summary>Computed without targets: every account keeps what it holds.</summary>
    Held,

    /// <summary>Some accounts have finished, others have not.</summary>
    Executing,

    /// <summary>Every expected account has finished.</summary>
    Executed,

    /// <summary>The strategy did not compute the run.</summary>
    Failed,
}

/// <summary>One run as the journal records it; only the run book changes it.</summary>
internal sealed class Run(DataCompleteReport data)
{
    public string Id => Data.RunId;

    public DataCompleteReport Data { get; } = data;

    public RunState State { get; set; } = RunState.DataComplete;

    public int Attempts { get; set; }

    public long TriggeredAt_ms { get; set; }

    public ComputedReport? Computed { get; set; }

    public string Detail { get; set; } = "";

    public Dictionary<string, ExecutedReport> Executed { get; } = new(StringComparer.Ordinal);

    public bool IsOver => State is RunState.Coalesced or RunState.Held or RunState.Executed or RunState.Failed;

    public RunRow ToRow()
    {
        var row = new RunRow { RunId = Id, Label = Data.Label, State = Name(State), Data = Data, TriggeredAtMs = TriggeredAt_ms };
        if (Computed is not null)
        {
            row.Computed = Computed;
            row.Accounts.AddRange(Computed.Accounts);
        }

        row.Executed.AddRange(Executed.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        return row;
    }

    public static string Name(RunState state) => state == RunState.DataComplete ? "data_complete" : state.ToString().ToLowerInvariant();
}
