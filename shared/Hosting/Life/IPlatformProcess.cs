using Platform.Hosting.Control;

namespace Platform.Hosting.Life;

/// <summary>What the host needs of a process of the platform; each XProcess implements it.</summary>
public interface IPlatformProcess : IProcessHealth, IAsyncDisposable
{
    /// <summary>Starts in stages and returns when the process can do its work. Throws <see cref="StartFault"/> with a message for people; exit code 1.</summary>
    Task StartAsync(CancellationToken cancel);

    /// <summary>Works until cancelled; an exception ends the process, which is then restarted.</summary>
    Task RunAsync(CancellationToken cancel);

    /// <summary>Stops in order, within the stop limit.</summary>
    Task StopAsync(CancellationToken cancel);
}

/// <summary>A start that cannot succeed, with a message for people: what, where, what to do. Never a stack trace on the console.</summary>
public sealed class StartFault(string message) : Exception(message)
{
    public StartFault(Primitives.Outcomes.Fault fault) : this(fault.Message)
    {
    }
}

/// <summary>The exit codes of a process, for its supervisor.</summary>
public static class ExitCodes
{
    /// <summary>Stopped as asked.</summary>
    public const int Stopped = 0;

    /// <summary>Could not start, or ended on its own; the supervisor tries again.</summary>
    public const int Failed = 1;

    /// <summary>Arguments, configuration, keys or folders are wrong; a restart cannot help until a person corrects them.</summary>
    public const int Misconfigured = 2;
}
