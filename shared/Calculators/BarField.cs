namespace Platform.Calculators;

/// <summary>A column of a bar. The digit in a name is the trade-size bucket, 1 for the smallest trades; such columns are NaN in bars taken from klines.</summary>
public enum BarField : byte
{
    Open, High, Low, Close,

    /// <summary>In units of the base asset.</summary>
    Volume,

    /// <summary>Quote volume in USDT; the stored names quote_volume and dolvol both mean it.</summary>
    Dolvol,

    /// <summary>Dolvol divided by volume; NaN without trades.</summary>
    Vwap,

    /// <summary>Volume of taker buys and of taker sells.</summary>
    BuyVolume, SellVolume, BuyDolvol, SellDolvol,

    /// <summary>Number of aggTrades, as the exchange aggregates them.</summary>
    TradeCount, BuyTradeCount, SellTradeCount,

    /// <summary>Number of underlying trades, comparable with a kline's number of trades (tradecount, buytradecount, selltradecount).</summary>
    FillCount, BuyFillCount, SellFillCount,

    BuyVolume1, BuyVolume2, BuyVolume3, BuyVolume4,
    BuyDolvol1, BuyDolvol2, BuyDolvol3, BuyDolvol4,
    BuyTradeCount1, BuyTradeCount2, BuyTradeCount3, BuyTradeCount4,
    SellVolume1, SellVolume2, SellVolume3, SellVolume4,
    SellDolvol1, SellDolvol2, SellDolvol3, SellDolvol4,
    SellTradeCount1, SellTradeCount2, SellTradeCount3, SellTradeCount4,
}
