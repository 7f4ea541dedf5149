using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Frames;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream.Lines;

/// <summary>Writes CVD as JSON lines to a file: every number unrounded, what is absent null. Loses nothing; one thread.</summary>
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

    /// <summary>Set once the file could not be written any more, such as on a full disk.</summary>
    public Fault? Failure { get; private set; }

    /// <summary>Creates the file or empties it; a fault that names it when that is not possible.</summary>
    /// <param name="onFailure">Called once, when writing fails later.</param>
    public static Result<JsonLines> Create(string path, Action onFailure)
    {
        try
        {
            return new JsonLines(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), onFailure);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Fault(FaultKind.Invalid, $"--json {path}: cannot be written ({refused.Message}); name a file in a folder that exists and that you may write to.");
        }
    }

    /// <summary>The symbol as it begins each of its lines.</summary>
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

    /// <summary>Hands what is buffered to the operating system.</summary>
    public void Flush()
    {
        try
        {
            if (Failure is null)
                _file.Write(_buffer, 0, _length);
        }
        catch (IOException full)
        {
            Failure = new Fault(FaultKind.Exhausted, $"--json {_file.Name}: writing failed: {full.Message}. Lines are missing at its end.");
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

    /// <summary>Shortest exact text: zeros at the end of the decimals are omitted.</summary>
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
