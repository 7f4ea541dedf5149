namespace Platform.Hosting.Life;

/// <summary>What the exit code of a process tells its supervisor.</summary>
public static class ExitCodes
{
    /// <summary>Stopped as asked.</summary>
    public const int Stopped = 0;

    /// <summary>Could not start, or ended on its own; the supervisor tries again.</summary>
    public const int Failed = 1;

    /// <summary>Arguments, configuration, keys or folders are wrong; trying again is of no use until a person mends them.</summary>
    public const int Misconfigured = 2;
}
