using System.Globalization;
using System.Threading.Channels;
using Platform.Analytics.OrderFlow;

namespace Platform.Cli.TradeStream.Lines;

/// <summary>
/// The CVD lines on the console. Lines of a live stream pass a bounded queue that drops its oldest line when the console is slow; only
/// lines are dropped, never a trade. For a file, every line is written.
/// </summary>
internal sealed class CvdDisplay
{
    private readonly Channel<string>? _queue;
    private readonly StreamLog _log;
    private long _dropped;

    /// <param name="queueSize">Most lines in the queue; null writes each line immediately.</param>
    public CvdDisplay(StreamLog log, int? queueSize)
    {
        _log = log;
        if (queueSize is { } size)
        {
            _queue = Channel.CreateBounded<string>(
                new BoundedChannelOptions(size) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
                _ => Interlocked.Increment(ref _dropped));
        }
    }

    /// <summary>Lines dropped from the queue.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsOn => _log.IsOn(LogLevel.Info);

    public void Show(string symbol, in CvdPoint point, double? latency_ms)
    {
        if (!IsOn)
            return;
        string line = Text(symbol, in point, latency_ms);
        if (_queue is null)
            _log.Write(LogLevel.Info, line);
        else
            _queue.Writer.TryWrite(line);
    }

    /// <summary>Writes queued lines until <see cref="Complete"/>.</summary>
    public async Task RunAsync()
    {
        if (_queue is null)
            return;
        await foreach (string line in _queue.Reader.ReadAllAsync())
            _log.Write(LogLevel.Info, line);
    }

    public void Complete() => _queue?.Writer.Complete();

    /// <summary>The documented line, with a gap and a clock offset appended.</summary>
    public static string Text(string symbol, in CvdPoint point, double? latency_ms)
    {
        string z = point.Z is { } value ? value.ToString("F3", CultureInfo.InvariantCulture) : "None";
        string latency = latency_ms is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:F1}ms{(ms < 0 ? " (clock offset)" : "")}") : "None";
        string gap = point.HasGap ? " | gap=True" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"CVD {symbol} | cvd={point.Cvd:F6} z={z} ema={point.Ema:F6} | warmup={point.IsWarmingUp} std_zero={point.IsStdZero} bad={point.BadPoints} | latency={latency}{gap}");
    }
}
