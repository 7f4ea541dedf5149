using Platform.Hosting.Configuration.Running;

namespace Platform.Cli.Supervision;

/// <summary>How long a crashed process waits before it is started again: doubling, bounded, forgiven after a good while.</summary>
internal sealed class RestartRule(SupervisorOptions options)
{
    /// <summary>Crashes since it last lived for a good while.</summary>
    public int CrashesInARow { get; private set; }

    /// <summary>Crashes since the start, for people.</summary>
    public int Crashes { get; private set; }

    /// <summary>The wait after a crash of a process that had lived this long.</summary>
    public TimeSpan AfterCrash(TimeSpan lived)
    {
        Crashes++;
        CrashesInARow = lived.TotalMilliseconds >= options.RestartForgive_ms ? 1 : CrashesInARow + 1;
        double wait_ms = options.RestartBackoff_ms * Math.Pow(2, Math.Min(CrashesInARow - 1, 20));
        return TimeSpan.FromMilliseconds(Math.Min(wait_ms, options.RestartBackoffMax_ms));
    }
}
