using Platform.Hosting.Configuration.Running;

namespace Platform.Cli.Supervision;

/// <summary>The wait before a crashed process is restarted: exponential, bounded, and reset after the process has run long enough.</summary>
internal sealed class RestartRule(SupervisorOptions options)
{
    /// <summary>Crashes since the process last ran long enough to reset the wait.</summary>
    public int CrashesInARow { get; private set; }

    /// <summary>Crashes since the start, for messages.</summary>
    public int Crashes { get; private set; }

    /// <summary>The wait after a crash of a process that had run for this time.</summary>
    public TimeSpan AfterCrash(TimeSpan lived)
    {
        Crashes++;
        CrashesInARow = lived.TotalMilliseconds >= options.RestartForgive_ms ? 1 : CrashesInARow + 1;
        double wait_ms = options.RestartBackoff_ms * Math.Pow(2, Math.Min(CrashesInARow - 1, 20));
        return TimeSpan.FromMilliseconds(Math.Min(wait_ms, options.RestartBackoffMax_ms));
    }
}
