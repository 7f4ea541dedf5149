using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>Time limits of start and stop, and the back-off of restarts, in real time; watermarks of the disk.</summary>
public sealed record SupervisorOptions
{
    [Key("A process that is not running after this many real ms fails the start.", Min = 1_000, Max = 600_000)]
    public int StartTimeout_ms { get; init; } = 30_000;

    [Key("A process that has not stopped after this many real ms is killed, and the stop reports it.", Min = 500, Max = 600_000)]
    public int StopTimeout_ms { get; init; } = 8_000;

    [Key("Wait before the first restart of a crashed process; doubled with every further crash.", Min = 10, Max = 60_000)]
    public int RestartBackoff_ms { get; init; } = 500;

    [Key("Longest wait between restarts. There is no last restart: a process that keeps crashing is alerted, and tried again at this pace.", Min = 100, Max = 3_600_000)]
    public int RestartBackoffMax_ms { get; init; } = 30_000;

    [Key("A process that has run this long counts as healthy: its back-off starts from the beginning.", Min = 1_000, Max = 86_400_000)]
    public int RestartForgive_ms { get; init; } = 60_000;

    [Key("A process that lives but gives no sign for this many real ms is killed and started again; 0: never, for instance while a debugger holds it.", Min = 0, Max = 3_600_000)]
    public int HangTimeout_ms { get; init; } = 20_000;

    [Key("Free space of the data and log folders in MB below which it warns; 0: never.", Min = 0, Max = 10_000_000)]
    public int DiskWarn_mb { get; init; } = 2_000;

    [Key("Free space of the data and log folders in MB below which it is critical; 0: never.", Min = 0, Max = 10_000_000)]
    public int DiskCritical_mb { get; init; } = 500;
}

/// <summary>The explicit consent without which live mode refuses to start.</summary>
public sealed record LiveOptions
{
    public const string Consent = "I trade real money";

    [Key("Mode live starts only when this reads exactly: I trade real money")]
    public string Confirm { get; init; } = "";
}
