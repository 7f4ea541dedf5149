using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>A contract as exchangeInfo lists it: the filters of the domain's instrument and the exchange's own fields.</summary>
internal sealed record ListingView(
    Instrument Instrument, Rate LiquidationFee, Rate MarketTakeBound, Rate TriggerProtect, int FundingInterval_hours,
    Rate FundingCap, Rate FundingFloor, long Delivery_ms, string UnderlyingSubType, IReadOnlyList<Bracket> Brackets)
{
    /// <summary>Whether orders with timeInForce RPI are taken.</summary>
    public bool TakesRpi { get; init; } = true;

    /// <summary>The side on which new positions are refused at the moment.</summary>
    public PositionControl Control { get; init; }

    /// <summary>COIN, COMMODITY or EQUITY.</summary>
    public string UnderlyingType { get; init; } = "COIN";

    public string Symbol => Instrument.Symbol;

    /// <summary>Base and quote asset; several contracts may have one pair.</summary>
    public string Pair => PairOf(Instrument.Symbol);

    /// <summary>False for contracts with a delivery date.</summary>
    public bool HasFunding => !Instrument.ContractType.EndsWith("QUARTER", StringComparison.Ordinal);

    /// <summary>A symbol without the delivery date that some end with.</summary>
    public static string PairOf(string symbol) => symbol.IndexOf('_', StringComparison.Ordinal) is > 0 and var at ? symbol[..at] : symbol;
}

/// <summary>POSITION_RISK_CONTROL: the side on which orders may only close.</summary>
internal enum PositionControl : byte
{
    None,
    Long,
    Short,
    Both,
}

/// <summary>One price level with its absolute quantity; zero in a change means that the level was removed.</summary>
internal readonly record struct BookLevel(Price Price, Quantity Quantity);

/// <summary>The book at one moment, best first.</summary>
internal sealed record BookView(string Symbol, long LastUpdateId, long EventTime_ms, long Time_ms, IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks);

/// <summary>Best prices; a side without orders has zero price and quantity.</summary>
internal readonly record struct BookTickerView(string Symbol, long UpdateId, Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity, long Time_ms);

/// <summary>One trade of the public tape.</summary>
internal readonly record struct TradeView(string Symbol, long Id, Price Price, Quantity Quantity, long Time_ms, bool BuyerIsMaker, TradeOrigin Origin)
{
    /// <summary>The maker was an RPI order.</summary>
    public bool IsRpi { get; init; }

    public Notional Quote => Price * Quantity;
}

/// <summary>One candle; without trades the open is the previous close and the ids are -1.</summary>
internal sealed record KlineView(
    long Open_ms, long Close_ms, Price Open, Price High, Price Low, Price Close, Quantity Volume, Notional QuoteVolume,
    long TradeCount, Quantity TakerBuyVolume, Notional TakerBuyQuoteVolume, long FirstTradeId, long LastTradeId);

/// <summary>Rolling 24 hours.</summary>
internal sealed record TickerView(
    string Symbol, Price Open, Price High, Price Low, Price Last, Quantity LastQuantity, Quantity Volume, Notional QuoteVolume,
    long Open_ms, long Close_ms, long FirstTradeId, long LastTradeId, long TradeCount)
{
    public Price Change => Last - Open;

    public Rate ChangePercent => Open.IsZero ? Rate.Zero : Rate.FromUnits((long)((Int128)Change.Units * 100 * Price.One / Open.Units));

    public Price WeightedAverage => Volume.IsZero ? Last : QuoteVolume.DivideBy(Volume);
}

/// <summary>Mark, index and funding of one symbol now; the next funding is 0 where there is none.</summary>
internal readonly record struct PremiumView(
    string Symbol, Price MarkPrice, Price MarkAverage, Price IndexPrice, Price EstimatedSettlePrice,
    Rate LastFundingRate, Rate EstimatedFundingRate, Rate InterestRate, long NextFunding_ms, long Time_ms);

/// <summary>One settled funding; the mark price is zero when a source does not record it, and is then read from the klines.</summary>
internal sealed record FundingView(string Symbol, Rate FundingRate, long Funding_ms, Price MarkPrice);

internal readonly record struct OpenInterestView(string Symbol, Quantity OpenInterest, Notional Value, long Time_ms);

/// <summary>Which series a kline query reads.</summary>
internal enum KlineSeries : byte
{
    Contract = 1,
    Mark = 2,
    Index = 3,

    /// <summary>Rates, not prices: 1 unit = 10^-8; may be negative.</summary>
    Premium = 4,
}
