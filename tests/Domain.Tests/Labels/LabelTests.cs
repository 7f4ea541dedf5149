using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Labels;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Domain.Tests.Labels;

public sealed class LabelTests
{
    [Fact]
    public void Labels_of_times_are_the_vector_LBL_1()
    {
        foreach (JsonProperty row in Vector("LBL-1").EnumerateObject())
            Assert.Equal(row.Value.GetString(), Label.At(Unix(row.Name)).ToString());
    }

    [Fact]
    public void A_label_is_from_the_future_until_its_window_has_ended_but_for_a_minute_between_clocks()
    {
        Label label = Of("2025-12-22-004");
        Assert.Null(label.RefuseFromFuture(label.End_ms - Label.ClockTolerance_ms));
        string message = label.RefuseFromFuture(label.End_ms - Label.ClockTolerance_ms - 1)!.Message;
        Assert.StartsWith("label 2025-12-22-004 ends at 2025-12-22 00:20:00 but the clock is at 2025-12-22 00:18:59. The label is refused because it belongs to another session or the clock was set back", message);
    }

    [Fact]
    public void Arithmetic_of_labels_is_the_vector_LBL_2()
    {
        JsonElement vector = Vector("LBL-2");
        Assert.Equal(vector.GetProperty("start(2025-12-22-004)").GetInt64(), Of("2025-12-22-004").Start_ms);
        foreach (string key in new[] { "2025-12-31-288 +1", "2024-02-28-288 +1", "2026-01-01-001 -1" })
        {
            string[] parts = key.Split(' ');
            Assert.Equal(vector.GetProperty(key).GetString(), (Of(parts[0]) + int.Parse(parts[1], CultureInfo.InvariantCulture)).ToString());
        }

        Assert.Equal(vector.GetProperty("diff").GetInt32(), Of("2026-01-10-013") - Of("2025-12-22-004"));
    }

    [Fact]
    public void Windows_of_longer_bars_are_the_vector_LBL_3()
    {
        // The hours at which the vector was taken.
        int[] hours = [0, 3, 4, 7, 8, 12, 16, 23];
        foreach (JsonProperty row in Vector("LBL-3").EnumerateObject())
        {
            BarInterval interval = BarInterval.Parse(row.Name).Value;
            Assert.Equal(
                row.Value.EnumerateArray().Select(number => number.GetInt32()),
                hours.Select(hour => interval.OfDay(Of("2025-12-22-001").Start_ms + hour * 3_600_000L + 3_599_999)));
        }
    }

    [Fact]
    public void Every_label_of_a_leap_year_reads_back_and_is_named_by_its_start()
    {
        Label label = Of("2024-01-01-001");
        for (int i = 0; i < 366 * Label.PerDay; i++, label += 1)
        {
            DateTimeOffset start = DateTimeOffset.FromUnixTimeMilliseconds(label.Start_ms);
            string expected = $"{start:yyyy-MM-dd}-{1 + (int)start.TimeOfDay.TotalMinutes / 5:D3}";
            if (label.ToString() != expected || Label.Parse(expected).Value != label || Label.At(label.Start_ms) != label || Label.At(label.End_ms - 1) != label)
                Assert.Fail($"{label} is not {expected}");
        }

        Assert.Equal("2025-01-01-001", label.ToString());
    }

    [Theory]
    [InlineData("2025-12-22-000")]
    [InlineData("2025-12-22-289")]
    [InlineData("2025-02-29-001")]
    [InlineData("2025-12-22-4")]
    [InlineData("2025-12-22-0004")]
    [InlineData("2025-12-22-+04")]
    [InlineData("2025/12/22-004")]
    [InlineData("")]
    public void What_is_not_a_label_is_refused_and_001_is_named_as_the_first(string text)
    {
        var refused = Label.Parse(text);
        Assert.False(refused.IsOk);
        Assert.Contains("001", refused.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_closed_label_has_ended_and_the_next_one_has_not() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Select(i => 1_700_000_000_000L + i * 7L).ToArbitrary(), now =>
        {
            Label closed = Label.LastClosed(now);
            return closed.End_ms <= now && (closed + 1).End_ms > now;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_and_subtracting_windows_are_inverse_and_ordered() =>
        Prop.ForAll(Gen.Choose(-5_000_000, 5_000_000).ToArbitrary(), Gen.Choose(-100_000, 100_000).ToArbitrary(), (at, by) =>
        {
            Label label = Label.At(at * 300_000L);
            Label moved = label + by;
            return moved + -by == label && moved - label == by && (moved > label) == (by > 0)
                && Label.Parse(moved.ToString()) is var read && read.IsOk && read.Value == moved;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_interval_tiles_the_day()
    {
        foreach (BarInterval interval in BarInterval.All)
        {
            long day = Of("2024-02-29-001").Start_ms;
            int windows = 1440 / interval.Minutes;
            Assert.Equal(Enumerable.Range(1, windows), Enumerable.Range(0, windows).Select(i => interval.OfDay(day + i * interval.Length_ms)));
            Assert.Equal(interval, BarInterval.Parse(interval.Name).Value);
        }
    }

    private static Label Of(string text) => Label.Parse(text).Value;

    private static long Unix(string iso) =>
        new DateTimeOffset(DateTime.Parse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)).ToUnixTimeMilliseconds();

    private static JsonElement Vector(string tag)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RecordedData.Spec("quant-vectors.json")));
        return document.RootElement.GetProperty(tag).Clone();
    }
}
