using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>Routes of server time, contracts and reference data.</summary>
internal sealed class GeneralRoutes(Exchange exchange, VenueLimits limits, Func<long> now_ms)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/fapi/v1/ping", RouteSecurity.Public, PingAsync),
        new("GET", "/fapi/v1/time", RouteSecurity.Public, TimeAsync),
        new("GET", "/fapi/v1/exchangeInfo", RouteSecurity.Public, ExchangeInfoAsync),
        new("GET", "/fapi/v1/fundingInfo", RouteSecurity.Public, FundingInfoAsync) { Weight = static _ => 0, Pool = RequestPool.Funding },
        new("GET", "/fapi/v1/rateLimit/order", RouteSecurity.Signed, RateLimitAsync),
        new("GET", "/sapi/v1/capital/config/getall", RouteSecurity.Public, EmptyListAsync),
        new("GET", "/sapi/v1/margin/allPairs", RouteSecurity.Public, EmptyListAsync),
        new("GET", "/sapi/v1/system/status", RouteSecurity.Public, StatusAsync),
    ];

    private static ValueTask<ApiError?> PingAsync(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return default;
    }

    private static ValueTask<ApiError?> EmptyListAsync(ApiCall call)
    {
        call.Json.WriteStartArray();
        call.Json.WriteEndArray();
        return default;
    }

    /// <summary>Writes the system status, which ccxt's fetchStatus requests. During maintenance the fault gate refuses the call.</summary>
    private static ValueTask<ApiError?> StatusAsync(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteNumber("status"u8, 0);
        call.Json.WriteString("msg"u8, "normal");
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> TimeAsync(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteNumber("serverTime"u8, now_ms());
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> ExchangeInfoAsync(ApiCall call)
    {
        ExchangeInfoText.Write(call.Json, exchange.Market.Listings(), limits, call.Now_ms);
        return default;
    }

    private ValueTask<ApiError?> FundingInfoAsync(ApiCall call)
    {
        call.Json.WriteArray(exchange.Market.Listings().Where(IsAdjusted), listing =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, listing.Symbol);
            call.Json.WriteRate("adjustedFundingRateCap"u8, listing.FundingCap, 8);
            call.Json.WriteRate("adjustedFundingRateFloor"u8, listing.FundingFloor, 8);
            call.Json.WriteNumber("fundingIntervalHours"u8, listing.FundingInterval_hours);
            call.Json.WriteBoolean("disclaimer"u8, false);
            call.Json.WriteEndObject();
        });
        return default;
    }

    /// <summary>True for the contracts that fundingInfo lists: those with a funding interval other than eight hours, or with a funding cap.</summary>
    private static bool IsAdjusted(ListingView listing) => listing.HasFunding && (listing.FundingInterval_hours != 8 || listing.FundingCap.Units != 0);

    private ValueTask<ApiError?> RateLimitAsync(ApiCall call)
    {
        call.Json.WriteStartArray();
        call.Json.WriteRateLimit("ORDERS", "SECOND", 10, limits.OrdersPer10Seconds);
        call.Json.WriteRateLimit("ORDERS", "MINUTE", 1, limits.OrdersPerMinute);
        call.Json.WriteEndArray();
        return default;
    }
}
