using System.Globalization;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Configuration.Keys;
using Platform.Hosting.Configuration.Reading;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Risk;

/// <summary>The outcome of a command about risk.</summary>
internal readonly record struct CommandVerdict(bool Done, string Detail);

/// <summary>Resets rules and changes limits on operator commands. Owned by the account's context.</summary>
internal sealed class RiskCommands(AccountJournal journal, RiskOptions configured, TimeProvider clock)
{
    private SafetyState Safety => journal.Ledger.Safety;

    /// <summary>Clears the latch of a violated rule; refused without a reason, and when no such rule is latched.</summary>
    public CommandVerdict Reset(CommandReceived command)
    {
        if (command.Reason.Length == 0)
            return new(false, "a reset needs a reason");
        Latch[] latches = [.. Safety.Latches.Where(latch => command.Setting.Length == 0 || latch.Rule == command.Setting)];
        if (latches.Length == 0)
            return new(false, command.Setting.Length == 0 ? "no rule waits for a reset" : $"rule '{command.Setting}' does not wait for a reset; waiting: {string.Join(", ", Safety.Latches.Select(latch => latch.Rule))}");
        foreach (Latch latch in latches)
            journal.Record(new LatchReset(clock.NowMilliseconds(), latch.Rule, command.By, command.Reason));
        return new(true, $"{string.Join(", ", latches.Select(latch => latch.Rule))} reset");
    }

    /// <summary>Sets one limit until the next change; without a value the configured limit applies again.</summary>
    public CommandVerdict Change(CommandReceived command)
    {
        double? value = null;
        if (command.Value.Length > 0)
        {
            if (!double.TryParse(command.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed))
                return new(false, $"'{command.Value}' is not a number; expected one such as 250000");
            value = parsed;
        }

        Result<Done> allowed = RiskLimits.Check(configured, command.Setting, value ?? KeyedSection.Get(configured, command.Setting) ?? 0);
        if (!allowed.IsOk)
            return new(false, allowed.Fault.Message);
        double before = KeyedSection.Get(RiskLimits.With(configured, Safety.Limits), command.Setting) ?? 0;
        journal.Record(new LimitChanged(clock.NowMilliseconds(), command.Setting, value, command.By, command.Reason));
        double after = KeyedSection.Get(RiskLimits.With(configured, Safety.Limits), command.Setting) ?? 0;
        return new(true, string.Create(CultureInfo.InvariantCulture, $"risk.{command.Setting} {before} → {after}{(value is null ? ", as configured" : "")}"));
    }
}
