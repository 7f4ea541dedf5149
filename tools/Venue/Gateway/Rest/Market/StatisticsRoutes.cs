using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Core.Sources;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>
/// Routes of the statistics of /futures/data, one row for each full period. Taker volumes and the basis are those of the simulated tape. Past open interest is
/// the current one, varied by a deterministic wave; the ratios of long to short traders are deterministic waves around one.
/// </summary>
internal sealed class StatisticsRoutes(Exchange exchange)
{
    private const long Kept_ms = 30 * 86_400_000L;

    private static readonly Dictionary<string, long> Periods = new(StringComparer.Ordinal)
    {
        ["5m"] = 300_000, ["15m"] = 900_000, ["30m"] = 1_800_000, ["1h"] = 3_600_000, ["2h"] = 7_200_000,
        ["4h"] = 14_400_000, ["6h"] = 21_600_000, ["12h"] = 43_200_000, ["1d"] = 86_400_000,
    };

    public IEnumerable<Route> Routes =>
    [
        Of("openInterestHist", "symbol", OpenInterest),
        Of("topLongShortPositionRatio", "symbol", (call, request) => Ratio(call, request, 1)),
        Of("topLongShortAccountRatio", "symbol", (call, request) => Ratio(call, request, 2)),
        Of("globalLongShortAccountRatio", "symbol", (call, request) => Ratio(call, request, 3)),
        Of("takerlongshortRatio", "symbol", TakerVolumes),
        Of("basis", "pair", Basis),
        new("GET", "/futures/data/delivery-price", RouteSecurity.Public, DeliveriesAsync) { Weight = static _ => 0, Pool = RequestPool.Statistics },
    ];

