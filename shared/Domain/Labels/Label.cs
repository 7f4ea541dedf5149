using System.Globalization;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Domain.Labels;

/// <summary>
/// Identifies one 5-minute window by its start: 2025-12-22-004 is [00:15, 00:20) UTC of that day (spec/quant.md §1.4).
/// </summary>
public readonly record struct Label : IComparable<Label>
{
    public const long Length_ms = 300_000;
    public const int PerDay = 288;

    /// <summary>Maximum difference between the clocks of the exchange and of this machine; a label further ahead is treated as a label of the future.</summary>
    public const long ClockTolerance_ms = 60_000;

    private readonly long _index;

    private Label(long index) => _index = index;

    /// <summary>Start of the window, Unix ms, inclusive.</summary>
    public long Start_ms => _index * Length_ms;

    /// <summary>End of the window, Unix ms, exclusive.</summary>
    public long End_ms => Start_ms + Length_ms;

    /// <summary>Number of the window in its UTC day, 1 to 288; the column time_lable of stored bars.</summary>
    public int OfDay => (int)(((_index % PerDay) + PerDay) % PerDay) + 1;

    /// <summary>The window that contains the time.</summary>
    public static Label At(long unix_ms) => new(UnixTime.FloorTo(unix_ms, Length_ms) / Length_ms);

    /// <summary>The newest window that has ended at the given time.</summary>
    public static Label LastClosed(long unix_ms) => At(unix_ms) + -1;

    /// <summary>Parses YYYY-MM-DD-HHH with HHH from 001 to 288.</summary>
    public static Result<Label> Parse(string text)
    {
        if (text.Length == 14 && text[10] == '-'
            && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            && int.TryParse(text.AsSpan(11), NumberStyles.None, CultureInfo.InvariantCulture, out int ofDay)
            && ofDay is >= 1 and <= PerDay)
        {
            long days = date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
            return new Label(days * PerDay + ofDay - 1);
        }

        return new Fault(FaultKind.Invalid, $"'{text}' is not a label: expected YYYY-MM-DD-HHH with HHH from 001 (00:00 UTC) to 288, such as 2025-12-22-004.");
    }

    /// <summary>
    /// Null when the window has ended at the given time, with a tolerance of <see cref="ClockTolerance_ms"/>. Otherwise Denied: the label comes from
    /// another clock, and no process may accept it or wait for it.
    /// </summary>
    public Fault? RefuseFromFuture(long now_ms) => End_ms <= now_ms + ClockTolerance_ms
        ? null
        : new Fault(
            FaultKind.Denied,
            string.Create(CultureInfo.InvariantCulture, $"label {this} ends at {UnixTime.ToDateTimeOffset(End_ms):yyyy-MM-dd HH:mm:ss} but the clock is at {UnixTime.ToDateTimeOffset(now_ms):yyyy-MM-dd HH:mm:ss}. The label is refused because it belongs to another session or the clock was set back."));

    public static Label operator +(Label label, int windows) => new(label._index + windows);

    /// <summary>Number of windows from right to left.</summary>
    public static int operator -(Label left, Label right) => checked((int)(left._index - right._index));

    public static bool operator <(Label left, Label right) => left._index < right._index;

    public static bool operator >(Label left, Label right) => left._index > right._index;

    public static bool operator <=(Label left, Label right) => left._index <= right._index;

    public static bool operator >=(Label left, Label right) => left._index >= right._index;

    public int CompareTo(Label other) => _index.CompareTo(other._index);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{UnixTime.ToDateTimeOffset(Start_ms):yyyy-MM-dd}-{OfDay:D3}");
}
