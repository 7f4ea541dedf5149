using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>A contract as exchangeInfo lists it: the domain's instrument with its filters, and the exchange's additional fields.</summary>
internal sealed record ListingView(
    Instrument Instrument, Rate LiquidationFee, Rate MarketTakeBound, Rate TriggerProtect, int FundingInterval_hours,
    Rate FundingCap, Rate FundingFloor, long Delivery_ms, string UnderlyingSubType, IReadOnlyList<Bracket> Brackets)
{
    /// <summary>Whether orders with timeInForce RPI are accepted.</summary>
    public bool TakesRpi { get; init; } = true;

    /// <summary>The side on which orders may currently only close positions.</summary>
    public PositionControl Control { get; init; }

    /// <summary>Type of the underlying: COIN, COMMODITY or EQUITY.</summary>
    public string UnderlyingType { get; init; } = "COIN";

    public string Symbol => Instrument.Symbol;

    /// <summary>Base and quote asset in one text, such as BTCUSDT; several contracts may have the same pair.</summary>
    public string Pair => PairOf(Instrument.Symbol);

    /// <summary>False for contracts with a delivery date.</summary>
    public bool HasFunding => !Instrument.ContractType.EndsWith("QUARTER", StringComparison.Ordinal);

    /// <summary>The pair of a symbol: the symbol without the delivery date at its end, if any.</summary>
    public static string PairOf(string symbol) => symbol.IndexOf('_', StringComparison.Ordinal) is > 0 and var at ? symbol[..at] : symbol;
}

/// <summary>The side on which orders may only close positions (POSITION_RISK_CONTROL).</summary>
internal enum PositionControl : byte
{
    None,
    Long,
    Short,
    Both,
}

/// <summary>One price level with its absolute quantity; in a change, zero means that the level was removed.</summary>
internal readonly record struct BookLevel(Price Price, Quantity Quantity);

/// <summary>The order book at one moment; each side starts with its best price.</summary>
internal sealed record BookView(string Symbol, long LastUpdateId, long EventTime_ms, long Time_ms, IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks);

/// <summary>Best bid and ask; an empty side has zero price and quantity.</summary>
internal readonly record struct BookTickerView(string Symbol, long UpdateId, Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity, long Time_ms);

/// <summary>One trade of the public tape.</summary>
internal readonly record struct TradeView(string Symbol, long Id, Price Price, Quantity Quantity, long Time_ms, bool BuyerIsMaker, TradeOrigin Origin)
{
    /// <summary>True when the maker was an RPI order.</summary>
    public bool IsRpi { get; init; }

    public Notional Quote => Price * Quantity;
}

/// <summary>One candle. Without trades, all prices are the previous close and the trade ids are -1.</summary>
internal sealed record KlineView(
    long Open_ms, long Close_ms, Price Open, Price High, Price Low, Price Close, Quantity Volume, Notional QuoteVolume,
    long TradeCount, Quantity TakerBuyVolume, Notional TakerBuyQuoteVolume, long FirstTradeId, long LastTradeId);

/// <summary>Statistics of the last 24 hours.</summary>
internal sealed record TickerView(
    string Symbol, Price Open, Price High, Price Low, Price Last, Quantity LastQuantity, Quantity Volume, Notional QuoteVolume,
    long Open_ms, long Close_ms, long FirstTradeId, long LastTradeId, long TradeCount)
{
    public Price Change => Last - Open;

    public Rate ChangePercent => Open.IsZero ? Rate.Zero : Rate.FromUnits((long)((Int128)Change.Units * 100 * Price.One / Open.Units));

    public Price WeightedAverage => Volume.IsZero ? Last : QuoteVolume.DivideBy(Volume);
}

/// <summary>Current mark price, index price and funding of one symbol; the next funding time is 0 for a contract without funding.</summary>
internal readonly record struct PremiumView(
    string Symbol, Price MarkPrice, Price MarkAverage, Price IndexPrice, Price EstimatedSettlePrice,
    Rate LastFundingRate, Rate EstimatedFundingRate, Rate InterestRate, long NextFunding_ms, long Time_ms);

/// <summary>One settled funding. The mark price is zero when the source does not record it; queries then read it from the mark price klines.</summary>
internal sealed record FundingView(string Symbol, Rate FundingRate, long Funding_ms, Price MarkPrice);

internal readonly record struct OpenInterestView(string Symbol, Quantity OpenInterest, Notional Value, long Time_ms);

/// <summary>The series that a kline query reads.</summary>
internal enum KlineSeries : byte
{
    Contract = 1,
    Mark = 2,
    Index = 3,

    /// <summary>Premium rates instead of prices, in units of 10^-8; may be negative.</summary>
    Premium = 4,
}
