using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>Routes of candles of the contract, the mark price, the index price and the premium.</summary>
internal sealed class KlineRoutes(Exchange exchange, Precisions precisions)
{
    private static readonly HashSet<string> Intervals =
        ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"];

    public IEnumerable<Route> Routes =>
    [
        Of("/fapi/v1/klines", "symbol", KlineSeries.Contract),
        Of("/fapi/v1/continuousKlines", "pair", KlineSeries.Contract),
        Of("/fapi/v1/indexPriceKlines", "pair", KlineSeries.Index),
        Of("/fapi/v1/markPriceKlines", "symbol", KlineSeries.Mark),
        Of("/fapi/v1/premiumIndexKlines", "symbol", KlineSeries.Premium),
    ];

    private Route Of(string path, string subject, KlineSeries series) =>
        new("GET", path, RouteSecurity.Public, call => Answer(call, subject, series, path.EndsWith("continuousKlines", StringComparison.Ordinal))) { Weight = RequestWeights.Klines };

    private ValueTask<ApiError?> Answer(ApiCall call, string subject, KlineSeries series, bool continuous)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required(subject);
        string contract = continuous ? read.Required("contractType") : "";
        string interval = read.Required("interval");
        int limit = read.Limit(500, 1500);
        (long? start, long? end) = read.Window();
        if (read.Error is { } error)
            return new(error);
        if (!Intervals.Contains(interval))
            return new(ApiError.InvalidInterval);
        symbol = continuous ? exchange.Market.SymbolOf(symbol, contract) ?? "" : symbol;
        if (exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        if (exchange.Market.Klines(symbol, interval, series, limit, start, end) is not { } rows)
            return new(ApiError.InvalidInterval);
        Decimals decimals = series == KlineSeries.Contract ? precisions.Of(symbol) : new(8, 8);
        call.Json.WriteArray(rows, row => Write(call, row, decimals, series == KlineSeries.Contract));
        return default;
    }

    private static void Write(ApiCall call, KlineView row, Decimals decimals, bool hasVolume)
    {
        int quote = Math.Min(8, decimals.Price + decimals.Quantity);
        call.Json.WriteStartArray();
        call.Json.WriteNumberValue(row.Open_ms);
        call.Json.WriteDecimalValue(row.Open.Units, decimals.Price);
        call.Json.WriteDecimalValue(row.High.Units, decimals.Price);
        call.Json.WriteDecimalValue(row.Low.Units, decimals.Price);
        call.Json.WriteDecimalValue(row.Close.Units, decimals.Price);
        call.Json.WriteDecimalValue(row.Volume.Units, hasVolume ? decimals.Quantity : 0);
        call.Json.WriteNumberValue(row.Close_ms);
        call.Json.WriteStringValue(row.QuoteVolume.ToString(hasVolume ? quote : 0));
        call.Json.WriteNumberValue(row.TradeCount);
        call.Json.WriteDecimalValue(row.TakerBuyVolume.Units, hasVolume ? decimals.Quantity : 0);
        call.Json.WriteStringValue(row.TakerBuyQuoteVolume.ToString(hasVolume ? quote : 0));
        call.Json.WriteStringValue("0"u8);
        call.Json.WriteEndArray();
    }
}
