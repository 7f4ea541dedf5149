using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Frames;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream.Lines;

/// <summary>
/// Writes CVD as JSON lines to a file: numbers are not rounded and missing values are null. Every line is written; single-threaded.
/// </summary>
internal sealed class JsonLines : IDisposable
{
    private const int LineMax = 1_024;

    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _length;

    private readonly Action _onFailure;

    private JsonLines(FileStream file, Action onFailure)
    {
        _file = file;
        _onFailure = onFailure;
    }

    /// <summary>Set after a failed write, such as on a full disk.</summary>
    public Fault? Failure { get; private set; }

    /// <summary>Creates or truncates the file; a fault with its name when that is not possible.</summary>
    /// <param name="onFailure">Called once when a later write fails.</param>
    public static Result<JsonLines> Create(string path, Action onFailure)
    {
        try
        {
            return new JsonLines(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), onFailure);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Fault(FaultKind.Invalid, $"--json {path}: cannot be written ({refused.Message}); expected a file in an existing folder that you may write to.");
        }
    }

    /// <summary>The JSON prefix with the symbol, the same for each of its lines.</summary>
    public static byte[] PrefixOf(string symbol) => [.. "{\"symbol\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(symbol), .. ",\"event_time_ms\":"u8];

    public void Write(ReadOnlySpan<byte> prefix, in TradePrint print, in CvdPoint point)
    {
        if (_buffer.Length - _length < LineMax)
            Flush();
        Put(prefix);
        Put(print.Time_ms);
        Put(",\"price\":"u8);
        Put(print.Price);
        Put(",\"quantity\":"u8);
        Put(print.Quantity);
        Put(point.Side == AggressorSide.Buy ? ",\"side\":\"buy\",\"cvd\":"u8 : ",\"side\":\"sell\",\"cvd\":"u8);
        Put(point.Cvd);
        Put(",\"z\":"u8);
        Put(point.Z);
        Put(",\"ema\":"u8);
        Put(point.Ema);
        Put(point.IsWarmingUp ? ",\"warmup\":true"u8 : ",\"warmup\":false"u8);
        Put(point.IsStdZero ? ",\"std_zero\":true,\"bad\":"u8 : ",\"std_zero\":false,\"bad\":"u8);
        Put((long?)point.BadPoints);
        Put(point.HasGap ? ",\"gap\":true}\n"u8 : ",\"gap\":false}\n"u8);
    }

    /// <summary>Flushes the buffer to the operating system.</summary>
    public void Flush()
    {
        try
        {
            if (Failure is null)
                _file.Write(_buffer, 0, _length);
        }
        catch (IOException full)
        {
            Failure = new Fault(FaultKind.Exhausted, $"--json {_file.Name}: writing failed: {full.Message}. The last lines are missing.");
            _onFailure();
        }

        _length = 0;
    }

    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    private void Put(long? number)
    {
        if (number is { } value && Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written))
            _length += written;
        else
            Put("null"u8);
    }

    /// <summary>Shortest exact text, without trailing zeros.</summary>
    private void Put(decimal value)
    {
        Span<byte> space = _buffer.AsSpan(_length);
        value.TryFormat(space, out int written, default, CultureInfo.InvariantCulture);
        if (space[..written].Contains((byte)'.'))
            written = space[..written].TrimEnd((byte)'0').TrimEnd((byte)'.').Length;
        _length += written;
    }

    private void Put(double? number)
    {
        if (number is { } value && double.IsFinite(value) && value.TryFormat(_buffer.AsSpan(_length), out int written, "R", CultureInfo.InvariantCulture))
            _length += written;
        else
            Put("null"u8);
    }
}
