using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>Composite indices, asset indices, insurance funds and sessions: REST and streams agree (spec/binance-usdm.md §2.1, §3).</summary>
public class IndexTests
{
    [Theory]
    [InlineData("startTime=253402300799000")]
    [InlineData("startTime=9223372036854775807")]
    [InlineData("endTime=1")]
    [InlineData("startTime=0&endTime=1")]
    public async Task There_are_no_candles_of_the_future_or_before_the_history(string window)
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        foreach (string path in new[] { "klines?symbol=BTCUSDT", "markPriceKlines?symbol=BTCUSDT", "premiumIndexKlines?symbol=BTCUSDT", "indexPriceKlines?pair=BTCUSDT" })
        {
            foreach (string interval in new[] { "1m", "1w", "1M" })
            {
                Answer answer = await venue.GetAsync($"/fapi/v1/{path}&interval={interval}&{window}");
                Assert.Equal((200, 0), (answer.Status, answer.Body.GetArrayLength()));
            }
        }
    }

    [Fact]
    public async Task The_components_of_a_composite_index_sum_to_the_index_in_every_response()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => TestVenue.Generous(options) with { Exchange = options.Exchange with { Symbols = 240 } });
        Assert.Equal(["BTCDOMUSDT", "DEFIUSDT"], (await venue.GetAsync("/fapi/v1/indexInfo")).Body.EnumerateArray().Select(basket => basket.GetProperty("symbol").GetString()));
        JsonElement dominance = (await venue.GetAsync("/fapi/v1/indexInfo?symbol=BTCDOMUSDT")).Body.GetProperty("baseAssetList")[0];
        Assert.Equal(("BTC", "ETH"), (dominance.GetProperty("baseAsset").GetString(), dominance.GetProperty("quoteAsset").GetString()));
        JsonElement row = (await venue.GetAsync("/fapi/v1/indexInfo?symbol=DEFIUSDT")).Body;
        Assert.Equal(1m, row.GetProperty("baseAssetList").EnumerateArray().Sum(asset => Number(asset, "weightInPercentage")));
        JsonElement listed = (await venue.GetAsync("/fapi/v1/exchangeInfo")).Body.GetProperty("symbols").EnumerateArray().Single(symbol => symbol.GetProperty("symbol").GetString() == "DEFIUSDT");
        Assert.Equal("INDEX", listed.GetProperty("underlyingType").GetString());
        Assert.Equal(
            row.GetProperty("baseAssetList").EnumerateArray().Select(asset => asset.GetProperty("baseAsset").GetString() + "USDT"),
            (await venue.GetAsync("/fapi/v1/constituents?symbol=DEFIUSDT")).Body.GetProperty("constituents").EnumerateArray().Select(one => one.GetProperty("symbol").GetString()));

        await using StreamClient client = await venue.OpenAsync("/market/ws/btcusdt@compositeIndex/defiusdt@compositeIndex/btcdomusdt@compositeIndex");
        foreach (string symbol in (string[])["DEFIUSDT", "BTCDOMUSDT"])
        {
            JsonElement basket = await client.NextAsync(message => message.GetProperty("s").GetString() == symbol);
            Assert.Equal("e,E,s,p,C,c", string.Join(',', basket.EnumerateObject().Select(field => field.Name)));
            decimal worth = basket.GetProperty("c").EnumerateArray().Sum(component => Number(component, "w") * Number(component, "i")), price = Number(basket, "p");
            decimal cut = basket.GetProperty("c").EnumerateArray().Sum(component => Number(component, "i")) * 0.00000001m;
            Assert.InRange(worth, price - cut, price);
        }

        Assert.Equal("[]", (await venue.GetAsync("/fapi/v1/indexInfo?symbol=BTCUSDT")).Body.GetRawText());
    }

    [Fact]
    public async Task Asset_rates_are_the_index_price_with_the_buffers()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        JsonElement[] rows = [.. (await venue.GetAsync("/fapi/v1/assetIndex")).Body.EnumerateArray()];
        Assert.Equal(["BTCUSD", "ETHUSD", "SOLUSD", "USDTUSD"], rows.Select(row => row.GetProperty("symbol").GetString()));
        Assert.All(rows, row => Assert.InRange(Number(row, "index") * (1 - Number(row, "bidBuffer")) - Number(row, "bidRate"), 0, 0.00000001m));
        Assert.Equal("USDTUSD", (await venue.GetAsync("/fapi/v1/assetIndex?symbol=USDTUSD")).Body.GetProperty("symbol").GetString());
        Assert.Equal(-1121, (await venue.GetAsync("/fapi/v1/assetIndex?symbol=LUCKUSD")).Code);
        await using StreamClient client = await venue.OpenAsync("/market/stream?streams=!assetIndex@arr/btcusd@assetIndex");
        JsonElement all = (await client.NextAsync(message => message.GetProperty("stream").GetString() == "!assetIndex@arr")).GetProperty("data");
        Assert.Equal(rows.Length, all.GetArrayLength());
        JsonElement one = (await client.NextAsync(message => message.GetProperty("stream").GetString() == "btcusd@assetIndex")).GetProperty("data");
        Assert.Equal("e,E,s,i,b,a,B,A,q,g,Q,G", string.Join(',', one.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(all[0].GetProperty("i").GetString(), one.GetProperty("i").GetString());
    }

    [Fact]
    public async Task The_sessions_of_shares_and_commodities_are_published_every_second_and_scheduled_for_two_weeks()
    {
        await using TestVenue venue = await TestVenue.StartAsync(options => options with { Exchange = options.Exchange with { VirtualStart_ms = 1_765_244_143_000 } });
        await using StreamClient client = await venue.OpenAsync("/market/ws/tradingSession");
        JsonElement equity = await client.EventAsync("EquityUpdate"), goods = await client.EventAsync("CommodityUpdate");
        Assert.Equal("e,E,t,T,S", string.Join(',', equity.EnumerateObject().Select(field => field.Name)));
        Assert.Equal((1_765_242_000_000, 1_765_270_800_000, "OVERNIGHT"), (equity.GetProperty("t").GetInt64(), equity.GetProperty("T").GetInt64(), equity.GetProperty("S").GetString()));
        Assert.Equal("REGULAR", goods.GetProperty("S").GetString());
        JsonElement schedules = (await venue.GetAsync("/fapi/v1/tradingSchedule")).Body.GetProperty("marketSchedules");
        Assert.Equal(["EQUITY", "COMMODITY", "KR_EQUITY", "HK_EQUITY", "CN_EQUITY", "FX"], schedules.EnumerateObject().Select(market => market.Name));
        Assert.Contains(schedules.GetProperty("EQUITY").GetProperty("sessions").EnumerateArray(), session => session.GetProperty("startTime").GetInt64() == 1_765_242_000_000);
    }

    [Fact]
    public async Task All_contracts_share_one_insurance_fund_which_receives_the_rest_of_a_liquidation()
    {
        await using TestVenue venue = await TestVenue.StartAsync();
        await venue.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5");
        decimal before = await FundAsync(venue);
        await venue.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent("""{"action":"liquidate","account":"AK"}"""), null, "T");
        Assert.True(await FundAsync(venue) > before);
        Assert.Equal(JsonValueKind.Array, (await venue.GetAsync("/fapi/v1/insuranceBalance")).Body.ValueKind);
        Assert.Equal("low", (await venue.GetAsync("/fapi/v1/symbolAdlRisk?symbol=BTCUSDT")).Body.GetProperty("adlRisk").GetString());
        Assert.Equal(-1102, (await venue.GetAsync("/futures/data/delivery-price")).Code);
        Assert.Equal("[]", (await venue.GetAsync("/futures/data/delivery-price?pair=BTCUSDT")).Body.GetRawText());
    }

    private static async Task<decimal> FundAsync(TestVenue venue) => Number((await venue.GetAsync("/fapi/v1/insuranceBalance?symbol=BTCUSDT")).Body.GetProperty("assets")[0], "marginBalance");

    private static decimal Number(JsonElement row, string field) => decimal.Parse(row.GetProperty(field).GetString()!, CultureInfo.InvariantCulture);
}
