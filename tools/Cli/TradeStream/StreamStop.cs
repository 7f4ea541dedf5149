namespace Platform.Cli.TradeStream;

/// <summary>
/// The end of a run and its reason: a signal, the duration, a file that cannot be written. The first reason is kept. Any thread.
/// </summary>
internal sealed class StreamStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _signals;
    private string? _reason;

    /// <param name="signals">Cancelled by SIGINT and SIGTERM.</param>
    public StreamStop(CancellationToken signals) => _signals = signals.Register(() => Stop("stopped by a signal"));

    public CancellationToken Token => _source.Token;

    /// <summary>Null while no end was requested.</summary>
    public string? Reason => _reason;

    public void Stop(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
            return;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has already ended.
        }
    }

    public void Dispose()
    {
        _signals.Dispose();
        _source.Dispose();
    }
}
