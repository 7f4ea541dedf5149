using Microsoft.Extensions.Logging;
using Platform.Contracts;
using Platform.Hosting.Control;
using Platform.Hosting.Alerts;
using Platform.Store.Signals;
using Platform.Wire.V1;

namespace Platform.Strategy.Runs;

/// <summary>Reports every computed run to the coordinator until it is acknowledged, then marks the run's trigger as handled.</summary>
internal sealed partial class ComputationReporter
{
    private readonly SignalWatch<StrategyTrigger> _triggers;
    private readonly IReadOnlyList<string> _accounts;
    private readonly ILogger _log;
    private readonly ReportOutbox<(StrategyTrigger Trigger, ComputedReport Report)> _outbox;

    /// <param name="accounts">The accounts that a run with targets triggers, and whose reports the coordinator then waits for.</param>
    public ComputationReporter(
        SignalWatch<StrategyTrigger> triggers, Coordinator.CoordinatorClient coordinator, IReadOnlyList<string> accounts, AlertPublisher alerts, TimeProvider realTime, ILogger log)
    {
        (_triggers, _accounts, _log) = (triggers, accounts, log);
        _outbox = new("run", (run, options) => coordinator.ReportComputedAsync(run.Report, options).ResponseAsync, Delivered, alerts, realTime, log);
    }

    /// <summary>Queues a report; never waits.</summary>
    public void Add(StrategyTrigger trigger, RunReport report) => _outbox.Add((trigger, ReportOf(report)));

    /// <summary>Reports until cancelled.</summary>
    public Task RunAsync(CancellationToken cancel) => _outbox.RunAsync(cancel);

    private Task Delivered((StrategyTrigger Trigger, ComputedReport Report) run, ReportReply reply)
    {
        if (_triggers.MarkHandled(run.Trigger) is { IsOk: false } notMarked)
            NotMarked(run.Trigger.RunId, notMarked.Fault.Message);
        return Task.CompletedTask;
    }

    private ComputedReport ReportOf(RunReport report)
    {
        var computed = new ComputedReport
        {
            Label = report.Targets.Label,
            RunId = report.Targets.RunId,
            Calculators = report.Outcomes.Count,
            Failed = report.Failed,
            Targets = report.Targets.Targets.Count,
            Degraded = report.IsDegraded,
            StartedAtMs = report.StartedAt_ms,
            FinishedAtMs = report.FinishedAt_ms,
            WallComputeMs = report.Elapsed_ms,
            Detail = report.Detail,
        };

        // A run without targets triggers no executor, so the coordinator waits for none.
        if (report.Targets.Hold.Length == 0)
            computed.Accounts.AddRange(_accounts);
        return computed;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} cannot be marked as handled; after a restart it is computed again: {Why}")]
    private partial void NotMarked(string runId, string why);
}
