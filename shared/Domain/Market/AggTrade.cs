using Platform.Primitives.Numbers;

namespace Platform.Domain.Market;

/// <summary>Fills of one price and taker side within 100 ms, as the exchange aggregates them (spec/quant.md §1.1).</summary>
/// <param name="Id">Aggregate trade id: contiguous per symbol, and the only id usable for gap detection.</param>
/// <param name="FirstTradeId">Id of the first underlying trade; the ranges of adjacent rows can leave gaps.</param>
/// <param name="Time_ms">Trade time (T), Unix ms: it determines the bar of the trade.</param>
/// <param name="BuyerIsMaker">True when the taker sold.</param>
public readonly record struct AggTrade(long Id, Price Price, Quantity Quantity, long FirstTradeId, long LastTradeId, long Time_ms, bool BuyerIsMaker)
{
    public Notional Quote => Price * Quantity;

    /// <summary>Number of underlying trades in this row.</summary>
    public long TradeCount => LastTradeId - FirstTradeId + 1;

    /// <summary>The validity rules of spec/quant.md §1.1; an invalid row is counted and dropped.</summary>
    public bool IsValid => Price.Units > 0 && Quantity.Units > 0 && Time_ms > 0 && Id >= 0;
}
