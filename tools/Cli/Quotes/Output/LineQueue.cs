using System.Threading.Channels;

namespace Platform.Cli.Quotes.Output;

/// <summary>
/// Lines on their way to a console that may be slow. Feeds never wait for it: the oldest lines are dropped and counted. A replay waits.
/// </summary>
internal sealed class LineQueue
{
    private readonly Channel<string> _lines;
    private readonly bool _waits;
    private long _dropped;

    public LineQueue(bool waits)
    {
        _waits = waits;
        BoundedChannelFullMode mode = waits ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest;
        _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(1_024) { FullMode = mode, SingleReader = true }, _ => Interlocked.Increment(ref _dropped));
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Write(string line)
    {
        if (!_lines.Writer.TryWrite(line) && _waits)
            SpinWait.SpinUntil(() => _lines.Writer.TryWrite(line) || _lines.Reader.Completion.IsCompleted);
    }

    /// <summary>No more lines come.</summary>
    public void Complete() => _lines.Writer.TryComplete();

    /// <summary>Prints until <see cref="Complete"/> was called and everything is printed.</summary>
    public async Task RunAsync(TextWriter output)
    {
        await foreach (string line in _lines.Reader.ReadAllAsync(CancellationToken.None))
            await output.WriteLineAsync(line);
    }
}
