using System.Globalization;
using System.Text;

namespace Platform.Cli.TradeStream.Lines;

/// <summary>Severity of a line; the names are those of LOG_LEVEL.</summary>
internal enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>
/// Log lines for people: time, level, text. Lines that may come in bursts are limited to five a second, and the others are counted. Any
/// thread may write.
/// </summary>
internal sealed class StreamLog(TextWriter writer, LogLevel lowest, TimeProvider clock)
{
    public const int NoisyPerSecond = 5;

    private static readonly string[] s_names = ["DEBUG", "INFO", "WARNING", "ERROR"];

    private readonly Lock _gate = new();
    private long _second;
    private int _written;
    private long _suppressed;

    public bool IsOn(LogLevel level) => level >= lowest;

    public void Write(LogLevel level, string text)
    {
        if (!IsOn(level))
            return;
        string line = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss,fff} {s_names[(int)level]} {text}");
        lock (_gate)
            writer.WriteLine(line);
    }

    /// <summary>Writes a line that may come in bursts.</summary>
    public void WriteNoisy(LogLevel level, string text)
    {
        if (!IsOn(level) || !TakeTurn(out long suppressed))
            return;
        Write(level, suppressed == 0 ? text : $"{text} ({suppressed} similar lines were suppressed before)");
    }

    /// <summary>External text, cut to 160 characters, without control characters.</summary>
    public static string Excerpt(ReadOnlySpan<byte> text)
    {
        string all = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 640)]);
        string shown = all.Length <= 160 ? all : all[..160];
        return string.Concat(shown.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
    }

    private bool TakeTurn(out long suppressed)
    {
        lock (_gate)
        {
            long second = clock.GetUtcNow().ToUnixTimeSeconds();
            if (second != _second)
                (_second, _written) = (second, 0);
            suppressed = _suppressed;
            if (_written == NoisyPerSecond)
            {
                _suppressed++;
                return false;
            }

            _written++;
            _suppressed = 0;
            return true;
        }
    }
}
