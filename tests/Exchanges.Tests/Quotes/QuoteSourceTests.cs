using System.Text.Json;
using Platform.Domain.Market;
using Platform.Exchanges.Binance.Quotes;
using Platform.Exchanges.Hyperliquid;
using Platform.Exchanges.Okx;
using Platform.Exchanges.Paradex;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Quotes.Engine;
using Platform.Exchanges.QuoteSources;
using Platform.Exchanges.Sockets;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Exchanges.Tests.Quotes;

public class QuoteSourceTests
{
    [Theory]
    [InlineData("BTC", "BTC/USD*:PERP", 1)]
    [InlineData("kPEPE", "PEPE/USD*:PERP", 1_000)]
    [InlineData("1000PEPE", "PEPE/USD*:PERP", 1_000)]
    [InlineData("1000000MOG", "MOG/USD*:PERP", 1_000_000)]
    [InlineData("1MBABYDOGE", "BABYDOGE/USD*:PERP", 1_000_000)]
    [InlineData("1INCH", "1INCH/USD*:PERP", 1)]
    [InlineData("币安人生", "币安人生/USD*:PERP", 1)]
    public void A_listed_name_becomes_one_canonical_symbol(string coin, string symbol, int unit)
    {
        Assert.Equal(symbol, CanonicalSymbol.Of(coin, out decimal found));
        Assert.Equal(unit, found);
    }

    [Theory]
    [InlineData("BTC/USDT", "BTC/USD*:PERP")]
    [InlineData("btc", "BTC/USD*:PERP")]
    [InlineData("BTC-USDT-SWAP", "BTC/USD*:PERP")]
    [InlineData("BTCUSDT", "BTC/USD*:PERP")]
    [InlineData("BTC-USD-PERP", "BTC/USD*:PERP")]
    [InlineData("BTC/USD*:PERP", "BTC/USD*:PERP")]
    [InlineData("kPEPE", "PEPE/USD*:PERP")]
    [InlineData("BTC/ETH", null)]
    [InlineData("", null)]
    public void What_a_person_writes_is_understood(string text, string? symbol) => Assert.Equal(symbol, CanonicalSymbol.Parse(text));

    [Fact]
    public void Okx_contracts_are_read_with_their_value()
    {
        QuoteInstrument only = Assert.Single(OkxExchange.ReadInstruments(Json("""
            {"code":"0","msg":"","data":[
            {"instId":"BTC-USDT-SWAP","instFamily":"BTC-USDT","ctType":"linear","ctVal":"0.01","ctMult":"1","lotSz":"0.1","state":"live"},
            {"instId":"BTC-USD-SWAP","instFamily":"BTC-USD","ctType":"inverse","ctVal":"100","ctMult":"1","lotSz":"1","state":"live"},
            {"instId":"OLD-USDT-SWAP","instFamily":"OLD-USDT","ctType":"linear","ctVal":"1","ctMult":"1","lotSz":"1","state":"suspend"}]}
            """)));
        Assert.Equal(new QuoteInstrument("BTC-USDT-SWAP", "BTC/USD*:PERP", "USDT", 1, 0.01m, 0.001m), only);
    }

    [Fact]
    public void Paradex_perpetuals_are_read_and_options_are_not()
    {
        QuoteInstrument only = Assert.Single(ParadexExchange.ReadInstruments(Json("""
            {"results":[
            {"symbol":"kPEPE-USD-PERP","base_currency":"kPEPE","quote_currency":"USD","order_size_increment":"10","price_tick_size":"0.000001","asset_kind":"PERP","funding_period_hours":4},
            {"symbol":"BTC-USD-60000-C","base_currency":"BTC","quote_currency":"USD","order_size_increment":"0.01","price_tick_size":"1","asset_kind":"PERP_OPTION"}]}
            """)));
        Assert.Equal(new QuoteInstrument("kPEPE-USD-PERP", "PEPE/USD*:PERP", "USD", 1_000, 1_000, 10_000) { FundingInterval_hours = 4 }, only);
    }

    [Fact]
    public void Hyperliquid_coins_are_read_with_their_step_and_hourly_funding()
    {
        IReadOnlyList<QuoteInstrument> read = HyperliquidExchange.ReadInstruments(Json("""
            [{"universe":[{"name":"BTC","szDecimals":5},{"name":"kPEPE","szDecimals":0},{"name":"GONE","szDecimals":1,"isDelisted":true},{"name":"xyz:GOLD","szDecimals":2}]},
             [{"funding":"0.0000125"},{"funding":"-0.00003"},{},{}]]
            """));
        Assert.Equal(["BTC/USD*:PERP", "PEPE/USD*:PERP", "GOLD/USD*:PERP"], read.Select(row => row.Symbol));
        Assert.Equal((0.00001m, 0.0000125, 1.0), (read[0].SizeStep, read[0].FundingRate!.Value, read[0].FundingInterval_hours));
        Assert.Equal((1_000m, 1_000m), (read[1].PriceUnit, read[1].SizeStep));
    }

