using System.Buffers.Text;
using System.Text.Json;

namespace Platform.Exchanges.Captures;

/// <summary>The form of a capture's lines: the local time of arrival, a blank, and a JSON object.</summary>
public static class CaptureLine
{
    private const long MillisecondsEnd = 100_000_000_000_000, MicrosecondsEnd = 100_000_000_000_000_000;

    /// <summary>Splits a line; false when it has not that form.</summary>
    /// <param name="time">Unix time in the unit of the file.</param>
    public static bool TrySplit(ReadOnlySpan<byte> line, out long time, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (!Utf8Parser.TryParse(line, out time, out int used) || time <= 0 || used >= line.Length || line[used] is not ((byte)' ' or (byte)'\t'))
            return false;
        message = line[used..].Trim(" \t\r"u8);
        return message.Length > 0 && message[0] == '{';
    }

    /// <summary>Unix ns. The unit is detected by size (quant.md §0.2): 13 digits are milliseconds, 16 micro-, 19 nanoseconds.</summary>
    public static long ToNanoseconds(long time) => time switch
    {
        < MillisecondsEnd => time * 1_000_000,
        < MicrosecondsEnd => time * 1_000,
        _ => time,
    };

    /// <summary>The exchange whose protocol a message belongs to; null when none is recognised.</summary>
    internal static string? ExchangeOf(JsonElement message)
    {
        if (message.TryGetProperty("arg", out _) || message.TryGetProperty("event", out _))
            return "okx";
        if (message.TryGetProperty("stream", out _))
            return "binance";
        return message.TryGetProperty("channel", out JsonElement channel) && channel.ValueKind == JsonValueKind.String ? "hyperliquid" : null;
    }
}
