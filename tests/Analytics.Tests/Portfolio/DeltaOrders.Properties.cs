using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Portfolio;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

public sealed class DeltaOrdersProperties
{
    private static readonly Instrument Eth = InstrumentBuilder.Of("ETHUSDT", "0.001");
    private static readonly Price Mark = Price.Of(2000);
    private static readonly Money Equity = Money.Of(10_000);

    private static readonly Gen<Quantity> OnGrid = Gen.Choose(-5000, 5000).Select(units => Quantity.FromUnits(units * 100_000L));

    [Fact]
    public void One_way_orders_filled_in_order_reach_the_target_or_stay_and_say_why() =>
        Prop.ForAll(OnGrid.ToArbitrary(), OnGrid.ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (position, target, twoStep) =>
        {
            var rules = new DeltaRules(twoStep ? FlipMode.TwoStep : FlipMode.Single);
            DeltaPlan plan = DeltaOrders.OneWay(Eth, Mark, position, target, Equity, rules);
            Quantity now = position;
            foreach (DeltaOrder order in plan.Orders)
            {
                // A reduce-only order larger than the position would be shrunk by the exchange without a word.
                if (order.ReduceOnly && (order.Quantity > now.Abs || (int)order.Side == now.Sign))
                    return false;
                now += Signed(order);
            }

            return plan.Skip == DeltaSkip.None ? now == target : plan.Skip == DeltaSkip.AtTarget ? position == target : now.Abs <= position.Abs;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Hedge_orders_filled_in_order_reach_the_target_and_never_close_more_than_is_held() =>
        Prop.ForAll(OnGrid.ToArbitrary(), OnGrid.ToArbitrary(), OnGrid.ToArbitrary(), (first, second, target) =>
        {
            Quantity longs = first.Abs, shorts = second.Abs;
            DeltaPlan plan = DeltaOrders.Hedge(Eth, Mark, longs, shorts, target, Equity, new DeltaRules(Band: 0));
            foreach (DeltaOrder order in plan.Orders)
            {
                if (order.PositionSide == PositionSide.Long)
                    longs += Signed(order);
                else
                    shorts -= Signed(order);
                if (longs.Units < 0 || shorts.Units < 0)
                    return false;
            }

            return plan.Skip is DeltaSkip.BelowMinimum
                || (longs == Quantity.Max(target, Quantity.Zero) && shorts == Quantity.Max(-target, Quantity.Zero));
        }).QuickCheckThrowOnFailure();

    private static Quantity Signed(DeltaOrder order) => order.Side == Side.Buy ? order.Quantity : -order.Quantity;
}
