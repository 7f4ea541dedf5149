using Platform.Contracts;
using Platform.Coordinator.Runs;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Coordinator.Operations;

/// <summary>
/// The operator's commands. Each gets a sequence number, is journalled before it is sent, is delivered to its targets in order until it
/// expires, and collects their outcomes. A command id takes effect once. Thread-safe.
/// </summary>
internal sealed class CommandLog(RunJournal journal, IReadOnlySet<string> accounts, CommandLogRules rules)
{
    /// <summary>Commands kept in memory for lists and for executors that reconnect; older ones are in the journal only.</summary>
    private const int CommandsKept = 500;

    /// <summary>Real time for which executors may take to answer a resume before runs go on without them.</summary>
    private static readonly TimeSpan s_releaseLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<CommandRow> _rows = [];
    private readonly OperatorHolds _holds = new(accounts);
    private TaskCompletionSource _changed = New();
    private long _newest;
    private Release? _release;

    public OperatorState State
    {
        get
        {
            lock (_gate)
                return _holds.ToWire(_newest);
        }
    }

    /// <summary>
    /// Every account is paused or killed, or an account has not yet answered the command that ended this: no run is triggered, because
    /// an executor that is still paused would refuse it. An answer is waited for at most <see cref="s_releaseLimit"/>.
    /// </summary>
    public bool Holds
    {
        get
        {
            lock (_gate)
                return _holds.ToWire(_newest) is { Paused: true } or { Killed: true } || IsReleasing();
        }
    }

    /// <summary>
    /// Journals the command and sends it. A repeat of the same command with the same id gets the first answer and has no effect.
    /// </summary>
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
            bool held = Holds;
            Apply(issued);
            if (held && command.Kind is CommandKinds.Resume or CommandKinds.Revive)
                _release = new Release(_rows[^1], rules.RealTime.GetTimestamp());
            (TaskCompletionSource changed, _changed) = (_changed, New());
            changed.SetResult();
            return new CommandReply { Accepted = true, Operator = _holds.ToWire(_newest), Sequence = issued.Sequence };
        }
    }

    /// <summary>Records the state of a command that one executor reports; each state is journalled once.</summary>
    public Result<ReportReply> Report(CommandOutcome outcome)
    {
        lock (_gate)
        {
            if (_rows.Find(row => row.Command.Request.CommandId == outcome.CommandId) is not { } row)
                return new ReportReply { Accepted = false, Reason = $"command {outcome.CommandId} is not known" };
            if (row.Outcomes.FirstOrDefault(known => known.Account == outcome.Account) is not { } known)
                return new ReportReply { Accepted = false, Reason = $"command {outcome.CommandId} is not for {outcome.Account}" };
            if (known.State is "done" or "refused" || (known.State == outcome.State && known.Detail == outcome.Detail))
                return new ReportReply { Accepted = false, Reason = "this state was already reported" };
            if (journal.Store([new LedgerRecord { Outcome = outcome }]).Fault is { } fault)
                return fault;
            Apply(outcome);
            return new ReportReply { Accepted = true };
        }
    }

    /// <summary>Newest first. A target that did not receive the command in time is shown as expired.</summary>
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
    /// The commands that an executor has not received and that have not expired, the holds active for it, and a task that completes when
    /// a newer command is given.
    /// </summary>
    /// <param name="after">Sequence of the last command it received; negative for none, and then no earlier command is returned.</param>
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

    /// <summary>Applies one record of the journal at the start.</summary>
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

    private bool IsReleasing() =>
        _release is { } release
        && !release.Row.Outcomes.All(outcome => outcome.State is "done" or "refused")
        && rules.RealTime.GetElapsedTime(release.Since) <= s_releaseLimit;

    private string? WhyRefused(CommandRequest command) =>
        _seen.Contains(command.CommandId) ? $"command {command.CommandId} was already given; a new command needs a new id" : CommandChecks.WhyRefused(command, accounts);

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

    /// <param name="Since">Real timestamp of the command.</param>
    private sealed record Release(CommandRow Row, long Since);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Lifetime of commands, and the clocks of their timestamps.</summary>
/// <param name="Expiry_ms">Real ms; applies to commands that set no expiry.</param>
/// <param name="Clock">Platform time.</param>
internal sealed record CommandLogRules(long Expiry_ms, TimeProvider Clock, TimeProvider RealTime);
