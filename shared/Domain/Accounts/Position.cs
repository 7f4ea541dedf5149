using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Domain.Accounts;

/// <summary>One open position of one account, signed: positive is long.</summary>
public sealed record Position(string Symbol, PositionSide PositionSide, Quantity Quantity, Price EntryPrice, Price MarkPrice)
{
    /// <summary>Quantity × mark, signed, exact.</summary>
    public Notional Notional => MarkPrice * Quantity;

    /// <summary>Quantity × (mark − entry), truncated to 8 decimals as the exchange does.</summary>
    public Money UnrealizedPnl => ((MarkPrice - EntryPrice) * Quantity).Truncate();
}
