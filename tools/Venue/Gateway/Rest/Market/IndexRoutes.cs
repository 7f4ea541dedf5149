using Platform.Venue.Core.Engine;
using Platform.Venue.Core.Sources;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Indices;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>Routes of indices and risk: composite indices, asset indices, index constituents, insurance fund, auto-deleveraging risk, trading sessions.</summary>
internal sealed class IndexRoutes(Exchange exchange)
{
    private const long Day_ms = 86_400_000;
    private readonly AssetIndices _assets = new(exchange.Market);
    private readonly CompositeIndices _baskets = new(exchange.Market);

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/fapi/v1/indexInfo", RouteSecurity.Public, BasketsAsync),
        new("GET", "/fapi/v1/assetIndex", RouteSecurity.Public, AssetsAsync) { Weight = RequestWeights.BySymbol(1, 10) },
        new("GET", "/fapi/v1/constituents", RouteSecurity.Public, ConstituentsAsync) { Weight = static _ => 2 },
        new("GET", "/fapi/v1/insuranceBalance", RouteSecurity.Public, InsuranceAsync),
        new("GET", "/fapi/v1/symbolAdlRisk", RouteSecurity.Public, AdlRiskAsync),
        new("GET", "/fapi/v1/tradingSchedule", RouteSecurity.Public, ScheduleAsync) { Weight = static _ => 5 },
    ];

    private ValueTask<ApiError?> BasketsAsync(ApiCall call)
    {
        string? symbol = call.Read().Text("symbol");
        if (symbol is not null && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        if (symbol is not null && CompositeIndices.IsComposite(symbol))
            WriteBasket(call, symbol);
        else
            call.Json.WriteArray(symbol is null ? _baskets.Symbols : [], name => WriteBasket(call, name));
        return default;
    }

    private void WriteBasket(ApiCall call, string symbol)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteNumber("time"u8, call.Now_ms);
        call.Json.WriteString("component"u8, "baseAsset"u8);
        call.Json.WritePropertyName("baseAssetList"u8);
        call.Json.WriteArray(_baskets.Components(symbol), component =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("baseAsset"u8, component.BaseAsset);
            call.Json.WriteString("quoteAsset"u8, component.QuoteAsset);
            call.Json.WriteQuantity("weightInQuantity"u8, component.Quantity, 8);
            call.Json.WriteRate("weightInPercentage"u8, component.Share, 8);
            call.Json.WriteEndObject();
        });
        call.Json.WriteEndObject();
    }

    private ValueTask<ApiError?> AssetsAsync(ApiCall call)
    {
        if (call.Read().Text("symbol") is { } symbol)
        {
            if (_assets.Find(symbol, call.Now_ms) is not { } index)
                return new(ApiError.InvalidSymbol);
            Write(call, index);
            return default;
        }

        call.Json.WriteArray(_assets.All(call.Now_ms), index => Write(call, index));
        return default;
    }

    private static void Write(ApiCall call, AssetIndexView index)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, index.Symbol);
        call.Json.WriteNumber("time"u8, index.Time_ms);
        call.Json.WritePrice("index"u8, index.Index, 8);
        call.Json.WriteRate("bidBuffer"u8, index.Buffer, 8);
        call.Json.WriteRate("askBuffer"u8, index.Buffer, 8);
        call.Json.WritePrice("bidRate"u8, index.BidRate, 8);
        call.Json.WritePrice("askRate"u8, index.AskRate, 8);
        call.Json.WriteRate("autoExchangeBidBuffer"u8, index.ExchangeBuffer, 8);
        call.Json.WriteRate("autoExchangeAskBuffer"u8, index.ExchangeBuffer, 8);
        call.Json.WritePrice("autoExchangeBidRate"u8, index.ExchangeBidRate, 8);
        call.Json.WritePrice("autoExchangeAskRate"u8, index.ExchangeAskRate, 8);
        call.Json.WriteEndObject();
    }

    /// <summary>Writes the constituents of an index: the components of a composite index, else one constituent with weight 1.</summary>
    private ValueTask<ApiError?> ConstituentsAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        if (read.Error is { } error)
            return new(error);
        if (exchange.Market.Premium(symbol) is not { } premium)
            return new(ApiError.InvalidSymbol);
        IReadOnlyList<IndexComponent> components = _baskets.Components(symbol);
        if (components.Count == 0)
            components = [new IndexComponent(symbol, "", Primitives.Numbers.Rate.Parse("1"), default, premium.IndexPrice)];
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteNumber("time"u8, premium.Time_ms);
        call.Json.WritePropertyName("constituents"u8);
        call.Json.WriteArray(components, component =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("exchange"u8, "binance"u8);
            call.Json.WriteString("symbol"u8, component.Symbol);
            call.Json.WritePrice("price"u8, component.Price, 8);
            call.Json.WriteRate("weight"u8, component.Share, 8);
            call.Json.WriteEndObject();
        });
        call.Json.WriteEndObject();
        return default;
    }

    /// <summary>Writes the balance of the insurance fund, which all contracts share.</summary>
    private ValueTask<ApiError?> InsuranceAsync(ApiCall call)
    {
        bool one = call.Parameters["symbol"] is { Length: > 0 };
        if (one && exchange.Market.Listing(call.Parameters["symbol"]!) is null)
            return new(ApiError.InvalidSymbol);
        if (!one)
            call.Json.WriteStartArray();
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
        if (!one)
            call.Json.WriteEndArray();
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

    /// <summary>Writes the auto-deleveraging risk of a symbol, by the highest quantile of any position.</summary>
    private void WriteAdlRisk(ApiCall call, string symbol)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteString("adlRisk"u8, exchange.Market.LargestAdlQuantile(symbol) switch { 4 => "high", 3 => "medium", _ => "low" });
        call.Json.WriteNumber("updateTime"u8, call.Now_ms);
        call.Json.WriteEndObject();
    }

    /// <summary>Writes the trading sessions from one week before to one week after yesterday.</summary>
    private static ValueTask<ApiError?> ScheduleAsync(ApiCall call)
    {
        long middle_ms = (call.Now_ms / Day_ms - 1) * Day_ms;
        call.Json.WriteStartObject();
        call.Json.WriteNumber("updateTime"u8, call.Now_ms);
        call.Json.WriteStartObject("marketSchedules"u8);
        foreach (SessionCalendar calendar in SessionCalendar.All)
        {
            call.Json.WriteStartObject(calendar.Market);
            call.Json.WritePropertyName("sessions"u8);
            call.Json.WriteArray(calendar.Between(middle_ms - 7 * Day_ms, middle_ms + 7 * Day_ms), session =>
            {
                call.Json.WriteStartObject();
                call.Json.WriteNumber("startTime"u8, session.Start_ms);
                call.Json.WriteNumber("endTime"u8, session.End_ms);
                call.Json.WriteString("type"u8, session.Type);
                call.Json.WriteEndObject();
            });
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return default;
    }
}
