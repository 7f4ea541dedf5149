using Microsoft.Extensions.Logging;
using Platform.Contracts;
using Platform.Primitives.Outcomes;
using Platform.Store.Signals;

namespace Platform.Strategy.Runs;

/// <summary>
/// Takes each trigger once, computes its run, and passes it to the reporter, which marks the trigger handled when the coordinator has
/// acknowledged the report. After a crash in between, the run is computed again with the same result under the same run id.
/// </summary>
internal sealed partial class RunLoop(
    SignalWatch<StrategyTrigger> triggers, RunCycle cycle, RunHistory ledger, ComputationReporter reporter, TimeProvider realTime, ILogger log)
{
    private const int ComputeAttempts = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _log = log;

    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (StrategyTrigger trigger in triggers.ReadAllAsync(cancel))
        {
            Result<RunReport> ran = await ComputeAsync(trigger, cancel);
            if (!ran.TryGet(out RunReport? report, out Fault? fault))
            {
                Failed(trigger.RunId, fault.Message);
                ledger.NoteFailure(trigger, fault);
                if (fault.Kind == FaultKind.Denied)
                    triggers.Refuse(trigger);
                continue;
            }

            ledger.Note(report);
            if (report.IsDegraded)
                Degraded(report.Targets.RunId, report.Elapsed_ms, report.Detail);
            else
                Computed(report.Targets.RunId, report.Targets.Targets.Count, report.Outcomes.Count, report.Elapsed_ms);
            reporter.Add(trigger, report);
        }
    }

    /// <summary>Retries after a disk error; the retried run has the same run id.</summary>
    private async Task<Result<RunReport>> ComputeAsync(StrategyTrigger trigger, CancellationToken cancel)
    {
        Result<RunReport> ran = await cycle.RunAsync(trigger, cancel);
        for (int attempt = 2; attempt <= ComputeAttempts && ran.Fault is { IsTransient: true } fault; attempt++)
        {
            Failed(trigger.RunId, $"{fault.Message}; attempt {attempt} of {ComputeAttempts} follows");
            await Task.Delay(s_pause, realTime, cancel);
            ran = await cycle.RunAsync(trigger, cancel);
        }

        return ran;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId}: {Targets} targets from {Calculators} calculators in {Elapsed_ms:0.0} ms")]
    private partial void Computed(string runId, int targets, int calculators, double elapsed_ms);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} is degraded after {Elapsed_ms:0.0} ms: {Detail}")]
    private partial void Degraded(string runId, double elapsed_ms, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} failed: {Why}")]
    private partial void Failed(string runId, string why);
}
