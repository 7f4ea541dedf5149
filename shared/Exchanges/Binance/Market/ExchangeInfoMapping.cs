using System.Text.Json;
using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Market;

/// <summary>Maps exchangeInfo to instruments; unknown contract types, statuses and filters are accepted (spec/binance-usdm.md §3.1).</summary>
internal static class ExchangeInfoMapping
{
    public static IReadOnlyList<Instrument> ReadAll(JsonElement root)
    {
        var instruments = new List<Instrument>();
        foreach (JsonElement row in root.Field("symbols").Rows())
            instruments.Add(Read(row));
        return instruments;
    }

    private static Instrument Read(JsonElement row)
    {
        var filters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonElement filter in row.Field("filters").Rows())
            filters[filter.TextOrEmpty("filterType")] = filter;
        LotSize lot = ReadLot(filters, "LOT_SIZE");
        return new Instrument
        {
            Symbol = row.Text("symbol"),
            BaseAsset = row.Text("baseAsset"),
            QuoteAsset = row.Text("quoteAsset"),
            MarginAsset = row.TextOrEmpty("marginAsset"),
            ContractType = row.TextOrEmpty("contractType"),
            Status = ReadStatus(row.TextOrEmpty(row.TryGetProperty("status", out _) ? "status" : "contractStatus")),
            Onboard_ms = row.Int64Or("onboardDate", 0),
            PricePrecision = (int)row.Int64Or("pricePrecision", 8),
            QuantityPrecision = (int)row.Int64Or("quantityPrecision", 8),
            Price = ReadPriceFilter(filters),
            Lot = lot,
            MarketLot = filters.ContainsKey("MARKET_LOT_SIZE") ? ReadLot(filters, "MARKET_LOT_SIZE") : lot,
            MinNotional = filters.TryGetValue("MIN_NOTIONAL", out JsonElement minimum) ? minimum.Notional("notional") : default,
            PercentPrice = ReadPercent(filters),
            MaxOrders = filters.TryGetValue("MAX_NUM_ORDERS", out JsonElement orders) ? (int)orders.Int64Or("limit", 0) : 0,
        };
    }

    private static PriceFilter ReadPriceFilter(Dictionary<string, JsonElement> filters) =>
        filters.TryGetValue("PRICE_FILTER", out JsonElement row) ? new(row.Price("minPrice"), row.Price("maxPrice"), row.Price("tickSize")) : default;

    private static LotSize ReadLot(Dictionary<string, JsonElement> filters, string name) =>
        filters.TryGetValue(name, out JsonElement row)
            ? new(row.Quantity("minQty"), row.Quantity("maxQty"), row.Quantity("stepSize"))
            : new(Quantity.FromUnits(1), Quantity.MaxValue, Quantity.FromUnits(1));

    private static PercentPrice ReadPercent(Dictionary<string, JsonElement> filters) =>
        filters.TryGetValue("PERCENT_PRICE", out JsonElement row) ? new(row.RateOrZero("multiplierUp"), row.RateOrZero("multiplierDown")) : default;

    private static InstrumentStatus ReadStatus(string text) => text switch
    {
        "TRADING" => InstrumentStatus.Trading,
        "PENDING_TRADING" => InstrumentStatus.PendingTrading,
        "TRADING_HALT" => InstrumentStatus.Halted,
        "TRADING_CANCEL_ONLY" => InstrumentStatus.CancelOnly,
        "PRE_DELIVERING" or "DELIVERING" or "PRE_SETTLE" or "SETTLING" => InstrumentStatus.Settling,
        "DELIVERED" or "CLOSE" => InstrumentStatus.Closed,
        _ => InstrumentStatus.Other,
    };
}
