using System.Globalization;
using System.Text.Json;
using Platform.Domain.Labels;
using Xunit;
using static Platform.Analytics.Tests.Bars.BarVectors;

namespace Platform.Analytics.Tests.Bars;

public sealed class LabelVectorTests
{
    [Fact]
    public void Vector_LBL_1_a_time_has_the_label_of_its_window()
    {
        foreach (JsonProperty pair in Read("LBL-1").EnumerateObject())
        {
            DateTimeOffset time = DateTimeOffset.Parse(pair.Name, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            Assert.Equal(pair.Value.GetString(), Label.At(time.ToUnixTimeMilliseconds()).ToString());
        }
    }

    [Fact]
    public void Vector_LBL_2_labels_add_across_days_months_and_leap_years()
    {
        JsonElement vector = Read("LBL-2");
        Assert.Equal(vector.GetProperty("start(2025-12-22-004)").GetInt64(), Label.Parse("2025-12-22-004").Value.Start_ms);
        foreach (JsonProperty pair in vector.EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.String))
        {
            string[] parts = pair.Name.Split(' ');
            Assert.Equal(pair.Value.GetString(), (Label.Parse(parts[0]).Value + int.Parse(parts[1], CultureInfo.InvariantCulture)).ToString());
        }

        Assert.Equal(vector.GetProperty("diff").GetInt32(), Label.Parse("2026-01-10-013").Value - Label.Parse("2025-12-22-004").Value);
    }

    [Fact]
    public void Vector_LBL_3_longer_intervals_count_their_windows_of_the_day()
    {
        int[] minutes = [0, 235, 240, 475, 480, 720, 960, 1439];
        long day = Label.Parse("2025-12-22-001").Value.Start_ms;
        foreach (JsonProperty pair in Read("LBL-3").EnumerateObject())
        {
            BarInterval interval = BarInterval.Parse(pair.Name).Value;
            int[] expected = [.. pair.Value.EnumerateArray().Select(number => number.GetInt32())];
            Assert.Equal(expected.Length, minutes.Length);
            Assert.All(expected.Zip(minutes), row => Assert.Equal(row.First, interval.OfDay(day + row.Second * 60_000L)));
        }
    }

    [Fact]
    public void Label_000_is_refused_with_the_first_valid_one_named()
    {
        string message = Label.Parse("2025-12-22-000").Fault!.Message;
        Assert.Contains("001", message);
        Assert.False(Label.Parse("2025-12-22-289").IsOk);
    }
}
