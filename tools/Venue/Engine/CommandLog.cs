using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Engine;

/// <summary>One accepted command and the virtual time at which it was done.</summary>
internal readonly record struct LoggedCommand(long At_ms, Command Command);

/// <summary>
/// The accepted commands of a run in order. The core is deterministic, so the options and this log are a snapshot: doing the
/// commands again at their times gives the same state. Beyond the bound the log is given up and snapshots are refused.
/// </summary>
internal sealed class CommandLog
{
    public const int Most = 2_000_000;

    private readonly List<LoggedCommand> _commands = [];

    public bool IsComplete { get; private set; } = true;

    public IReadOnlyList<LoggedCommand> Commands => _commands;

    public void Add(long at_ms, Command command)
    {
        if (!IsComplete)
            return;
        if (_commands.Count == Most)
        {
            IsComplete = false;
            _commands.Clear();
            _commands.TrimExcess();
            return;
        }

        _commands.Add(new LoggedCommand(at_ms, command));
    }
}
