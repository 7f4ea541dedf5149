using Platform.Domain.Instruments;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Market;

/// <summary>The public market-data endpoints, without an API key. Rows ascend by time or id.</summary>
public sealed class BinanceMarketClient(BinanceRest rest)
{
    /// <summary>Venue time, Unix ms.</summary>
    public Task<Result<long>> GetTimeAsync(CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Get("/fapi/v1/time", new RequestText(), 1), root => root.Int64("serverTime"), cancel);

    public Task<Result<IReadOnlyList<Instrument>>> GetInstrumentsAsync(CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Get("/fapi/v1/exchangeInfo", new RequestText(), 1), ExchangeInfoMapping.ReadAll, cancel);

    /// <summary>Trades with this id or a greater one, at most 1000. The venue serves the last 48 hours.</summary>
    public Task<Result<IReadOnlyList<AggTrade>>> GetAggTradesFromAsync(string symbol, long fromId, int limit, CancellationToken cancel) =>
        AggTradesAsync(new RequestText().Add("symbol", symbol).Add("fromId", fromId).Add("limit", limit), cancel);

    /// <summary>Trades with start ≤ T ≤ end, oldest first, at most 1000; the span must be under one hour.</summary>
    public Task<Result<IReadOnlyList<AggTrade>>> GetAggTradesBetweenAsync(string symbol, long start_ms, long end_ms, int limit, CancellationToken cancel) =>
        AggTradesAsync(new RequestText().Add("symbol", symbol).Add("startTime", start_ms).Add("endTime", end_ms).Add("limit", limit), cancel);

    /// <summary>The newest trades, at most 1000.</summary>
    public Task<Result<IReadOnlyList<AggTrade>>> GetNewestAggTradesAsync(string symbol, int limit, CancellationToken cancel) =>
        AggTradesAsync(new RequestText().Add("symbol", symbol).Add("limit", limit), cancel);

    /// <summary>Klines with open time in [start, end]; null means no limit. At most 1500.</summary>
    public Task<Result<IReadOnlyList<Kline>>> GetKlinesAsync(string symbol, string interval, long? start_ms, long? end_ms, int limit, CancellationToken cancel) =>
        rest.SendAsync(KlineRequest("/fapi/v1/klines", symbol, interval, start_ms, end_ms, limit), root => root.Many(MarketMapping.Kline), cancel);

    /// <summary>Premium index bars; the values are rates. At most 1500.</summary>
    public Task<Result<IReadOnlyList<RateKline>>> GetPremiumIndexKlinesAsync(string symbol, string interval, long? start_ms, long? end_ms, int limit, CancellationToken cancel) =>
        rest.SendAsync(KlineRequest("/fapi/v1/premiumIndexKlines", symbol, interval, start_ms, end_ms, limit), root => root.Many(MarketMapping.RateKline), cancel);

    /// <summary>The order book; the limit must be 5, 10, 20, 50, 100, 500 or 1000.</summary>
    public Task<Result<BookSnapshot>> GetDepthAsync(string symbol, int limit, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Get("/fapi/v1/depth", new RequestText().Add("symbol", symbol).Add("limit", limit), DepthWeight(limit)), MarketMapping.Book, cancel);

    /// <summary>One symbol, or all when null.</summary>
    public Task<Result<IReadOnlyList<PremiumIndex>>> GetPremiumIndexAsync(string? symbol, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Get("/fapi/v1/premiumIndex", new RequestText().AddIf("symbol", symbol), symbol is null ? 10 : 1),
            root => root.OneOrMany(MarketMapping.PremiumIndex),
            cancel);

    /// <summary>Settled funding rates with start ≤ time ≤ end, at most 1000; without start and end the newest.</summary>
    public Task<Result<IReadOnlyList<FundingRate>>> GetFundingRatesAsync(string? symbol, long? start_ms, long? end_ms, int limit, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Get("/fapi/v1/fundingRate", new RequestText().AddIf("symbol", symbol).AddIf("startTime", start_ms).AddIf("endTime", end_ms).Add("limit", limit), 1),
            root => root.Many(MarketMapping.FundingRate),
            cancel);

    /// <summary>Only contracts whose terms differ from the default.</summary>
    public Task<Result<IReadOnlyList<FundingTerms>>> GetFundingTermsAsync(CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Get("/fapi/v1/fundingInfo", new RequestText(), 0), root => root.Many(MarketMapping.FundingTerms), cancel);

    /// <summary>Quote volume of the last 24 hours of every contract.</summary>
    public Task<Result<IReadOnlyList<DayVolume>>> GetDayVolumesAsync(CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Get("/fapi/v1/ticker/24hr", new RequestText(), 40), root => root.OneOrMany(MarketMapping.DayVolume), cancel);

    /// <summary>One symbol, or all when null.</summary>
    public Task<Result<IReadOnlyList<BestQuote>>> GetBestQuotesAsync(string? symbol, CancellationToken cancel) =>
        rest.SendAsync(
            BinanceRequest.Get("/fapi/v1/ticker/bookTicker", new RequestText().AddIf("symbol", symbol), symbol is null ? 5 : 2),
            root => root.OneOrMany(MarketMapping.Quote),
            cancel);

    private Task<Result<IReadOnlyList<AggTrade>>> AggTradesAsync(RequestText text, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Get("/fapi/v1/aggTrades", text, 20), root => root.Many(MarketMapping.AggTrade), cancel);

    private static BinanceRequest KlineRequest(string path, string symbol, string interval, long? start_ms, long? end_ms, int limit) =>
        BinanceRequest.Get(
            path,
            new RequestText().Add("symbol", symbol).Add("interval", interval).AddIf("startTime", start_ms).AddIf("endTime", end_ms).Add("limit", limit),
            limit switch { < 100 => 1, < 500 => 2, <= 1000 => 5, _ => 10 });

    private static int DepthWeight(int limit) => limit switch { <= 50 => 2, 100 => 5, 500 => 10, _ => 20 };
}
