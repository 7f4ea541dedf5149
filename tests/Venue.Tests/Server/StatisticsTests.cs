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
    public async Task There_is_one_row_for_each_full_period_and_it_does_not_change(string query, string field)
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
    public async Task Past_open_interest_is_a_multiple_of_the_step()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        JsonElement[] rows = await RowsAsync(venue, "openInterestHist?symbol=SOLUSDT&period=1h&limit=100");
        Assert.All(rows, row => Assert.Equal(0, Number(row, "sumOpenInterest") % 0.01m));
    }

    [Fact]
    public async Task Past_fundings_agree_with_the_klines_of_their_time()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => options with { Exchange = options.Exchange with { Symbols = 1, Speed = 50 } });
        JsonElement[] rows = [.. (await venue.GetAsync("/fapi/v1/fundingRate?symbol=BTCUSDT&limit=20")).Body.EnumerateArray()];
        Assert.True(rows.Select(row => row.GetProperty("markPrice").GetString()).Distinct().Count() > 15);
        foreach (JsonElement row in rows[^3..])
        {
            long at_ms = row.GetProperty("fundingTime").GetInt64();
            JsonElement mark = (await venue.GetAsync($"/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1m&limit=1&startTime={at_ms}")).Body[0];
            Assert.Equal(Number(row, "markPrice"), decimal.Parse(mark[1].GetString()!, CultureInfo.InvariantCulture));
            JsonElement premium = (await venue.GetAsync($"/fapi/v1/premiumIndexKlines?symbol=BTCUSDT&interval=1m&limit=1&startTime={at_ms - 60_000}")).Body[0];
            decimal average = decimal.Parse(premium[4].GetString()!, CultureInfo.InvariantCulture);
            Assert.Equal(Number(row, "fundingRate"), average + Math.Clamp(0.0001m - average, -0.0005m, 0.0005m));
            Assert.Equal(12, premium[8].GetInt32());
        }
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
