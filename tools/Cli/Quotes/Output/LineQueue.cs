using System.Threading.Channels;

namespace Platform.Cli.Quotes.Output;

/// <summary>Lines on their way to a console that may be slow: feeds never wait for it, and the oldest lines are dropped and counted.</summary>
internal sealed class LineQueue
{
    private readonly Channel<string> _lines;
    private long _dropped;

    public LineQueue() => _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1_024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Interlocked.Increment(ref _dropped));

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Write(string line) => _lines.Writer.TryWrite(line);

    /// <summary>No more lines come.</summary>
    public void Complete() => _lines.Writer.TryComplete();

    /// <summary>Prints until <see cref="Complete"/> was called and everything is printed.</summary>
    public async Task RunAsync(TextWriter output)
    {
        await foreach (string line in _lines.Reader.ReadAllAsync(CancellationToken.None))
            await output.WriteLineAsync(line);
    }
}
