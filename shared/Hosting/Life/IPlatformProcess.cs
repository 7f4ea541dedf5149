using Platform.Wire.V1;

namespace Platform.Hosting.Life;

/// <summary>What a process of the platform is to its host; each XProcess is one.</summary>
public interface IPlatformProcess : IAsyncDisposable
{
    /// <summary>Starts in stages and returns when the process can do its work. Throws <see cref="StartFault"/> with a message for people; exit code 1.</summary>
    Task StartAsync(CancellationToken cancel);

    /// <summary>Works until cancelled; an exception ends the process, which is then restarted.</summary>
    Task RunAsync(CancellationToken cancel);

    /// <summary>Ends in order, within the stop limit.</summary>
    Task StopAsync(CancellationToken cancel);

    /// <summary>RUNNING, or DEGRADED with one sentence why; sent with every beat.</summary>
    (ProcessState State, string Detail) Health { get; }
}

/// <summary>A start that cannot succeed, said for people: what, where, what to do. Never a stack trace on the console.</summary>
public sealed class StartFault(string message) : Exception(message)
{
    public StartFault(Primitives.Outcomes.Fault fault) : this(fault.Message)
    {
    }
}
