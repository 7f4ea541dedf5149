using System.Collections.Concurrent;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Engine;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Makes a deed ready, or says what is wrong with it; the second is what takes it back, where that is possible.</summary>
internal delegate Result<(Func<bool> Do, Action? Undo)> ActionReader(FaultRule rule);

/// <summary>
/// Adds faults to the plan and does those that are deeds at their moment of virtual time, on the core's turn. Thread-safe.
/// </summary>
internal sealed class FaultSchedule(FaultPlan plan, Agenda agenda, IReadOnlyList<FaultRule> first, ActionReader read)
{
    private readonly ConcurrentDictionary<int, Action> _undo = new();

    public FaultPlan Plan => plan;

    /// <summary>Puts the faults of the start in force.</summary>
    public Result<Done> Begin()
    {
        foreach (FaultRule rule in first)
        {
            if (Add(rule).Fault is { } fault)
                return fault;
        }

        return Done.Value;
    }

    /// <summary>The number of the fault; or what is wrong with what it names.</summary>
    public Result<int> Add(FaultRule rule)
    {
        if (!rule.IsAction)
            return plan.Add(rule);
        if (!read(rule).TryGet(out (Func<bool> Do, Action? Undo) action, out Fault? fault))
            return fault;
        if (action.Undo is not null && (rule.Every_ms > 0 || rule.Count > 0))
            return new Fault(FaultKind.Invalid, $"fault field '{(rule.Every_ms > 0 ? "everyMs" : "count")}' does not go with {FaultRule.Name(rule.Type)}, which lasts; expected fromMs or inMs, and untilMs or forMs.");
        ActiveFault active = plan.Find(plan.Add(rule))!;
        Arrange(active, action.Do, action.Undo, Math.Max(active.Rule.From_ms, plan.Now_ms));
        return active.Id;
    }

    /// <summary>Ends one fault, or all when null, and takes back what it did; false when there is none such.</summary>
    public bool Remove(int? id)
    {
        bool removed = plan.Remove(id);
        foreach (int done in id is { } one ? [one] : _undo.Keys)
            TakeBack(done);
        return removed;
    }

    /// <summary>Forgets everything, and takes nothing back: the exchange is built anew.</summary>
    public void Clear()
    {
        agenda.Clear();
        _undo.Clear();
        plan.Restart();
    }

    private void Arrange(ActiveFault active, Func<bool> action, Action? undo, long due_ms) => agenda.Add(due_ms, () =>
    {
        if (undo is null)
            Repeat(active, action, due_ms);
        else if (plan.StrikesNow(active) && action())
            Last(active, undo);
    });

    private void Repeat(ActiveFault active, Func<bool> action, long due_ms)
    {
        FaultRule rule = active.Rule;
        if (rule.Until_ms > 0 && due_ms >= rule.Until_ms)
            return;
        if (plan.StrikesNow(active))
            action();
        if (rule.Every_ms > 0 && plan.Find(active.Id) == active)
            Arrange(active, action, null, due_ms + rule.Every_ms);
    }

    /// <summary>What lasts is taken back at its end, or when the fault is removed.</summary>
    private void Last(ActiveFault active, Action undo)
    {
        _undo[active.Id] = undo;
        if (active.Rule.Until_ms > 0)
            agenda.Add(active.Rule.Until_ms, () => TakeBack(active.Id));
    }

    private void TakeBack(int id)
    {
        if (_undo.TryRemove(id, out Action? undo))
            undo();
    }
}
