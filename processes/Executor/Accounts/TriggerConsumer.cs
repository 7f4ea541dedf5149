using Platform.Contracts;
using Platform.Domain.Labels;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;
using Platform.Store.Signals;

namespace Platform.Executor.Accounts;

/// <summary>
/// Reads the execution trigger file of one account, validates it, and submits the run. Marks the trigger handled when the run is closed
/// on disk; after a crash in between, the trigger is read again and the ledger recognises the repeated run.
/// </summary>
internal sealed class TriggerConsumer(AccountExecutor executor, AccountSetup setup, string dataFolder, SignalWatch<ExecutionTrigger> watch)
{
    private readonly Dictionary<string, ExecutionTrigger> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Reads triggers until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (ExecutionTrigger trigger in watch.ReadAllAsync(cancel))
        {
            if (await executor.AskAsync(ledger => ledger.IsClosed(trigger.RunId)))
            {
                watch.MarkHandled(trigger);
                continue;
            }

            if (IsFromFuture(trigger))
            {
                watch.Refuse(trigger);
                continue;
            }

            lock (_gate)
                _open[trigger.RunId] = trigger;
            Offer(trigger);
        }
    }

    /// <summary>
    /// A trigger with a label in the future is not recorded in the ledger, so that its run id remains usable when its time comes.
    /// </summary>
    private bool IsFromFuture(ExecutionTrigger trigger)
    {
        if (!Label.Parse(trigger.Label).TryGet(out Label label, out _) || label.RefuseFromFuture(setup.Clock.NowMilliseconds()) is not { } fault)
            return false;
        setup.Alerts.RaiseIncident("label.future", AlertSeverity.Critical, $"run {trigger.RunId} is not traded: {fault.Message}");
        return true;
    }

    /// <summary>The run is closed on disk, so its trigger is marked handled. Any thread.</summary>
    public void Ended(ExecutionRun run)
    {
        lock (_gate)
        {
            if (_open.Remove(run.RunId, out ExecutionTrigger? trigger))
                watch.MarkHandled(trigger);
        }
    }

    private void Offer(ExecutionTrigger trigger)
    {
        var nothing = new RunRequest(trigger.RunId, trigger.Label, RunKind.Trade, static _ => new RunPlan([], []));
        if (Refusal(trigger) is { Length: > 0 } why)
        {
            executor.Skip(nothing, why);
            return;
        }

        string path = Path.Combine(dataFolder, trigger.TargetsFile);
        Result<TargetDocument> read = JsonDocumentFile.Read(path, TargetJson.Default.TargetDocument).Then(document => document.Validated(path));
        if (!read.TryGet(out TargetDocument? targets, out Fault? fault))
            executor.Skip(nothing, $"{fault.Message}. Positions are unchanged.");
        else if (targets.Account != setup.Account || targets.RunId != trigger.RunId)
            executor.Skip(nothing, $"{trigger.TargetsFile} is for account '{targets.Account}' and run '{targets.RunId}'; expected '{setup.Account}' and '{trigger.RunId}' as in the trigger. Positions are unchanged.");
        else
            executor.Offer(nothing with { Plan = snapshot => executor.PlanFor(targets, snapshot) });
    }

    private string Refusal(ExecutionTrigger trigger)
    {
        if (trigger.Account != setup.Account)
            return $"the trigger is for another account, '{trigger.Account}'";
        if (!Label.Parse(trigger.Label).TryGet(out Label label, out Fault? fault))
            return fault.Message;
        long age_ms = setup.Clock.NowMilliseconds() - label.End_ms;
        return age_ms > setup.TriggerAgeMax_ms ? $"the label ended {age_ms / 1000} s ago, more than execution.trigger_age_max_ms" : "";
    }
}
