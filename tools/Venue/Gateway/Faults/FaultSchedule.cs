using System.Collections.Concurrent;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Validates the action of a fault and returns it, with an undo action when it can be undone.</summary>
internal delegate Result<(Func<bool> Do, Action? Undo)> ActionReader(FaultRule rule);

/// <summary>
/// Adds faults to the plan and runs their scheduled actions at their virtual time, on the core's turn. Thread-safe.
/// </summary>
internal sealed class FaultSchedule(FaultPlan plan, ScheduledActions scheduledActions, IReadOnlyList<FaultRule> first, ActionReader read)
{
    private readonly ConcurrentDictionary<int, Action> _undo = new();

    public FaultPlan Plan => plan;

    /// <summary>Adds the faults of the options.</summary>
    public Result<Done> Begin()
    {
        foreach (FaultRule rule in first)
        {
            if (Add(rule).Fault is { } fault)
                return fault;
        }

        return Done.Value;
    }

    /// <summary>Adds a fault and returns its id.</summary>
    public Result<int> Add(FaultRule rule)
    {
        if (!rule.IsAction)
            return plan.Add(rule);
        if (!read(rule).TryGet(out (Func<bool> Do, Action? Undo) action, out Fault? fault))
            return fault;
        if (action.Undo is not null && (rule.Every_ms > 0 || rule.Count > 0))
            return new Fault(FaultKind.Invalid, $"fault field '{(rule.Every_ms > 0 ? "everyMs" : "count")}' is not allowed for {FaultRule.Name(rule.Type)}, which has a duration; expected fromMs or inMs, and untilMs or forMs.");
        ActiveFault active = plan.Find(plan.Add(rule))!;
        Schedule(active, action.Do, action.Undo, Math.Max(active.Rule.From_ms, plan.Now_ms));
        return active.Id;
    }

    /// <summary>Removes one fault, or all when null, and undoes their actions; returns false when there is none.</summary>
    public bool Remove(int? id)
    {
        bool removed = plan.Remove(id);
        foreach (int done in id is { } one ? [one] : _undo.Keys)
            UndoAction(done);
        return removed;
    }

    /// <summary>Removes all faults without undoing their actions, because the exchange is rebuilt.</summary>
    public void Clear()
    {
        scheduledActions.Clear();
        _undo.Clear();
        plan.Restart();
    }

    private void Schedule(ActiveFault active, Func<bool> action, Action? undo, long due_ms) => scheduledActions.Add(due_ms, () =>
    {
        if (undo is null)
            Repeat(active, action, due_ms);
        else if (plan.ShouldInjectNow(active) && action())
            Last(active, undo);
    });

    private void Repeat(ActiveFault active, Func<bool> action, long due_ms)
    {
        FaultRule rule = active.Rule;
        if (rule.Until_ms > 0 && due_ms >= rule.Until_ms)
            return;
        if (plan.ShouldInjectNow(active))
            action();
        if (rule.Every_ms > 0 && plan.Find(active.Id) == active)
            Schedule(active, action, null, due_ms + rule.Every_ms);
    }

    /// <summary>Undoes an action with a duration at the end of the duration or at the removal of the fault.</summary>
    private void Last(ActiveFault active, Action undo)
    {
        _undo[active.Id] = undo;
        if (active.Rule.Until_ms > 0)
            scheduledActions.Add(active.Rule.Until_ms, () => UndoAction(active.Id));
    }

    private void UndoAction(int id)
    {
        if (_undo.TryRemove(id, out Action? undo))
            undo();
    }
}
