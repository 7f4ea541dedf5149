using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Domain.Labels;

/// <summary>A bar length, aligned to 00:00 UTC; 5 minutes is the base, the others are rolled up from it.</summary>
public readonly record struct BarInterval
{
    private BarInterval(string name, int minutes)
    {
        Name = name;
        Minutes = minutes;
    }

    /// <summary>The exchange's spelling: 5m, 15m, 30m, 1h, 4h, 8h, 12h, 1d.</summary>
    public string Name { get; }

    public int Minutes { get; }

    public long Length_ms => Minutes * UnixTime.MillisecondsPerMinute;

    /// <summary>5-minute bars in one bar of this interval.</summary>
    public int Children => Minutes / 5;

    public static BarInterval M5 { get; } = new("5m", 5);
    public static BarInterval M15 { get; } = new("15m", 15);
    public static BarInterval M30 { get; } = new("30m", 30);
    public static BarInterval H1 { get; } = new("1h", 60);
    public static BarInterval H4 { get; } = new("4h", 240);
    public static BarInterval H8 { get; } = new("8h", 480);
    public static BarInterval H12 { get; } = new("12h", 720);
    public static BarInterval D1 { get; } = new("1d", 1440);

    /// <summary>Every interval, shortest first.</summary>
    public static IReadOnlyList<BarInterval> All { get; } = [M5, M15, M30, H1, H4, H8, H12, D1];

    /// <summary>Every interval above the base, shortest first.</summary>
    public static IReadOnlyList<BarInterval> RollUps { get; } = [M15, M30, H1, H4, H8, H12, D1];

    /// <summary>Start of the window that contains the time, Unix ms.</summary>
    public long StartOf(long unix_ms) => UnixTime.FloorTo(unix_ms, Length_ms);

    /// <summary>Number of the window in its UTC day, starting at 1; the column time_lable of stored bars.</summary>
    public int OfDay(long unix_ms) => 1 + (int)(UnixTime.FloorTo(unix_ms, Length_ms) % UnixTime.MillisecondsPerDay / Length_ms);

    /// <summary>Parses the exchange's spelling; also accepts 5min and 24h.</summary>
    public static Result<BarInterval> Parse(string text)
    {
        string name = text switch { "5min" => "5m", "15min" => "15m", "30min" => "30m", "24h" => "1d", _ => text };
        foreach (BarInterval interval in All)
        {
            if (interval.Name == name)
                return interval;
        }

        return new Fault(FaultKind.Invalid, $"'{text}' is not a bar interval: expected one of {string.Join(", ", All.Select(i => i.Name))}.");
    }

    public override string ToString() => Name;
}
