using Platform.Primitives.Numbers;

namespace Platform.Domain.Market;

/// <summary>Fills of one price and taker side within 100 ms, as the exchange aggregates them (spec/quant.md §1.1).</summary>
/// <param name="Id">Aggregate id: contiguous per symbol; the only id fit for gap detection.</param>
/// <param name="FirstTradeId">First underlying trade; ranges of adjacent rows may leave gaps.</param>
/// <param name="Time_ms">Trade time (T), Unix ms: the time that decides the bar.</param>
/// <param name="BuyerIsMaker">True when the taker sold.</param>
public readonly record struct AggTrade(long Id, Price Price, Quantity Quantity, long FirstTradeId, long LastTradeId, long Time_ms, bool BuyerIsMaker)
{
    public Notional Quote => Price * Quantity;

    /// <summary>Underlying trades in this row.</summary>
    public long TradeCount => LastTradeId - FirstTradeId + 1;

    /// <summary>The record tests of spec/quant.md §1.1; a row that fails is counted and dropped.</summary>
    public bool IsValid => Price.Units > 0 && Quantity.Units > 0 && Time_ms > 0 && Id >= 0;
}
