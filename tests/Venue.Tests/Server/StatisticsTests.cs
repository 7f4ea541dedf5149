using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

public class StatisticsTests
{
    [Theory]
    [InlineData("openInterestHist?symbol=BTCUSDT", "sumOpenInterest")]
    [InlineData("topLongShortPositionRatio?symbol=BTCUSDT", "longAccount")]
    [InlineData("topLongShortAccountRatio?symbol=BTCUSDT", "longAccount")]
    [InlineData("globalLongShortAccountRatio?symbol=BTCUSDT", "longShortRatio")]
    [InlineData("takerlongshortRatio?symbol=BTCUSDT", "buySellRatio")]
    [InlineData("basis?pair=BTCUSDT&contractType=PERPETUAL", "indexPrice")]
    public async Task A_row_stands_for_every_full_period_and_stays_as_it_is(string query, string field)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        JsonElement[] rows = await RowsAsync(venue, $"{query}&period=5m&limit=48");
        Assert.Equal(48, rows.Length);
        long[] times = [.. rows.Select(row => row.GetProperty("timestamp").GetInt64())];
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(300_000, pair.Second - pair.First));
        Assert.InRange(await venue.TimeAsync() - times[^1], 0, 300_000 + 60_000);
        Assert.True(rows.Select(row => Number(row, field)).Distinct().Count() > 5);
        JsonElement[] again = await RowsAsync(venue, $"{query}&period=5m&startTime={times[10]}&endTime={times[20]}");
        Assert.Equal(times[10..21], again.Select(row => row.GetProperty("timestamp").GetInt64()));
        Assert.Equal(field == "sumOpenInterest" ? 0 : Number(rows[10], field), field == "sumOpenInterest" ? 0 : Number(again[0], field));
    }

    [Fact]
    public async Task Taker_volumes_and_the_basis_are_those_of_the_klines()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        JsonElement taker = (await RowsAsync(venue, "takerlongshortRatio?symbol=BTCUSDT&period=1h&limit=2"))[0];
        long open_ms = taker.GetProperty("timestamp").GetInt64() - 3_600_000;
        JsonElement bar = (await venue.GetAsync($"/fapi/v1/klines?symbol=BTCUSDT&interval=1h&startTime={open_ms}&limit=1")).Body[0];
        decimal volume = decimal.Parse(bar[5].GetString()!, CultureInfo.InvariantCulture), bought = decimal.Parse(bar[9].GetString()!, CultureInfo.InvariantCulture);
        Assert.Equal((bought, volume - bought), (Number(taker, "buyVol"), Number(taker, "sellVol")));
        JsonElement basis = (await RowsAsync(venue, "basis?pair=BTCUSDT&contractType=PERPETUAL&period=1h&limit=2"))[0];
        Assert.Equal(Number(basis, "futuresPrice") - Number(basis, "indexPrice"), Number(basis, "basis"));
        Assert.Equal(decimal.Parse(bar[4].GetString()!, CultureInfo.InvariantCulture), Number(basis, "futuresPrice"));
    }

    private static async Task<JsonElement[]> RowsAsync(TestVenue venue, string query)
    {
        Answer answer = await venue.GetAsync("/futures/data/" + query);
        Assert.True(answer.Status == 200, answer.Body.GetRawText());
        return [.. answer.Body.EnumerateArray()];
    }

    private static decimal Number(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
