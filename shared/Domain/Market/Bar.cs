using Platform.Primitives.Numbers;

namespace Platform.Domain.Market;

/// <summary>The completeness of a bar. The numeric values are stored and sent.</summary>
public enum BarQuality : byte
{
    /// <summary>Closed with all trades of the window.</summary>
    Ok = 0,

    /// <summary>Revised after closing because of late trades.</summary>
    Late = 1,

    /// <summary>Closed with a gap that could not be filled; excluded from the trigger.</summary>
    Suspect = 2,

    /// <summary>Taken from the exchange's klines (history before the first recorded trade): no trade-size buckets.</summary>
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

    /// <summary>Number of underlying trades with a taker buy; comparable with a kline's "number of trades".</summary>
    public long BuyTradeCount { get; init; }
    public long SellTradeCount { get; init; }

    /// <summary>Taker buys by trade size; the sums are buyvolume, buydolvol and buy_trade_count.</summary>
    public SizeBuckets Buys { get; init; }

    /// <summary>Taker sells by trade size.</summary>
    public SizeBuckets Sells { get; init; }

    /// <summary>Taker-buy flow: the sum of the buckets. An official bar has no known sizes; its total is stored in bucket 1.</summary>
    public Flow Buy => Buys.Total;

    public Flow Sell => Sells.Total;

    /// <summary>0 at the first close, increased by one at each re-aggregation.</summary>
    public int Revision { get; init; }

    public BarQuality Quality { get; init; }

    public Volume Volume => Buy.Volume + Sell.Volume;

    /// <summary>Quote volume in USDT, exact.</summary>
    public Notional QuoteVolume => Buy.Dolvol + Sell.Dolvol;

    /// <summary>Number of aggTrades.</summary>
    public long AggTradeCount => Buy.Count + Sell.Count;

    /// <summary>Number of underlying trades.</summary>
    public long TradeCount => BuyTradeCount + SellTradeCount;

    /// <summary>True without trades; all prices then equal the previous close.</summary>
    public bool IsEmpty => Volume.IsZero;

    /// <summary>Quote volume divided by volume; NaN for an empty bar.</summary>
    public double Vwap => IsEmpty ? double.NaN : QuoteVolume.ToDouble() / Volume.ToDouble();

    /// <summary>False when the trade-size split is unknown (bars taken from klines).</summary>
    public bool HasSizes => Quality != BarQuality.Official;
}
