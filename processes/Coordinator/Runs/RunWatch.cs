using Platform.Coordinator.Registry;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Coordinator.Runs;

/// <summary>Limits of the run watch.</summary>
/// <param name="Deadline_ms">Platform ms after the end of a window by which data reports its label, complete or degraded.</param>
/// <param name="Speed">Platform time divided by real time.</param>
/// <param name="StartLimit">Real time that a start may take; no run is expected before it has passed.</param>
internal sealed record RunWatchRules(long Deadline_ms, double Speed, TimeSpan StartLimit);

/// <summary>
/// Raises an alert when runs stop (a label is not reported, or no run completes for two windows), with the stage and the symbols that are
/// waited for, and when the clock goes back. Called by one caller a few times a second. Inactive while the operator holds runs.
/// </summary>
internal sealed class RunWatch(RunLedger runs, ProcessRegistry registry, AlertPublisher alerts, TimeProvider clock, TimeProvider real, RunWatchRules rules)
{
    private const int SilentWindows = 2;

    /// <summary>Windows after the one in progress at a start that data may omit, because it could not complete them.</summary>
    private const int StartWindows = 2;

    /// <summary>
    /// Real time that reports may take beyond the deadline: the wait of data after a reconnect, and a margin for a busy machine.
    /// </summary>
    private const long Slack_ms = 8_000;

    private const long ClockStep_ms = 1_000;
    private const int NamesShown = 5;

    private readonly long _startedAt = real.GetTimestamp();
    private long _now_ms = clock.NowMilliseconds();
    private Label _labelsFrom;
    private Label _runsFrom;
    private Label? _reported;
    private bool _hasBegun;

    public void Tick()
    {
        long now_ms = clock.NowMilliseconds();
        if (now_ms < _now_ms - ClockStep_ms)
            alerts.RaiseIncident("clock.back", AlertSeverity.Critical, $"the clock went back by {(_now_ms - now_ms) / 1000.0:0.0} s: labels that were already reported are refused until the clock has passed them. Check the machine's clock");
        _now_ms = now_ms;
        RunProgress progress = runs.Progress;
        if (!_hasBegun)
            _labelsFrom = Label.At(now_ms);
        if (!_hasBegun || progress.IsHeld)
            _runsFrom = Label.At(now_ms);
        _hasBegun = _hasBegun || HaveStarted() || real.GetElapsedTime(_startedAt) > rules.StartLimit;
        WatchLabels(progress, now_ms);
        WatchRuns(progress, now_ms);
    }

    private bool HaveStarted()
    {
        IReadOnlyList<ProcessRow> rows = registry.List();
        return rows.Any(row => row.Process == "executor") && rows.All(row => row.State != ProcessState.Starting);
    }

    private void WatchLabels(RunProgress progress, long now_ms)
    {
        if (progress.NewestReported is { } newest && newest >= _labelsFrom)
        {
            if (_reported is { } before && runs.UnreportedBetween(before, newest) is { Count: > 0 } leftOut)
                alerts.RaiseIncident("label.left_out", AlertSeverity.Critical, $"data reported {newest} and skipped {Shortened([.. leftOut.Select(label => $"{label}")])}");
            _reported = newest;
        }

        Label next = _reported is { } reported ? reported + 1 : _labelsFrom + StartWindows;
        bool isLate = now_ms > next.End_ms + Allowance_ms;
        alerts.Set("label.unreported", isLate, AlertSeverity.Critical, $"label {next} was not reported; {DataStage(progress)}");
    }

    private void WatchRuns(RunProgress progress, long now_ms)
    {
        Label completed = progress.NewestCompleted is { } newest && newest > _runsFrom ? newest : _runsFrom;
        bool isSilent = now_ms > (completed + SilentWindows).End_ms + Allowance_ms && !progress.IsHeld;
        string since = completed == _runsFrom ? $"since the start in window {_runsFrom}" : $"since {completed}";
        string stage = progress.Stage.Length > 0 ? progress.Stage : DataStage(progress);
        alerts.Set("runs.silent", isSilent, AlertSeverity.Critical, $"no completed run {since}; {stage}");
    }

    private long Allowance_ms => rules.Deadline_ms + (long)(Slack_ms * Math.Max(1, rules.Speed));

    /// <summary>The state of the data process as the coordinator knows it.</summary>
    private string DataStage(RunProgress progress)
    {
        ProcessRow? data = registry.List().FirstOrDefault(row => row.Process == "data");
        string state = data is null ? "data has not registered" : data.State == ProcessState.Running ? "data runs" : $"data is {data.State.ToString().ToLowerInvariant()}";
        string detail = data is { Detail.Length: > 0 } ? $" ({data.Detail})" : "";
        string newest = progress.NewestReported is { } label ? $"the newest label it reported is {label}" : "it has reported no label";
        string without = progress.Without.Count == 0 ? "" : $", without {Shortened(progress.Without)}";
        return $"data: {state}{detail}; {newest}{without}";
    }

    private static string Shortened(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "");
}
