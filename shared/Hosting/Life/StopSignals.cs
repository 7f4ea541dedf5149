using System.Runtime.InteropServices;

namespace Platform.Hosting.Life;

/// <summary>
/// Combines all stop requests into one token: SIGTERM, SIGINT, and, under the supervisor, the end of
/// standard input, which also occurs when the supervisor ends, so that no process outlives its supervisor.
/// </summary>
public sealed class StopSignals : IDisposable
{
    /// <summary>Set by the supervisor: standard input is the parent pipe.</summary>
    public const string SupervisedVariable = "PLATFORM_SUPERVISED";

    /// <summary>Set by the supervisor: number of restarts of the process after a crash.</summary>
    public const string RestartsVariable = "PLATFORM_RESTARTS";

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    public StopSignals(bool supervised)
    {
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Stop($"signal {context.Signal}");
        }))];
        if (supervised)
            new Thread(WatchParentPipe) { IsBackground = true, Name = "lifeline" }.Start();
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>The reason of the stop, for the log; empty before a stop request.</summary>
    public string Reason { get; private set; } = "";

    public void Stop(string reason)
    {
        if (Reason.Length == 0)
            Reason = reason;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The process has already stopped.
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }

    private void WatchParentPipe()
    {
        Span<byte> rest = stackalloc byte[64];
        using Stream input = Console.OpenStandardInput();
        while (input.Read(rest) > 0)
        {
        }

        Stop("the supervisor closed the parent pipe");
    }
}
