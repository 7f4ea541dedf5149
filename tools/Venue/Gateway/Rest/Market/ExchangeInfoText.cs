using System.Text.Json;
using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Indices;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>Writes exchangeInfo (spec/binance-usdm.md §3.1).</summary>
internal static class ExchangeInfoText
{
    /// <summary>The margin asset, which is the asset of the wallets.</summary>
    private const string Margin = AccountView.MarginAsset;

    private static readonly string[] OrderTypes =
        ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"];

    private static readonly string[] TimesInForce = ["GTC", "IOC", "FOK", "GTX", "GTD"];

    public static void Write(Utf8JsonWriter json, IReadOnlyList<ListingView> listings, VenueLimits limits, long now_ms)
    {
        json.WriteStartObject();
        json.WriteString("timezone"u8, "UTC"u8);
        json.WriteNumber("serverTime"u8, now_ms);
        json.WriteString("futuresType"u8, "U_MARGINED"u8);
        json.WriteStartArray("rateLimits"u8);
        json.WriteRateLimit("REQUEST_WEIGHT", "MINUTE", 1, limits.Weight);
        json.WriteRateLimit("ORDERS", "MINUTE", 1, limits.OrdersPerMinute);
        json.WriteRateLimit("ORDERS", "SECOND", 10, limits.OrdersPer10Seconds);
        json.WriteEndArray();
        json.WriteStartArray("exchangeFilters"u8);
        json.WriteEndArray();
        json.WriteStartArray("assets"u8);
        foreach (string asset in listings.Select(listing => listing.Instrument.MarginAsset).Append(Margin).Distinct().OrderDescending(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("asset"u8, asset);
            json.WriteBoolean("marginAvailable"u8, asset == Margin);
            json.WriteString("autoAssetExchange"u8, "0"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("symbols"u8);
        foreach (ListingView listing in listings)
            WriteSymbol(json, listing);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSymbol(Utf8JsonWriter json, ListingView listing)
    {
        Instrument instrument = listing.Instrument;
        json.WriteStartObject();
        json.WriteString("symbol"u8, instrument.Symbol);
        json.WriteString("pair"u8, listing.Pair);
        json.WriteString("contractType"u8, instrument.ContractType);
        json.WriteNumber("deliveryDate"u8, listing.Delivery_ms);
        json.WriteNumber("onboardDate"u8, instrument.Onboard_ms);
        json.WriteString("status"u8, WireNames.Of(instrument.Status));
        json.WriteString("maintMarginPercent"u8, "2.5000"u8);
        json.WriteString("requiredMarginPercent"u8, "5.0000"u8);
        json.WriteString("baseAsset"u8, instrument.BaseAsset);
        json.WriteString("quoteAsset"u8, instrument.QuoteAsset);
        json.WriteString("marginAsset"u8, instrument.MarginAsset);
        json.WriteNumber("pricePrecision"u8, instrument.PricePrecision);
        json.WriteNumber("quantityPrecision"u8, instrument.QuantityPrecision);
        json.WriteNumber("baseAssetPrecision"u8, 8);
        json.WriteNumber("quotePrecision"u8, 8);
        json.WriteString("underlyingType"u8, CompositeIndices.IsComposite(listing.Symbol) ? "INDEX" : listing.UnderlyingType);
        json.WriteStartArray("underlyingSubType"u8);
        if (listing.UnderlyingSubType.Length > 0)
            json.WriteStringValue(listing.UnderlyingSubType);
        json.WriteEndArray();
        json.WriteNumber("settlePlan"u8, 0);
        json.WriteRate("triggerProtect"u8, listing.TriggerProtect, 4);
        json.WriteRate("liquidationFee"u8, listing.LiquidationFee, 6);
        json.WriteRate("marketTakeBound"u8, listing.MarketTakeBound, 2);
        json.WriteNumber("maxMoveOrderLimit"u8, 10000);
        WriteFilters(json, instrument, listing.Control);
        WriteNames(json, "orderTypes", OrderTypes);
        WriteNames(json, "timeInForce", TimesInForce);
        WriteNames(json, "permissionSets", listing.TakesRpi ? ["GRID", "COPY", "RPI"] : ["GRID", "COPY"]);
        json.WriteEndObject();
    }

    private static void WriteFilters(Utf8JsonWriter json, Instrument instrument, PositionControl control)
    {
        int price = instrument.PricePrecision, quantity = instrument.QuantityPrecision;
        json.WriteStartArray("filters"u8);
        Begin(json, "PRICE_FILTER");
        json.WritePrice("minPrice"u8, instrument.Price.Min, price);
        json.WritePrice("maxPrice"u8, instrument.Price.Max, price);
        json.WritePrice("tickSize"u8, instrument.Price.Tick, price);
        json.WriteEndObject();
        WriteLot(json, "LOT_SIZE", instrument.Lot, quantity);
        WriteLot(json, "MARKET_LOT_SIZE", instrument.MarketLot, quantity);
        Begin(json, "MAX_NUM_ORDERS");
        json.WriteNumber("limit"u8, instrument.MaxOrders);
        json.WriteEndObject();
        Begin(json, "MIN_NOTIONAL");
        json.WriteString("notional"u8, instrument.MinNotional.ToString());
        json.WriteEndObject();
        Begin(json, "PERCENT_PRICE");
        json.WriteRate("multiplierUp"u8, instrument.PercentPrice.Up, 4);
        json.WriteRate("multiplierDown"u8, instrument.PercentPrice.Down, 4);
        json.WriteString("multiplierDecimal"u8, "4"u8);
        json.WriteEndObject();
        Begin(json, "POSITION_RISK_CONTROL");
        json.WriteString("positionControlSide"u8, control.ToString().ToUpperInvariant());
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteLot(Utf8JsonWriter json, string name, LotSize lot, int decimals)
    {
        Begin(json, name);
        json.WriteQuantity("minQty"u8, lot.Min, decimals);
        json.WriteQuantity("maxQty"u8, lot.Max, decimals);
        json.WriteQuantity("stepSize"u8, lot.Step, decimals);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string filterType)
    {
        json.WriteStartObject();
        json.WriteString("filterType"u8, filterType);
    }

    private static void WriteNames(Utf8JsonWriter json, string name, string[] words)
    {
        json.WriteStartArray(name);
        foreach (string word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