    /// <summary>Writes the past deliveries of a pair, which are always empty.</summary>
    private ValueTask<ApiError?> DeliveriesAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string pair = read.Required("pair");
        if (read.Error is { } error)
            return new(error);
        if (exchange.Market.Listing(pair) is null)
            return new(ApiError.InvalidSymbol);
        call.Json.WriteStartArray();
        call.Json.WriteEndArray();
        return default;
    }

    private Route Of(string name, string subject, Action<ApiCall, StatisticsRequest> answer) =>
        new("GET", $"/futures/data/{name}", RouteSecurity.Public, call => AnswerAsync(call, subject, answer)) { Weight = static _ => 0, Pool = RequestPool.Statistics };

    private ValueTask<ApiError?> AnswerAsync(ApiCall call, string subject, Action<ApiCall, StatisticsRequest> answer)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required(subject), period = read.Required("period");
        int limit = read.Limit(30, 500);
        (long? start_ms, long? end_ms) = read.Window();
        long period_ms = 0;
        if (read.Error is null && !Periods.TryGetValue(period, out period_ms))
            read.Fail(ApiError.Malformed("period"));
        if (read.Error is { } error)
            return new(error);
        if (subject == "pair")
            symbol = exchange.Market.SymbolOf(symbol, read.Text("contractType") ?? "PERPETUAL") ?? "";
        if (exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        call.Json.WriteStartArray();
        answer(call, new StatisticsRequest(symbol, period, period_ms, TimesOf(call.Now_ms, period_ms, limit, start_ms, end_ms)));
        call.Json.WriteEndArray();
        return default;
    }

    /// <summary>The ends of the full periods between two times, Unix ms, ascending: the newest of the last thirty days, up to the limit.</summary>
    private static List<long> TimesOf(long now_ms, long period_ms, int limit, long? start_ms, long? end_ms)
    {
        long newest = Math.Min(now_ms, end_ms ?? now_ms) / period_ms * period_ms;
        long oldest = Math.Max(now_ms - Kept_ms, start_ms ?? 0);
        var times = new List<long>();
        for (long at = newest; at >= oldest && times.Count < limit; at -= period_ms)
            times.Add(at);
        times.Reverse();
        return times;
    }

    private void OpenInterest(ApiCall call, StatisticsRequest request)
    {
        if (exchange.Market.OpenInterest(request.Symbol) is not { } interest || exchange.Market.Premium(request.Symbol) is not { } premium)
            return;
        Quantity step = exchange.Market.Listing(request.Symbol)!.Instrument.Lot.Step;
        double now = 0.9 + 0.2 * Wave(request.Symbol, 4, call.Now_ms);
        foreach (long at_ms in request.Times)
        {
            Quantity open = Quantity.FromUnits((long)(interest.OpenInterest.Units * ((0.9 + 0.2 * Wave(request.Symbol, 4, at_ms)) / now))).TruncateTo(step);
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, request.Symbol);
            call.Json.WriteQuantity("sumOpenInterest"u8, open, 8);
            call.Json.WriteNotional("sumOpenInterestValue"u8, open * premium.MarkPrice, 8);
            call.Json.WriteQuantity("CMCCirculatingSupply"u8, Quantity.Zero, 8);
            call.Json.WriteNumber("timestamp"u8, at_ms);
            call.Json.WriteEndObject();
        }
    }

    private static void Ratio(ApiCall call, StatisticsRequest request, int series)
    {
        foreach (long at_ms in request.Times)
        {
            int longs = (int)(10_000 * (0.35 + 0.3 * Wave(request.Symbol, series, at_ms))), shorts = 10_000 - longs;
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, request.Symbol);
            call.Json.WriteRate("longShortRatio"u8, Rate.FromUnits(longs * 100_000_000L / shorts), 4);
            call.Json.WriteRate("longAccount"u8, Rate.FromUnits(longs * 10_000L), 4);
            call.Json.WriteRate("shortAccount"u8, Rate.FromUnits(shorts * 10_000L), 4);
            call.Json.WriteNumber("timestamp"u8, at_ms);
            call.Json.WriteEndObject();
        }
    }

    private void TakerVolumes(ApiCall call, StatisticsRequest request)
    {
        foreach (KlineView bar in BarsOf(request, KlineSeries.Contract))
        {
            Quantity bought = bar.TakerBuyVolume, sold = bar.Volume - bar.TakerBuyVolume;
            double ratio = sold.IsZero ? 0 : bought.ToDouble() / sold.ToDouble();
            call.Json.WriteStartObject();
            call.Json.WriteRate("buySellRatio"u8, Rate.FromUnits((long)(ratio * 1e8)), 4);
            call.Json.WriteQuantity("sellVol"u8, sold, 4);
            call.Json.WriteQuantity("buyVol"u8, bought, 4);
            call.Json.WriteNumber("timestamp"u8, bar.Open_ms + request.Period_ms);
            call.Json.WriteEndObject();
        }
    }

    private void Basis(ApiCall call, StatisticsRequest request)
    {
        Dictionary<long, Price> index = BarsOf(request, KlineSeries.Index).ToDictionary(bar => bar.Open_ms, bar => bar.Close);
        foreach (KlineView bar in BarsOf(request, KlineSeries.Contract).Where(bar => index.ContainsKey(bar.Open_ms)))
        {
            Price futures = bar.Close, spot = index[bar.Open_ms];
            call.Json.WriteStartObject();
            call.Json.WritePrice("indexPrice"u8, spot, 8);
            call.Json.WriteString("contractType"u8, exchange.Market.Listing(request.Symbol)!.Instrument.ContractType);
            call.Json.WriteRate("basisRate"u8, Rate.FromUnits((long)(((futures.ToDouble() / spot.ToDouble()) - 1) * 1e8)), 4);
            call.Json.WritePrice("futuresPrice"u8, futures, 8);
            call.Json.WriteString("annualizedBasisRate"u8, ""u8);
            call.Json.WritePrice("basis"u8, futures - spot, 8);
            call.Json.WriteString("pair"u8, ListingView.PairOf(request.Symbol));
            call.Json.WriteNumber("timestamp"u8, bar.Open_ms + request.Period_ms);
            call.Json.WriteEndObject();
        }
    }

    /// <summary>The candles that end at the requested times.</summary>
    private IEnumerable<KlineView> BarsOf(StatisticsRequest request, KlineSeries series) => request.Times.Count == 0
        ? []
        : exchange.Market.Klines(request.Symbol, request.Period, series, request.Times.Count, request.Times[0] - request.Period_ms, request.Times[^1] - 1) ?? [];

    /// <summary>A deterministic value from 0 to 1: the sum of two waves with periods of days and of hours, whose phases depend on the symbol and the series.</summary>
    private static double Wave(string symbol, int series, long at_ms)
    {
        ulong name = 14_695_981_039_346_656_037;
        foreach (char letter in symbol)
            name = (name ^ letter) * 1_099_511_628_211;
        SeededStream phases = SeededStream.Of(name, series);
        (double first, double second) = (2 * Math.PI * phases.Uniform(), 2 * Math.PI * phases.Uniform());
        return 0.5 + (0.3 * Math.Sin(2 * Math.PI * (at_ms / 319_680_000.0) + first)) + (0.2 * Math.Sin(2 * Math.PI * (at_ms / 39_600_000.0) + second));
    }

    /// <summary>A parsed request: symbol, period, and the ends of the periods, ascending.</summary>
    private sealed record StatisticsRequest(string Symbol, string Period, long Period_ms, IReadOnlyList<long> Times);
}
