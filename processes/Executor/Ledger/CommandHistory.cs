using Platform.Primitives.Outcomes;

namespace Platform.Executor.Ledger;

/// <summary>One command of this account and its state. Only the ledger changes it.</summary>
internal sealed class CommandEntry(CommandReceived received)
{
    public CommandReceived Received => received;

    public string CommandId => received.CommandId;

    /// <summary>Null while the command is in progress.</summary>
    public CommandEnded? End { get; set; }

    public bool IsReported { get; set; }
}

/// <summary>
/// The commands of an account. Each is taken once, in the coordinator's order; commands that have not ended are resumed after a restart.
/// Part of the ledger, owned by the account's context.
/// </summary>
internal sealed class CommandHistory
{
    private const int EndedKept = 200;

    /// <summary>Cursor of a ledger that has never received from the coordinator.</summary>
    public const long NeverJoined = -1;

    private readonly List<CommandEntry> _entries = [];

    /// <summary>Sequence number of the newest command that was taken or skipped.</summary>
    public long Cursor { get; private set; } = NeverJoined;

    /// <summary>Oldest first: all commands in progress and the newest ended ones.</summary>
    public IReadOnlyList<CommandEntry> Entries => _entries;

    /// <summary>Commands in progress, oldest first.</summary>
    public IEnumerable<CommandEntry> Open => _entries.Where(entry => entry.End is null);

    public CommandEntry? Find(string commandId) => _entries.FindLast(entry => entry.CommandId == commandId);

    public CommandCheckpoint Checkpoint() => new(Cursor, [.. Open.Select(entry => entry.Received)]);

    public void Restore(CommandCheckpoint point)
    {
        Cursor = point.Cursor;
        foreach (CommandReceived received in point.Open.Where(received => Find(received.CommandId) is null))
            _entries.Add(new CommandEntry(received));
    }

    /// <summary>Applies a fact about a command; null when the fact is about something else.</summary>
    public Result<Done>? TryApply(LedgerRecord fact) => fact switch
    {
        CommandReceived received => Take(received),
        CommandsJoined joined => Join(joined),
        CommandEnded ended => End(ended),
        CommandReported reported => Report(reported),
        _ => default(Result<Done>?),
    };

    private Result<Done> Take(CommandReceived received)
    {
        if (Find(received.CommandId) is not null)
            return new Fault(FaultKind.Already, $"command {received.CommandId} was already received");
        Cursor = Math.Max(Cursor, received.Sequence);
        _entries.Add(new CommandEntry(received));
        if (_entries.Count > EndedKept && _entries.Find(entry => entry.End is not null) is { } oldest)
            _entries.Remove(oldest);
        return Done.Value;
    }

    private Result<Done> Join(CommandsJoined joined)
    {
        Cursor = joined.Sequence;
        return Done.Value;
    }

    private Result<Done> End(CommandEnded ended)
    {
        // A command that ended long ago may have left memory with its checkpoint.
        if (Find(ended.CommandId) is not { } entry)
            return Done.Value;
        if (entry.End is not null)
            return new Fault(FaultKind.Already, $"command {ended.CommandId} has already ended");
        entry.End = ended;
        return Done.Value;
    }

    private Result<Done> Report(CommandReported reported)
    {
        if (Find(reported.CommandId) is { } entry)
            entry.IsReported = true;
        return Done.Value;
    }
}
