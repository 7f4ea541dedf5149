using Platform.Venue.Calls;
using Platform.Venue.Engine;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Wire;

namespace Platform.Venue.Rest.Market;

/// <summary>What stands behind the index and the funds: one constituent per index, no composite and no multi-assets index, sessions without end.</summary>
internal sealed class IndexRoutes(Exchange exchange)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/fapi/v1/indexInfo", RouteSecurity.Public, EmptyListAsync),
        new("GET", "/fapi/v1/assetIndex", RouteSecurity.Public, EmptyListAsync),
        new("GET", "/fapi/v1/constituents", RouteSecurity.Public, ConstituentsAsync) { Weight = static _ => 2 },
        new("GET", "/fapi/v1/insuranceBalance", RouteSecurity.Public, InsuranceAsync),
        new("GET", "/fapi/v1/symbolAdlRisk", RouteSecurity.Public, AdlRiskAsync),
        new("GET", "/fapi/v1/tradingSchedule", RouteSecurity.Public, ScheduleAsync) { Weight = static _ => 5 },
    ];

    private static ValueTask<ApiError?> EmptyListAsync(ApiCall call)
    {
        call.Json.WriteStartArray();
        call.Json.WriteEndArray();
        return default;
    }

    /// <summary>The index of a simulated contract is one price, so that it has one constituent of full weight.</summary>
    private ValueTask<ApiError?> ConstituentsAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        if (read.Error is { } error)
            return new(error);
        if (exchange.Market.Premium(symbol) is not { } premium)
            return new(ApiError.InvalidSymbol);
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteNumber("time"u8, premium.Time_ms);
        call.Json.WriteStartArray("constituents"u8);
        call.Json.WriteStartObject();
        call.Json.WriteString("exchange"u8, "binance"u8);
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WritePrice("price"u8, premium.IndexPrice, 8);
        call.Json.WriteString("weight"u8, "1.00000000"u8);
        call.Json.WriteEndObject();
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> InsuranceAsync(ApiCall call)
    {
        if (call.Parameters["symbol"] is { Length: > 0 } symbol && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("symbols"u8);
        foreach (string name in exchange.Market.Symbols)
            call.Json.WriteStringValue(name);
        call.Json.WriteEndArray();
        call.Json.WriteStartArray("assets"u8);
        call.Json.WriteStartObject();
        call.Json.WriteString("asset"u8, "USDT"u8);
        call.Json.WriteMoney("marginBalance"u8, exchange.Market.InsuranceFund());
        call.Json.WriteNumber("updateTime"u8, call.Now_ms);
        call.Json.WriteEndObject();
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> AdlRiskAsync(ApiCall call)
    {
        if (call.Parameters["symbol"] is not { Length: > 0 } symbol)
        {
            call.Json.WriteArray(exchange.Market.Symbols, name => WriteAdlRisk(call, name));
            return default;
        }

        if (exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        WriteAdlRisk(call, symbol);
        return default;
    }

    /// <summary>The house makes every market and pays every loss, so that the risk of being deleveraged is low unless a fault asks for it.</summary>
    private static void WriteAdlRisk(ApiCall call, string symbol)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteString("adlRisk"u8, "low"u8);
        call.Json.WriteNumber("updateTime"u8, call.Now_ms);
        call.Json.WriteEndObject();
    }

    /// <summary>Contracts on shares and goods have sessions; there are none here.</summary>
    private static ValueTask<ApiError?> ScheduleAsync(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteNumber("updateTime"u8, call.Now_ms);
        call.Json.WriteStartObject("marketSchedules"u8);
        foreach (string market in (ReadOnlySpan<string>)["EQUITY", "COMMODITY"])
        {
            call.Json.WriteStartObject(market);
            call.Json.WriteStartArray("sessions"u8);
            call.Json.WriteEndArray();
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return default;
    }
}
