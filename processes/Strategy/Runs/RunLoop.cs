using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Primitives.Outcomes;
using Platform.Store.Signals;
using Platform.Wire.V1;

namespace Platform.Strategy.Runs;

/// <summary>
/// Takes each trigger once, runs it, reports it, and marks it handled, in that order: after a crash between two of them the
/// run is done again with the same result under the same run id.
/// </summary>
internal sealed partial class RunLoop(
    SignalWatch<StrategyTrigger> triggers, RunCycle cycle, RunHistory ledger, Coordinator.CoordinatorClient coordinator, IReadOnlyList<string> accounts,
    TimeProvider realTime, ILogger log)
{
    private const int ComputeAttempts = 5;
    private const int ReportAttempts = 20;
    private static readonly TimeSpan s_reportLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_reportPause = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _log = log;

    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (StrategyTrigger trigger in triggers.ReadAllAsync(cancel))
        {
            Result<RunReport> ran = await ComputeAsync(trigger, cancel);
            if (!ran.TryGet(out RunReport? report, out Fault? fault))
            {
                Failed(trigger.RunId, fault.Message);
                ledger.NoteFailure(trigger, fault.Message);
                continue;
            }

            ledger.Note(report);
            if (report.IsDegraded)
                Degraded(report.Targets.RunId, report.Elapsed_ms, report.Detail);
            else
                Computed(report.Targets.RunId, report.Targets.Targets.Count, report.Outcomes.Count, report.Elapsed_ms);
            await ReportAsync(report, cancel);
            if (triggers.MarkHandled(trigger) is { IsOk: false } notMarked)
                NotMarked(trigger.RunId, notMarked.Fault.Message);
        }
    }

    /// <summary>Again after a moment when the disk refused; the run is the same run.</summary>
    private async Task<Result<RunReport>> ComputeAsync(StrategyTrigger trigger, CancellationToken cancel)
    {
        Result<RunReport> ran = await cycle.RunAsync(trigger, cancel);
        for (int attempt = 2; attempt <= ComputeAttempts && ran.Fault is { IsTransient: true } fault; attempt++)
        {
            Failed(trigger.RunId, $"{fault.Message}; attempt {attempt} of {ComputeAttempts} follows");
            await Task.Delay(s_reportPause, realTime, cancel);
            ran = await cycle.RunAsync(trigger, cancel);
        }

        return ran;
    }

    /// <summary>Tells the coordinator until it answers, within bounds; it triggers again what it has not heard of.</summary>
    private async Task ReportAsync(RunReport report, CancellationToken cancel)
    {
        ComputedReport computed = ReportOf(report);
        for (int attempt = 1; attempt <= ReportAttempts; attempt++)
        {
            try
            {
                DateTime deadline = realTime.GetUtcNow().UtcDateTime + s_reportLimit;
                await coordinator.ReportComputedAsync(computed, new CallOptions(deadline: deadline, cancellationToken: cancel));
                return;
            }
            catch (RpcException unanswered) when (!cancel.IsCancellationRequested)
            {
                if (attempt == 1)
                    NotReported(computed.RunId, unanswered.Status.Detail);
                await Task.Delay(s_reportPause, realTime, cancel);
            }
        }
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

        // Without targets no executor was triggered, and none is waited for.
        if (report.Targets.Hold.Length == 0)
            computed.Accounts.AddRange(accounts);
        return computed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId}: {Targets} targets from {Calculators} calculators in {Elapsed_ms:0.0} ms")]
    private partial void Computed(string runId, int targets, int calculators, double elapsed_ms);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} is degraded after {Elapsed_ms:0.0} ms: {Detail}")]
    private partial void Degraded(string runId, double elapsed_ms, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed: {Why}")]
    private partial void Failed(string runId, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} is computed, but the coordinator does not answer ({Why}); telling it again")]
    private partial void NotReported(string runId, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} cannot be marked as handled; after a restart it is computed again: {Why}")]
    private partial void NotMarked(string runId, string why);
}
