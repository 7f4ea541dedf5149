using Platform.Coordinator.Runs;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Coordinator.Operations;

/// <summary>
/// The operator's commands: each is journalled with a sequence before it is pushed, goes to its targets in order until it
/// expires, and collects their outcomes. A command id has an effect once. Safe from any thread.
/// </summary>
internal sealed class CommandLog(RunJournal journal, IReadOnlySet<string> accounts, CommandLogRules rules)
{
    /// <summary>Commands in memory for lists and for executors that were away; older ones are in the journal.</summary>
    private const int CommandsKept = 500;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<CommandRow> _rows = [];
    private readonly OperatorHolds _holds = new(accounts);
    private TaskCompletionSource _changed = New();
    private long _newest;

    public OperatorState State
    {
        get
        {
            lock (_gate)
                return _holds.ToWire(_newest);
        }
    }

    /// <summary>Every account is paused or killed: no run is triggered.</summary>
    public bool Holds => State is { Paused: true } or { Killed: true };

    /// <summary>Journals the command and pushes it. The same command with the same id again is answered as the first time and changes nothing.</summary>
    public Result<CommandReply> Command(CommandRequest command)
    {
        lock (_gate)
        {
            if (_rows.Find(row => row.Command.Request.Equals(command)) is { } given)
                return new CommandReply { Accepted = true, Operator = _holds.ToWire(_newest), Sequence = given.Command.Sequence };
            if (WhyRefused(command) is { } reason)
                return new CommandReply { Accepted = false, Reason = reason, Operator = _holds.ToWire(_newest) };
            long expiry_ms = command.ExpiresAfterMs > 0 ? command.ExpiresAfterMs : rules.Expiry_ms;
            var issued = new OperatorCommand
            {
                Sequence = _newest + 1,
                Request = command,
                AtMs = rules.Clock.NowMilliseconds(),
                ExpiresAtMs = rules.RealTime.NowMilliseconds() + expiry_ms,
                Accounts = { command.Account.Length > 0 ? [command.Account] : accounts.Order(StringComparer.Ordinal) },
            };
            if (journal.Store([new LedgerRecord { Issued = issued }]).Fault is { } fault)
                return fault;
            Apply(issued);
            (TaskCompletionSource changed, _changed) = (_changed, New());
            changed.SetResult();
            return new CommandReply { Accepted = true, Operator = _holds.ToWire(_newest), Sequence = issued.Sequence };
        }
    }

    /// <summary>One executor says where a command stands; journalled once per state.</summary>
    public Result<ReportReply> Report(CommandOutcome outcome)
    {
        lock (_gate)
        {
            if (_rows.Find(row => row.Command.Request.CommandId == outcome.CommandId) is not { } row)
                return new ReportReply { Accepted = false, Reason = $"command {outcome.CommandId} is not known" };
            if (row.Outcomes.FirstOrDefault(known => known.Account == outcome.Account) is not { } known)
                return new ReportReply { Accepted = false, Reason = $"command {outcome.CommandId} is not for {outcome.Account}" };
            if (known.State is "done" or "refused" || (known.State == outcome.State && known.Detail == outcome.Detail))
                return new ReportReply { Accepted = false, Reason = "reported before" };
            if (journal.Store([new LedgerRecord { Outcome = outcome }]).Fault is { } fault)
                return fault;
            Apply(outcome);
            return new ReportReply { Accepted = true };
        }
    }

    /// <summary>Newest first. A target that let the time pass shows as expired.</summary>
    public IReadOnlyList<CommandRow> List(int limit)
    {
        long now_ms = rules.RealTime.NowMilliseconds();
        lock (_gate)
        {
            CommandRow[] newest = [.. _rows.AsEnumerable().Reverse().Take(limit <= 0 ? 50 : limit).Select(row => row.Clone())];
            foreach (CommandRow row in newest.Where(row => row.Command.ExpiresAtMs < now_ms))
            {
                foreach (CommandOutcome outcome in row.Outcomes.Where(outcome => outcome.State == "asked"))
                    (outcome.State, outcome.Detail) = ("expired", "not received in time");
            }

            return newest;
        }
    }

    /// <summary>
    /// What an executor has not taken yet and may still take, then what is held for it; and a task that ends when a newer command was given.
    /// </summary>
    /// <param name="after">Sequence it has taken; negative for none, then nothing old is for it.</param>
    public (IReadOnlyList<OperatorCommand> Commands, CommandStanding Standing, Task Newer) After(long after, string account)
    {
        long now_ms = rules.RealTime.NowMilliseconds();
        lock (_gate)
        {
            OperatorCommand[] missed = after < 0
                ? []
                : [.. _rows.Select(row => row.Command).Where(command => command.Sequence > after && command.ExpiresAtMs >= now_ms && command.Accounts.Contains(account))];
            return (missed, new CommandStanding { NewestSequence = _newest, Holds = { _holds.Of(account) } }, _changed.Task);
        }
    }

    /// <summary>One record of the journal, at start.</summary>
    public void Replay(LedgerRecord record)
    {
        lock (_gate)
        {
            if (record.Issued is { } issued)
                Apply(issued);
            else if (record.Outcome is { } outcome)
                Apply(outcome);
            else if (record.Command is { } old && _seen.Add(old.CommandId))
                _holds.Apply(old, old.Account.Length > 0 ? [old.Account] : accounts);
        }
    }

    private string? WhyRefused(CommandRequest command) =>
        _seen.Contains(command.CommandId) ? $"command {command.CommandId} was given before" : CommandChecks.WhyRefused(command, accounts);

    private void Apply(OperatorCommand issued)
    {
        _seen.Add(issued.Request.CommandId);
        _newest = issued.Sequence;
        _holds.Apply(issued.Request, issued.Accounts);
        var row = new CommandRow { Command = issued };
        row.Outcomes.AddRange(issued.Accounts.Select(account => new CommandOutcome { CommandId = issued.Request.CommandId, Account = account, State = "asked", AtMs = issued.AtMs }));
        _rows.Add(row);
        if (_rows.Count > CommandsKept)
            _rows.RemoveAt(0);
    }

    private void Apply(CommandOutcome outcome)
    {
        if (_rows.Find(row => row.Command.Request.CommandId == outcome.CommandId) is not { } row)
            return;
        int index = row.Outcomes.Select(known => known.Account).ToList().IndexOf(outcome.Account);
        if (index >= 0)
            row.Outcomes[index] = outcome;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>How long commands are offered, and the clocks they are stamped by.</summary>
/// <param name="Expiry_ms">Real ms for commands that name no time themselves.</param>
/// <param name="Clock">Platform time.</param>
internal sealed record CommandLogRules(long Expiry_ms, TimeProvider Clock, TimeProvider RealTime);
