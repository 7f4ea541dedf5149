using System.Globalization;

namespace Platform.Rpc.Headers;

/// <summary>Formats and parses the grpc-timeout header: at most eight digits and a unit of H, M, S, m, u or n.</summary>
internal static class TimeoutText
{
    private const long ValueMax = 99_999_999;

    /// <summary>Uses the smallest unit that fits in eight digits; at least one unit, so that a passed deadline can be sent.</summary>
    public static string Format(TimeSpan timeout)
    {
        var microseconds = Math.Max(1, timeout.Ticks / TimeSpan.TicksPerMicrosecond);
        return microseconds switch
        {
            <= ValueMax => Text(microseconds, 'u'),
            <= ValueMax * 1_000 => Text(microseconds / 1_000, 'm'),
            <= ValueMax * 1_000_000 => Text(microseconds / 1_000_000, 'S'),
            _ => Text(Math.Min(ValueMax, microseconds / 60_000_000), 'M'),
        };
    }

    /// <summary>False for text that is not a timeout. A time beyond the range of TimeSpan becomes its maximum.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        var ticks = text[^1] switch
        {
            'H' => value * (decimal)TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => value / TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        timeout = ticks >= long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
        return ticks >= 0;
    }

    private static string Text(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
