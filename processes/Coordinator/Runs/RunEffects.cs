using Microsoft.Extensions.Logging;
using Platform.Bus.Publishing;
using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Signals;
using Platform.Wire.V1;

namespace Platform.Coordinator.Runs;

/// <summary>The outputs of a run after it is journalled: the trigger file, bus messages and log lines.</summary>
internal sealed partial class RunEffects(SignalFile<StrategyTrigger> file, BusPublisher bus, AlertPublisher alerts, TimeProvider clock, ILogger log)
{
    /// <summary>Writes signals/strategy_trigger.json. The same run id may be written again and is computed once.</summary>
    public Result<Done> Trigger(Run run)
    {
        DataCompleteReport data = run.Data;
        double coverage = data.Universe == 0 ? 0 : (double)data.Complete / data.Universe;
        Result<Done> written = file.Write(new StrategyTrigger(data.Label, run.Id, data.CompletedAtMs, coverage, data.Degraded, [.. data.Missing]));
        if (written.Fault is { } fault)
            NotWritten(run.Id, fault.Message);
        else
            Triggered(run.Id, run.Attempts, coverage, data.Degraded);
        return written;
    }

    public void Publish(string runId, string label, string stage, string account = "")
    {
        long now_ms = clock.NowMilliseconds();
        bus.Publish(BusTopics.Run.Of(stage), new RunEvent { RunId = runId, Label = label, Stage = stage, Account = account, AtMs = now_ms }, now_ms);
    }

    /// <summary>The reason why a label is not accepted now, also raised as an alert; empty when it is accepted.</summary>
    public string RefuseFromFuture(Label label)
    {
        if (label.RefuseFromFuture(clock.NowMilliseconds()) is not { } fault)
            return "";
        alerts.RaiseIncident("label.future", AlertSeverity.Critical, $"data reported a label from the future: {fault.Message}");
        return fault.Message;
    }

    public void GaveUp(Run run)
    {
        Abandoned(run.Id, run.Attempts);
        Publish(run.Id, run.Data.Label, "failed");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId} triggered (attempt {Attempt}, coverage {Coverage}, degraded {Degraded})")]
    private partial void Triggered(string runId, int attempt, double coverage, bool degraded);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId}: the trigger cannot be written: {Reason}")]
    private partial void NotWritten(string runId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed: the strategy did not compute it after {Attempts} triggers")]
    private partial void Abandoned(string runId, int attempts);
}
