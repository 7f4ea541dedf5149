using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Accounts;

/// <summary>
/// One position with its exact cost. The entry price is truncated to 8 decimals; profit is computed from the exact cost,
/// so that rounding neither creates nor loses money.
/// </summary>
internal sealed class ExactPosition(PositionSide side)
{
    public PositionSide Side { get; } = side;

    /// <summary>Signed quantity: positive for long, negative for short.</summary>
    public Quantity Amount { get; private set; }

    /// <summary>Signed sum of quantity × price over the fills that opened what is still open, in units of 10^-16.</summary>
    public Notional Cost { get; private set; }

    public Money IsolatedWallet { get; set; }

    public Money AccumulatedRealized { get; private set; }

    /// <summary>Fees and funding paid for what is still open; part of the break-even price.</summary>
    public Money Carried { get; private set; }

    public long Updated_ms { get; set; }

    /// <summary>True while a margin call of this isolated position is active, so that it is sent only once.</summary>
    public bool IsMarginCalled { get; set; }

    public bool IsOpen => !Amount.IsZero;

    public Price EntryPrice => Amount.IsZero ? Price.Zero : Cost.DivideBy(Amount);

    public Price BreakEvenPrice => Amount.IsZero ? Price.Zero : (Cost + Carried.ToNotional()).DivideBy(Amount);

    /// <summary>Exact unrealized profit at a price, with 16 decimals.</summary>
    public Notional ProfitAt(Price price) => (price * Amount) - Cost;

    /// <summary>The unsigned quantity of the position that a fill would close.</summary>
    public Quantity ClosedBy(Side side, Quantity quantity) =>
        Amount.Sign == -(int)side ? Quantity.Min(quantity, Amount.Abs) : Quantity.Zero;

    /// <summary>Applies a fill and returns the exact realized profit of the part that closed.</summary>
    public Notional Apply(Side side, Quantity quantity, Price price, long now_ms)
    {
        Updated_ms = now_ms;
        Quantity closed = ClosedBy(side, quantity);
        Notional realized = Notional.Zero;
        if (!closed.IsZero)
            realized = Close(side, closed, price);
        Quantity opened = quantity - closed;
        if (!opened.IsZero)
            Open(side, opened, price);
        return realized;
    }

    public void Carry(Money paid) => Carried += paid;

    public void Serialize(SnapshotSerializer serializer)
    {
        (Amount, Cost, IsolatedWallet, AccumulatedRealized) = (serializer.Value(Amount), serializer.Value(Cost), serializer.Value(IsolatedWallet), serializer.Value(AccumulatedRealized));
        (Carried, Updated_ms, IsMarginCalled) = (serializer.Value(Carried), serializer.Value(Updated_ms), serializer.Value(IsMarginCalled));
    }

    private void Open(Side side, Quantity quantity, Price price)
    {
        if (Amount.IsZero)
            AccumulatedRealized = Money.Zero;
        Notional cost = price * quantity;
        Amount += side == Domain.Orders.Side.Buy ? quantity : Quantity.Zero - quantity;
        Cost += side == Domain.Orders.Side.Buy ? cost : -cost;
    }

    private Notional Close(Side side, Quantity closed, Price price)
    {
        long size = Amount.Abs.Units;
        Notional part = Notional.FromUnits(Share(Cost.Units, closed.Units, size));
        Notional value = price * closed;
        Notional realized = (side == Domain.Orders.Side.Sell ? value : -value) - part;
        Carried -= Money.FromUnits((long)Share(Carried.Units, closed.Units, size));
        Cost -= part;
        Amount += side == Domain.Orders.Side.Buy ? closed : Quantity.Zero - closed;
        AccumulatedRealized += realized.Truncate();
        return realized;
    }

    /// <summary>Computes total · part / whole without an overflow of 128 bits; exact when part = whole.</summary>
    public static Int128 Share(Int128 total, long part, long whole)
    {
        if (part == whole || total == 0)
            return total;
        (Int128 quotient, Int128 remainder) = Int128.DivRem(total, whole);
        return quotient * part + remainder * part / whole;
    }
}
