using Platform.Contracts;
using Platform.Coordinator.Ledger;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Coordinator.Operations;

/// <summary>What the operator wants, as the commands in the journal add up to it. A command id has an effect once. Safe from any thread.</summary>
internal sealed class CommandLog(RunJournal journal, IReadOnlySet<string> accounts)
{
    /// <summary>Flatten orders kept; executors have applied the older ones.</summary>
    private const int FlattenKept = 50;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private OperatorState _state = new();

    public OperatorState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Paused or killed: no run is triggered.</summary>
    public bool Holds => State is { Paused: true } or { Killed: true };

    public Result<CommandReply> Command(CommandRequest command)
    {
        lock (_gate)
        {
            if (Evaluate(command) is { } reason)
                return new CommandReply { Accepted = false, Reason = reason, Operator = _state };
            if (journal.Store([new LedgerRecord { Command = command }]).Fault is { } fault)
                return fault;
            Apply(command);
            return new CommandReply { Accepted = true, Operator = _state };
        }
    }

    /// <summary>One command of the journal, at start.</summary>
    public void Replay(CommandRequest command)
    {
        lock (_gate)
            Apply(command);
    }

    private string? Evaluate(CommandRequest command)
    {
        if (command.CommandId.Length == 0)
            return "the command has no id; the caller chooses one, so that a repeat is recognised";
        if (_seen.Contains(command.CommandId))
            return $"command {command.CommandId} was done before";
        if (!CommandKinds.All.Contains(command.Kind))
            return $"'{command.Kind}' is not a command; expected one of {string.Join(", ", CommandKinds.All)}";
        if (command.Account.Length > 0 && !accounts.Contains(command.Account))
            return $"account '{command.Account}' is not in the configuration; known: {string.Join(", ", accounts)}";
        if (command.Account.Length > 0 && command.Kind != CommandKinds.Flatten)
            return $"{command.Kind} is for all accounts; only flatten takes one";
        return null;
    }

    private void Apply(CommandRequest command)
    {
        _seen.Add(command.CommandId);
        OperatorState next = _state.Clone();
        next.Version++;
        switch (command.Kind)
        {
            case CommandKinds.Pause:
                next.Paused = true;
                break;
            case CommandKinds.Resume:
                next.Paused = false;
                break;
            case CommandKinds.Kill:
                next.Killed = true;
                break;
            case CommandKinds.Revive:
                next.Killed = false;
                break;
            case CommandKinds.Flatten:
                next.Flatten.Add(new FlattenOrder { CommandId = command.CommandId, Account = command.Account });
                while (next.Flatten.Count > FlattenKept)
                    next.Flatten.RemoveAt(0);
                break;
        }

        _state = next;
    }
}
