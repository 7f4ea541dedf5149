using Platform.Hosting.Control;

namespace Platform.Hosting.Life;

/// <summary>A process of the platform as run by the host; each XProcess implements it.</summary>
public interface IPlatformProcess : IProcessHealth, IAsyncDisposable
{
    /// <summary>
    /// Starts in stages and returns when the process is ready. Throws <see cref="StartFault"/> with a message for people; the exit code
    /// is then 1.
    /// </summary>
    Task StartAsync(CancellationToken cancel);

    /// <summary>Runs until cancelled; an exception ends the process, and the supervisor restarts it.</summary>
    Task RunAsync(CancellationToken cancel);

    /// <summary>Stops gracefully, within the stop time limit.</summary>
    Task StopAsync(CancellationToken cancel);
}

/// <summary>A start that cannot succeed, with a message for people: what, where, what to do. The console shows the message without a stack trace.</summary>
public sealed class StartFault(string message) : Exception(message)
{
    public StartFault(Primitives.Outcomes.Fault fault) : this(fault.Message)
    {
    }
}

/// <summary>The exit codes of a process, for its supervisor.</summary>
public static class ExitCodes
{
    /// <summary>Stopped on request.</summary>
    public const int Stopped = 0;

    /// <summary>Could not start, or ended without a request; the supervisor restarts it.</summary>
    public const int Failed = 1;

    /// <summary>Arguments, configuration, keys or folders are invalid; a restart fails until a person corrects them.</summary>
    public const int Misconfigured = 2;
}
