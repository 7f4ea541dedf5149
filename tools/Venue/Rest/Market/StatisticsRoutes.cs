using Platform.Primitives.Numbers;
using Platform.Venue.Calls;
using Platform.Venue.Engine;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Limits;
using Platform.Venue.Wire;

namespace Platform.Venue.Rest.Market;

/// <summary>The statistics below /futures/data: open interest as it is now; the ratios of other traders have no rows, since there are none to count.</summary>
internal sealed class StatisticsRoutes(Exchange exchange)
{
    private static readonly Dictionary<string, long> Periods = new(StringComparer.Ordinal)
    {
        ["5m"] = 300_000, ["15m"] = 900_000, ["30m"] = 1_800_000, ["1h"] = 3_600_000, ["2h"] = 7_200_000,
        ["4h"] = 14_400_000, ["6h"] = 21_600_000, ["12h"] = 43_200_000, ["1d"] = 86_400_000,
    };

    public IEnumerable<Route> Routes =>
    [
        Of("openInterestHist", "symbol", OpenInterestAsync),
        Of("topLongShortPositionRatio", "symbol", EmptyAsync),
        Of("topLongShortAccountRatio", "symbol", EmptyAsync),
        Of("globalLongShortAccountRatio", "symbol", EmptyAsync),
        Of("takerlongshortRatio", "symbol", EmptyAsync),
        Of("basis", "pair", EmptyAsync),
        new("GET", "/futures/data/delivery-price", RouteSecurity.Public, call => EmptyAsync(call, "", 0)) { Weight = static _ => 0, Pool = RequestPool.Statistics },
    ];

    private Route Of(string name, string subject, Func<ApiCall, string, long, ValueTask<ApiError?>> answer) =>
        new("GET", $"/futures/data/{name}", RouteSecurity.Public, call => CheckAsync(call, subject, answer)) { Weight = static _ => 0, Pool = RequestPool.Statistics };

    private ValueTask<ApiError?> CheckAsync(ApiCall call, string subject, Func<ApiCall, string, long, ValueTask<ApiError?>> answer)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required(subject), period = read.Required("period");
        read.Limit(30, 500);
        read.Window();
        long period_ms = 0;
        if (read.Error is null && !Periods.TryGetValue(period, out period_ms))
            read.Fail(ApiError.Malformed("period"));
        if (read.Error is { } error)
            return new(error);
        return exchange.Market.Listing(symbol) is null ? new(ApiError.InvalidSymbol) : answer(call, symbol, period_ms);
    }

    private static ValueTask<ApiError?> EmptyAsync(ApiCall call, string symbol, long period_ms)
    {
        call.Json.WriteStartArray();
        call.Json.WriteEndArray();
        return default;
    }

    private ValueTask<ApiError?> OpenInterestAsync(ApiCall call, string symbol, long period_ms)
    {
        call.Json.WriteStartArray();
        if (exchange.Market.OpenInterest(symbol) is { } interest)
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, symbol);
            call.Json.WriteQuantity("sumOpenInterest"u8, interest.OpenInterest, 8);
            call.Json.WriteNotional("sumOpenInterestValue"u8, interest.Value, 8);
            call.Json.WriteQuantity("CMCCirculatingSupply"u8, Quantity.Zero, 8);
            call.Json.WriteNumber("timestamp"u8, call.Now_ms / period_ms * period_ms);
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
        return default;
    }
}
