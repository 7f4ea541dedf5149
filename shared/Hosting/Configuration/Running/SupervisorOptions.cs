using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>Time limits of start and stop, and the back-off of restarts, in real time; thresholds of free disk space.</summary>
public sealed record SupervisorOptions
{
    [Key("Time limit for the start of a process, in real ms; beyond it the start fails.", Min = 1_000, Max = 600_000)]
    public int StartTimeout_ms { get; init; } = 30_000;

    [Key("Time limit for the stop of a process, in real ms; beyond it the process is killed, and the stop reports it.", Min = 500, Max = 600_000)]
    public int StopTimeout_ms { get; init; } = 8_000;

    [Key("Wait in real ms before the first restart of a crashed process; it doubles with every further crash.", Min = 10, Max = 60_000)]
    public int RestartBackoff_ms { get; init; } = 500;

    [Key("Maximum wait in real ms between restarts. The number of restarts is not limited: a process that crashes repeatedly is reported as an alert and restarted at this interval.", Min = 100, Max = 3_600_000)]
    public int RestartBackoffMax_ms { get; init; } = 30_000;

    [Key("A process that has run for this many real ms counts as healthy, and its back-off is reset.", Min = 1_000, Max = 86_400_000)]
    public int RestartForgive_ms { get; init; } = 60_000;

    [Key("A running process without a heartbeat for this many real ms is killed and restarted; 0: never, for example while a debugger has stopped it.", Min = 0, Max = 3_600_000)]
    public int HangTimeout_ms { get; init; } = 20_000;

    [Key("Free space of the data and log folders in MB: warning below this value; 0: never.", Min = 0, Max = 10_000_000)]
    public int DiskWarn_mb { get; init; } = 2_000;

    [Key("Free space of the data and log folders in MB: critical below this value; 0: never.", Min = 0, Max = 10_000_000)]
    public int DiskCritical_mb { get; init; } = 500;
}

/// <summary>The explicit consent that live mode requires to start.</summary>
public sealed record LiveOptions
{
    public const string Consent = "I trade real money";

    [Key("Mode live starts only when this text is exactly: I trade real money")]
    public string Confirm { get; init; } = "";
}
