using Platform.Primitives.Numbers;

namespace Platform.Domain.Instruments;

/// <summary>Whether the exchange accepts orders for a contract.</summary>
public enum InstrumentStatus : byte
{
    Trading = 1,
    PendingTrading = 2,
    Halted = 3,
    CancelOnly = 4,
    Settling = 5,
    Closed = 6,

    /// <summary>A status that this version does not know; no position is opened in it.</summary>
    Other = 7,
}

/// <summary>Minimum, maximum and step of a quantity: LOT_SIZE for limit orders, MARKET_LOT_SIZE for market orders.</summary>
public readonly record struct LotSize(Quantity Min, Quantity Max, Quantity Step);

/// <summary>Minimum, maximum and tick of a price; zero disables the rule.</summary>
public readonly record struct PriceFilter(Price Min, Price Max, Price Tick);

/// <summary>Maximum distance of a limit price from the mark price; zero disables the side.</summary>
public readonly record struct PercentPrice(Rate Up, Rate Down);

/// <summary>One contract with every filter the exchange publishes for it (spec/binance-usdm.md §3.1).</summary>
public sealed record Instrument
{
    /// <summary>Exchange form, such as BTCUSDT; may be non-ASCII.</summary>
    public required string Symbol { get; init; }
    public required string BaseAsset { get; init; }
    public required string QuoteAsset { get; init; }
    public string MarginAsset { get; init; } = "USDT";

    /// <summary>As published: PERPETUAL, CURRENT_QUARTER, TRADIFI_PERPETUAL, or empty.</summary>
    public string ContractType { get; init; } = "PERPETUAL";
    public InstrumentStatus Status { get; init; } = InstrumentStatus.Trading;

    /// <summary>Unix ms of listing.</summary>
    public long Onboard_ms { get; init; }

    /// <summary>Decimals of prices and quantities in text; tick and step are in the filters.</summary>
    public int PricePrecision { get; init; }
    public int QuantityPrecision { get; init; }

    public required PriceFilter Price { get; init; }
    public required LotSize Lot { get; init; }
    public required LotSize MarketLot { get; init; }

    /// <summary>Minimum price × quantity of an order that opens a position; zero when not published.</summary>
    public Notional MinNotional { get; init; }
    public PercentPrice PercentPrice { get; init; }

    /// <summary>Maximum number of open orders; 0 when not published.</summary>
    public int MaxOrders { get; init; }

    public string SystemName => SystemNameOf(BaseAsset, QuoteAsset);

    /// <summary>The system form of a symbol, such as btc-usdt.</summary>
    public static string SystemNameOf(string baseAsset, string quoteAsset) => $"{baseAsset.ToLowerInvariant()}-{quoteAsset.ToLowerInvariant()}";
}
