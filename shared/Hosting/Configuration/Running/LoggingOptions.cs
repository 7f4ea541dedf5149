using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>From which severity a line is written.</summary>
public enum LogSeverity
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}

/// <summary>How much is logged and how much of it is kept.</summary>
public sealed record LoggingOptions
{
    [Key("Lowest severity written: trace, debug, information, warning, error, critical.")]
    public LogSeverity Level { get; init; } = LogSeverity.Information;

    [Key("Size of one log file; at the bound it is rotated.", Min = 10_000, Max = 2_000_000_000)]
    public long FileBytesMax { get; init; } = 20_000_000;

    [Key("Rotated files kept per process; the oldest is deleted.", Min = 1, Max = 1_000)]
    public int FilesMax { get; init; } = 5;

    [Key("Lines that may wait for the disk; beyond it lines are dropped and the number is logged.", Min = 100, Max = 1_000_000)]
    public int QueueLines { get; init; } = 10_000;
}
