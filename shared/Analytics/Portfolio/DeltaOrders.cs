using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Portfolio;

/// <summary>
/// Computes the orders from current position to target (spec/quant.md §6.4), in both position modes; pure and exact.
/// The given position must include the unfilled quantity of live parents, unless those parents were cancelled before.
/// </summary>
public static class DeltaOrders
{
    private const long BandUnits = 100_000_000;

    /// <summary>One-way mode: position and target are signed.</summary>
    public static DeltaPlan OneWay(Instrument instrument, Price price, Quantity position, Quantity target, Money equity, DeltaRules rules)
    {
        Check.That(price.Units > 0, $"{instrument.Symbol} needs a positive price to plan its orders");
        var leg = new Leg(instrument, price, Threshold(instrument, equity, rules));
        Quantity delta = target - position;
        if (delta.IsZero)
            return Nothing(instrument, DeltaSkip.AtTarget);
        if (leg.SkipOf(delta.Abs, fullClose: target.IsZero) is not DeltaSkip.None and var skip)
            return Nothing(instrument, skip);
        Side side = delta.Sign > 0 ? Side.Buy : Side.Sell;
        bool flip = position.Sign * target.Sign < 0;
        if (flip && rules.Flip == FlipMode.TwoStep)
            return TwoStep(leg, side, position, target);
        bool reduces = !flip && target.Abs < position.Abs;
        return One(leg.Order(side, PositionSide.Both, delta.Abs, reduces, reduces ? DeltaPurpose.Reduce : DeltaPurpose.Increase), instrument);
    }

    /// <summary>Hedge mode: long and short positions, both as positive quantities, and a signed target.</summary>
    public static DeltaPlan Hedge(
        Instrument instrument, Price price, Quantity heldLong, Quantity heldShort, Quantity target, Money equity, DeltaRules rules)
    {
        Check.That(price.Units > 0, $"{instrument.Symbol} needs a positive price to plan its orders");
        Check.That(heldLong.Units >= 0 && heldShort.Units >= 0, "hedge positions must be positive quantities");
        var leg = new Leg(instrument, price, Threshold(instrument, equity, rules));
        Quantity wantLong = Quantity.Max(target, Quantity.Zero), wantShort = Quantity.Max(-target, Quantity.Zero);
        var orders = new List<DeltaOrder>(2);
        DeltaSkip skip = Move(leg, PositionSide.Long, heldLong, wantLong, orders);
        DeltaSkip other = Move(leg, PositionSide.Short, heldShort, wantShort, orders);
        if (skip is DeltaSkip.AtTarget || (skip is DeltaSkip.None && other is not DeltaSkip.AtTarget))
            skip = other;
        return new DeltaPlan(instrument.Symbol, Sequence(orders), skip);
    }

    /// <summary>Order of release over all symbols of an account: reductions, then increases, each by descending notional, ties by symbol.</summary>
    public static IReadOnlyList<DeltaOrder> Sequence(IEnumerable<DeltaOrder> orders) =>
        [.. orders.OrderBy(o => o.Purpose).ThenByDescending(o => o.Notional).ThenBy(o => o.Symbol, StringComparer.Ordinal).ThenBy(o => o.PositionSide)];

    private static DeltaPlan TwoStep(Leg leg, Side side, Quantity position, Quantity target)
    {
        var orders = new List<DeltaOrder>(2);
        DeltaSkip skip = leg.SkipOf(position.Abs, fullClose: true);
        if (skip == DeltaSkip.None)
            orders.Add(leg.Order(side, PositionSide.Both, position.Abs, reduceOnly: true, DeltaPurpose.Reduce)!);
        if (leg.CanOpen(target.Abs) && leg.Order(side, PositionSide.Both, target.Abs, reduceOnly: false, DeltaPurpose.Increase) is { } open)
            orders.Add(open with { AfterReduction = orders.Count > 0 });
        else
            skip = DeltaSkip.BelowMinimum;
        return new DeltaPlan(leg.Instrument.Symbol, orders, skip);
    }

    private static DeltaSkip Move(Leg leg, PositionSide positionSide, Quantity held, Quantity wanted, List<DeltaOrder> into)
    {
        Quantity delta = wanted - held;
        if (delta.IsZero)
            return DeltaSkip.AtTarget;
        bool closes = delta.Sign < 0;
        DeltaSkip skip = leg.SkipOf(delta.Abs, fullClose: closes && wanted.IsZero);
        if (skip != DeltaSkip.None)
            return skip;
        Side side = closes == (positionSide == PositionSide.Long) ? Side.Sell : Side.Buy;
        into.Add(leg.Order(side, positionSide, delta.Abs, reduceOnly: false, closes ? DeltaPurpose.Reduce : DeltaPurpose.Increase)!);
        return DeltaSkip.None;
    }

    private static Notional Threshold(Instrument instrument, Money equity, DeltaRules rules)
    {
        var band = (Int128)Math.Round(rules.Band * BandUnits);
        var threshold = Notional.FromUnits(Int128.Max(0, equity.Units) * band);
        return threshold > instrument.MinNotional ? threshold : instrument.MinNotional;
    }

    private static DeltaPlan One(DeltaOrder? order, Instrument instrument) =>
        order is null ? Nothing(instrument, DeltaSkip.BelowMinimum) : new DeltaPlan(instrument.Symbol, [order], DeltaSkip.None);

    private static DeltaPlan Nothing(Instrument instrument, DeltaSkip skip) => new(instrument.Symbol, [], skip);

    /// <summary>The limits that apply to every order of one symbol.</summary>
    private readonly record struct Leg(Instrument Instrument, Price Price, Notional Threshold)
    {
        private LotSize Lot => Instrument.CoarserLot();

        /// <summary>A full close is exempt from the notional limits but not from the lot size.</summary>
        public DeltaSkip SkipOf(Quantity size, bool fullClose)
        {
            Quantity sent = size.TruncateTo(Lot.Step);
            if (sent.IsZero || sent < Lot.Min)
                return DeltaSkip.BelowMinimum;
            Notional value = Price * sent;
            if (fullClose || value >= Threshold)
                return DeltaSkip.None;
            return value < Instrument.MinNotional ? DeltaSkip.BelowMinimum : DeltaSkip.InsideBand;
        }

        public bool CanOpen(Quantity size)
        {
            Quantity sent = size.TruncateTo(Lot.Step);
            return !sent.IsZero && sent >= Lot.Min && Price * sent >= Instrument.MinNotional;
        }

        public DeltaOrder? Order(Side side, PositionSide positionSide, Quantity size, bool reduceOnly, DeltaPurpose purpose)
        {
            Quantity sent = size.TruncateTo(Lot.Step);
            return sent.IsZero ? null : new DeltaOrder(Instrument.Symbol, side, positionSide, sent, reduceOnly, purpose, Price);
        }
    }
}
