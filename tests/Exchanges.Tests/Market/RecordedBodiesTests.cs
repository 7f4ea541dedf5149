using System.Text.Json;
using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Tests.Kit;
using Platform.Exchanges.Tests.Rest;
using Xunit;

namespace Platform.Exchanges.Tests.Market;

public sealed class RecordedBodiesTests
{
    [Theory]
    [InlineData("exchangeInfo-2021-07.json", 122)]
    [InlineData("exchangeInfo-2025-03.json", 454)]
    public async Task Every_contract_of_a_recorded_exchange_info_is_read(string file, int count)
    {
        IReadOnlyList<Instrument> instruments = await ReadAsync(await File.ReadAllTextAsync(RecordedData.Path("binance-usdm-rest", file)));

        Assert.Equal(count, instruments.Count);
        Instrument bitcoin = instruments.Single(instrument => instrument.Symbol == "BTCUSDT");
        Assert.Equal("btc-usdt", bitcoin.SystemName);
        Assert.Equal(InstrumentStatus.Trading, bitcoin.Status);
        Assert.Equal(Quantity.Parse("0.001"), bitcoin.Lot.Step);
        Assert.True(bitcoin.MarketLot.Max <= bitcoin.Lot.Max);
        Assert.True(bitcoin.Price.Tick.Units > 0);
        Assert.All(instruments, instrument => Assert.True(instrument.Lot.Step.Units > 0, instrument.Symbol));
    }

    [Fact]
    public async Task Unknown_statuses_types_and_filters_do_not_stop_the_reading()
    {
        const string body = """
            {"symbols":[{"symbol":"币安人生USDT","baseAsset":"币安人生","quoteAsset":"USDT","marginAsset":"USDT","contractType":"SOMETHING_NEW","status":"DANCING","onboardDate":5,
            "filters":[{"filterType":"NEVER_SEEN","x":[1]},{"filterType":"LOT_SIZE","minQty":"1","maxQty":"10","stepSize":"1"},{"filterType":"MIN_NOTIONAL","notional":"5"}]}]}
            """;

        Instrument instrument = (await ReadAsync(body)).Single();

        Assert.Equal("币安人生USDT", instrument.Symbol);
        Assert.Equal(InstrumentStatus.Other, instrument.Status);
        Assert.Equal(instrument.Lot, instrument.MarketLot);
        Assert.Equal(Notional.Parse("5"), instrument.MinNotional);
    }

    [Fact]
    public async Task The_documented_examples_of_the_market_endpoints_are_read()
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        foreach ((string path, string file) in new[]
        {
            ("aggTrades", "GetAggregatedTradeHistory"), ("klines", "GetKlines"), ("premiumIndexKlines", "GetPremiumIndexKlines"), ("depth", "GetOrderBook"),
            ("premiumIndex", "GetMarkPrice"), ("fundingRate", "GetFundingRates"), ("fundingInfo", "GetFundingInfo"), ("ticker/bookTicker", "GetBookPrice"),
        })
            venue.Answer($"GET /fapi/v1/{path}", Fixtures.Body("Endpoints/UsdFutures/ExchangeData", file));
        using BinanceRest rest = BinanceRestTests.Rest(venue);
        var market = new BinanceMarketClient(rest);
        CancellationToken cancel = CancellationToken.None;

        Assert.NotEmpty((await market.GetNewestAggTradesAsync("BTCUSDT", 500, cancel)).Value);
        Kline kline = (await market.GetKlinesAsync("BTCUSDT", "5m", null, null, 500, cancel)).Value[0];
        Assert.True(kline.Low <= kline.Open && kline.Open <= kline.High && kline.CloseTime_ms > kline.OpenTime_ms);
        Assert.NotEmpty((await market.GetPremiumIndexKlinesAsync("BTCUSDT", "5m", null, null, 500, cancel)).Value);
        BookSnapshot book = (await market.GetDepthAsync("BTCUSDT", 100, cancel)).Value;
        Assert.True(book.Bids[0].Price < book.Asks[0].Price);
        Assert.NotEmpty((await market.GetPremiumIndexAsync(null, cancel)).Value);
        Assert.NotEmpty((await market.GetFundingRatesAsync("BTCUSDT", null, null, 100, cancel)).Value);
        Assert.NotEmpty((await market.GetFundingTermsAsync(cancel)).Value);
        Assert.NotEmpty((await market.GetBestQuotesAsync("BTCUSDT", cancel)).Value);
    }

    private static async Task<IReadOnlyList<Instrument>> ReadAsync(string body)
    {
        await using ScriptedVenue venue = await ScriptedVenue.StartAsync();
        venue.Answer("GET /fapi/v1/exchangeInfo", body);
        using BinanceRest rest = BinanceRestTests.Rest(venue);
        return (await new BinanceMarketClient(rest).GetInstrumentsAsync(CancellationToken.None)).Value;
    }
}
