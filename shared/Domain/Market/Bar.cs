using Platform.Primitives.Numbers;

namespace Platform.Domain.Market;

/// <summary>How far a bar can be trusted; the numbers are on the wire and on disk.</summary>
public enum BarQuality : byte
{
    /// <summary>Closed with every trade of the window.</summary>
    Ok = 0,

    /// <summary>Revised after closing, by trades that came late.</summary>
    Late = 1,

    /// <summary>Closed with a gap that could not be filled; excluded from the trigger.</summary>
    Suspect = 2,

    /// <summary>Taken from the exchange's own klines (history before our first trade): no trade-size buckets.</summary>
    Official = 3,
}

/// <summary>
/// One closed window of one symbol with its trade-size statistics (spec/quant.md §1.2 and §2.2). Immutable; a revision is a new bar.
/// </summary>
public sealed record Bar
{
    /// <summary>Exchange form, such as BTCUSDT.</summary>
    public required string Symbol { get; init; }

    /// <summary>Unix ms, inclusive.</summary>
    public required long OpenTime_ms { get; init; }

    /// <summary>Unix ms, exclusive: open time plus the interval.</summary>
    public required long CloseTime_ms { get; init; }

    public required Price Open { get; init; }
    public required Price High { get; init; }
    public required Price Low { get; init; }
    public required Price Close { get; init; }

    /// <summary>Underlying trades of takers who bought and sold: comparable with a kline's "number of trades".</summary>
    public long BuyTradeCount { get; init; }
    public long SellTradeCount { get; init; }

    /// <summary>Taker buys by trade size; sums give buyvolume, buydolvol and buy_trade_count.</summary>
    public SizeBuckets Buys { get; init; }

    /// <summary>Taker sells by trade size.</summary>
    public SizeBuckets Sells { get; init; }

    /// <summary>Taker-buy flow: the sum of the buckets. For an official bar the sizes are unknown and only this total is set, in bucket 1.</summary>
    public Flow Buy => Buys.Total;

    public Flow Sell => Sells.Total;

    /// <summary>0 at first close, one more at each re-aggregation.</summary>
    public int Revision { get; init; }

    public BarQuality Quality { get; init; }

    public Volume Volume => Buy.Volume + Sell.Volume;

    /// <summary>Quote volume in USDT, exact.</summary>
    public Notional QuoteVolume => Buy.Dolvol + Sell.Dolvol;

    /// <summary>Number of aggTrades.</summary>
    public long AggTradeCount => Buy.Count + Sell.Count;

    /// <summary>Number of underlying trades.</summary>
    public long TradeCount => BuyTradeCount + SellTradeCount;

    /// <summary>True when nothing traded; prices then carry the previous close.</summary>
    public bool IsEmpty => Volume.IsZero;

    /// <summary>Quote volume over volume; NaN for an empty bar.</summary>
    public double Vwap => IsEmpty ? double.NaN : QuoteVolume.ToDouble() / Volume.ToDouble();

    /// <summary>False when the trade-size split is unknown (bars taken from klines).</summary>
    public bool HasSizes => Quality != BarQuality.Official;
}
