using Platform.Cli.TradeStream.Frames;
using Platform.Cli.TradeStream.Flow;
using Platform.Exchanges.Captures;

namespace Platform.Cli.TradeStream.Files;

/// <summary>The current line number of a file, for messages.</summary>
internal sealed class LinePlace(string path)
{
    /// <summary>From 1; 0 before the first.</summary>
    public long Line { get; set; }

    public override string ToString() => $"{path}:{Line}";
}

/// <summary>
/// Lines of a capture: the local time of arrival in milli-, micro- or nanoseconds, a space, and the message; or the message alone.
/// </summary>
internal sealed class CaptureLines(StreamProcessor processor, LinePlace place)
{
    private readonly Func<string> _place = place.ToString;

    /// <summary>True once a valid line was read; a later invalid line then does not make the file a CSV.</summary>
    public bool HasBegun { get; private set; }

    public static bool Fits(ReadOnlySpan<byte> line) => TrySplit(line, out _, out _);

    public void Take(ReadOnlySpan<byte> line)
    {
        HasBegun = true;
        if (TrySplit(line, out ReadOnlySpan<byte> message, out double? received_ms))
            processor.Take(message, received_ms, _place);
        else
            processor.TakeUnreadable(line, _place);
    }

    private static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> message, out double? received_ms)
    {
        received_ms = null;
        message = line;
        if (line[0] == '{')
            return true;
        if (!CaptureLine.TrySplit(line, out long time, out message))
            return false;
        received_ms = ToMilliseconds(time);
        return true;
    }

    /// <summary>The unit is detected by size (spec/quant.md §0.2): 13 digits are milliseconds, 16 micro-, 19 nanoseconds.</summary>
    private static double ToMilliseconds(long time) => time switch
    {
        < 100_000_000_000_000 => time,
        < 100_000_000_000_000_000 => time / 1e3,
        _ => time / 1e6,
    };
}
