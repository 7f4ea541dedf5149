using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Domain.Instruments;

/// <summary>The filters of an instrument in exact arithmetic: rounding of orders, and checks before sending and in the exchange simulator.</summary>
public static class OrderRules
{
    /// <summary>The lot size for orders of the type; for an algorithm that can use both types, see <see cref="CoarserLot"/>.</summary>
    public static LotSize LotFor(this Instrument instrument, OrderType type) =>
        type is OrderType.Limit or OrderType.Stop or OrderType.TakeProfit ? instrument.Lot : instrument.MarketLot;

    /// <summary>Common step, larger minimum, smaller maximum: valid for limit and market orders. Zero means that the exchange publishes no bound.</summary>
    public static LotSize CoarserLot(this Instrument instrument) => new(
        Quantity.Max(instrument.Lot.Min, instrument.MarketLot.Min),
        SmallerBound(instrument.Lot.Max, instrument.MarketLot.Max),
        CommonStep(instrument.Lot.Step, instrument.MarketLot.Step));

    /// <summary>
    /// Target quantity of a signed notional at a price, truncated to the step of the lot, toward zero;
    /// zero when it is below the minimum quantity or the minimum notional (spec/quant.md §6.3).
    /// </summary>
    public static Quantity TargetQuantity(this Instrument instrument, Notional notional, Price price)
    {
        LotSize lot = instrument.CoarserLot();
        Quantity quantity = notional.DivideBy(price).TruncateTo(lot.Step);
        bool tooSmall = quantity.Abs < lot.Min || (quantity.Abs * price) < instrument.MinNotional;
        return tooSmall ? Quantity.Zero : quantity;
    }

    /// <summary>Checks the quantity against the lot size of the order type.</summary>
    public static Result<Done> CheckQuantity(this Instrument instrument, OrderType type, Quantity quantity)
    {
        LotSize lot = instrument.LotFor(type);
        if (quantity.Units <= 0)
            return Refuse(instrument, $"quantity {quantity} must be positive", -4003);
        if (quantity < lot.Min)
            return Refuse(instrument, $"quantity {quantity} is below the minimum {lot.Min}", -4004);
        if (lot.Max.Units > 0 && quantity > lot.Max)
            return Refuse(instrument, $"quantity {quantity} is above the maximum {lot.Max}", -4005);
        if (!quantity.IsMultipleOf(lot.Step))
            return Refuse(instrument, $"quantity {quantity} is not a multiple of the step {lot.Step}", -4023);
        return Done.Value;
    }

    /// <summary>Checks a limit price against minimum, maximum and tick.</summary>
    public static Result<Done> CheckPrice(this Instrument instrument, Price price)
    {
        PriceFilter filter = instrument.Price;
        if (price.Units <= 0)
            return Refuse(instrument, $"price {price} must be positive", -4001);
        if (filter.Max.Units > 0 && price > filter.Max)
            return Refuse(instrument, $"price {price} is above the maximum {filter.Max}", -4002);
        if (filter.Min.Units > 0 && price < filter.Min)
            return Refuse(instrument, $"price {price} is below the minimum {filter.Min}", -4013);
        if (!price.IsMultipleOf(filter.Tick))
            return Refuse(instrument, $"price {price} is not a multiple of the tick {filter.Tick}", -4014);
        return Done.Value;
    }

    /// <summary>Checks price × quantity against the minimum notional; reduce-only orders are exempt. Market orders use the mark price.</summary>
    public static Result<Done> CheckNotional(this Instrument instrument, Price price, Quantity quantity, bool reduceOnly)
    {
        if (!reduceOnly && (price * quantity) < instrument.MinNotional)
            return Refuse(instrument, $"notional {price * quantity} is below the minimum {instrument.MinNotional}", -4164);
        return Done.Value;
    }

    private static Quantity SmallerBound(Quantity left, Quantity right) =>
        left.Units <= 0 ? right : right.Units <= 0 ? left : Quantity.Min(left, right);

    /// <summary>The least common multiple of both steps, because the coarser step is not always a multiple of the finer one.</summary>
    private static Quantity CommonStep(Quantity left, Quantity right)
    {
        if (left.Units <= 0 || right.Units <= 0)
            return Quantity.Max(left, right);
        long a = left.Units, b = right.Units;
        while (b != 0)
            (a, b) = (b, a % b);
        return Quantity.FromUnits(checked(left.Units / a * right.Units));
    }

    private static Fault Refuse(Instrument instrument, string why, int code) =>
        new(FaultKind.Denied, $"{instrument.Symbol}: {why}.", Code: code);
}