    [Fact]
    public void Binance_perpetuals_are_read()
    {
        IReadOnlyList<QuoteInstrument> read = BinanceQuotes.ReadInstruments(Json("""
            {"symbols":[{"symbol":"1000PEPEUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"1000PEPE","quoteAsset":"USDT","filters":[{"filterType":"LOT_SIZE","stepSize":"1"}]},
            {"symbol":"BTCUSDT_260925","contractType":"CURRENT_QUARTER","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[]}]}
            """));
        Assert.Equal(new QuoteInstrument("1000PEPEUSDT", "PEPE/USD*:PERP", "USDT", 1_000, 1_000, 1_000), Assert.Single(read));
    }

    [Fact]
    public void Addresses_of_different_environments_are_refused()
    {
        QuoteEndpoint main = QuoteEndpoint.Find("okx", QuoteEnvironment.Main).Value, test = QuoteEndpoint.Find("hyperliquid", QuoteEnvironment.Test).Value;
        Assert.Contains("okx is main and hyperliquid is test", QuoteEndpoint.FindMixture([main, test])!.Message, StringComparison.Ordinal);
        Assert.Null(QuoteEndpoint.FindMixture([main, QuoteEndpoint.Find("binance", QuoteEnvironment.Main).Value]));
    }

    [Theory]
    [InlineData("okx", QuoteEnvironment.Main, "", "wss://ws.okx.com:8443/ws/v5/public")]
    [InlineData("okx", QuoteEnvironment.Test, "", "wss://wspap.okx.com:8443/ws/v5/public")]
    [InlineData("okx", QuoteEnvironment.Main, "eea", "wss://wseea.okx.com:8443/ws/v5/public")]
    [InlineData("okx", QuoteEnvironment.Test, "eea", "wss://wseeapap.okx.com:8443/ws/v5/public")]
    [InlineData("okx", QuoteEnvironment.Main, "us", "wss://wsus.okx.com:8443/ws/v5/public")]
    [InlineData("hyperliquid", QuoteEnvironment.Main, "", "wss://api.hyperliquid.xyz/ws")]
    [InlineData("hyperliquid", QuoteEnvironment.Test, "", "wss://api.hyperliquid-testnet.xyz/ws")]
    [InlineData("paradex", QuoteEnvironment.Main, "", "wss://ws.api.prod.paradex.trade/v1?sbeSchemaId=1&sbeSchemaVersion=1")]
    [InlineData("paradex", QuoteEnvironment.Test, "", "wss://ws.api.testnet.paradex.trade/v1?sbeSchemaId=1&sbeSchemaVersion=1")]
    public void Hosts_are_those_published(string exchange, QuoteEnvironment environment, string region, string socket) =>
        Assert.Equal(new Uri(socket), QuoteEndpoint.Find(exchange, environment, region).Value.Socket);

    [Theory]
    [InlineData("kraken", "")]
    [InlineData("binance", "eea")]
    [InlineData("okx", "mars")]
    public void Unknown_exchanges_and_regions_are_refused(string exchange, string region) => Assert.False(QuoteEndpoint.Find(exchange, QuoteEnvironment.Main, region).IsOk);

    /// <summary>Readers on other threads never see half of a quote: each has an ask of its bid plus one.</summary>
    [Fact]
    public async Task Reads_without_a_lock_see_whole_quotes()
    {
        const string Symbol = "BTC/USD*:PERP";
        var engine = new QuoteEngine([new EngineExchange("okx", [Symbol])], new ReceiveClock(ManualClock.At(1_784_073_600_000)));
        engine.Quote(new MarketDataUpdate("okx", Symbol, 1, 2, 1, 1, 1, 1));
        using var stop = new CancellationTokenSource();
        Task<long> reading = Task.Run(() =>
        {
            long torn = 0;
            while (!stop.IsCancellationRequested)
            {
                MarketDataUpdate quote = engine.GetQuote("okx", Symbol)!.Value.Quote;
                torn += quote.Ask - quote.Bid == 1 && quote.BidSize == quote.Bid ? 0 : 1;
            }

            return torn;
        });
        for (int i = 1; i <= 300_000; i++)
            engine.Quote(new MarketDataUpdate("okx", Symbol, i, i + 1, i, i, i, i));
        await stop.CancelAsync();
        Assert.Equal(0, await reading);
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
