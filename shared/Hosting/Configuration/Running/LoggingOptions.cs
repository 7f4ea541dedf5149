using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>The minimum severity of log lines.</summary>
public enum LogSeverity
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}

/// <summary>Settings of log output and retention.</summary>
public sealed record LoggingOptions
{
    [Key("Lowest severity written: trace, debug, information, warning, error, critical.")]
    public LogSeverity Level { get; init; } = LogSeverity.Information;

    [Key("Maximum size of one log file; it is then rotated.", Min = 10_000, Max = 2_000_000_000)]
    public long FileBytesMax { get; init; } = 20_000_000;

    [Key("Number of rotated files kept per process; the oldest is deleted.", Min = 1, Max = 1_000)]
    public int FilesMax { get; init; } = 5;

    [Key("Maximum number of lines that wait for the disk; further lines are dropped and their number is logged.", Min = 100, Max = 1_000_000)]
    public int QueueLines { get; init; } = 10_000;
}
