namespace Platform.Calculators;

/// <summary>A column of a bar. Columns with a digit split by trade size, 1 the smallest; they are NaN in bars taken from klines.</summary>
public enum BarField : byte
{
    Open, High, Low, Close,

    /// <summary>Base asset.</summary>
    Volume,

    /// <summary>USDT: quote_volume and dolvol are two names of it.</summary>
    Dolvol,

    /// <summary>Dolvol over volume; NaN when nothing traded.</summary>
    Vwap,

    /// <summary>By takers who bought or sold.</summary>
    BuyVolume, SellVolume, BuyDolvol, SellDolvol,

    /// <summary>aggTrades, as the exchange aggregates them.</summary>
    TradeCount, BuyTradeCount, SellTradeCount,

    /// <summary>Underlying trades, comparable with a kline's number of trades (tradecount, buytradecount, selltradecount).</summary>
    FillCount, BuyFillCount, SellFillCount,

    BuyVolume1, BuyVolume2, BuyVolume3, BuyVolume4,
    BuyDolvol1, BuyDolvol2, BuyDolvol3, BuyDolvol4,
    BuyTradeCount1, BuyTradeCount2, BuyTradeCount3, BuyTradeCount4,
    SellVolume1, SellVolume2, SellVolume3, SellVolume4,
    SellDolvol1, SellDolvol2, SellDolvol3, SellDolvol4,
    SellTradeCount1, SellTradeCount2, SellTradeCount3, SellTradeCount4,
}
