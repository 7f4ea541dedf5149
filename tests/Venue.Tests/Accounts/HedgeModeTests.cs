using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

/// <summary>Two positions in one contract (spec/binance-usdm.md §8, one-way vs hedge).</summary>
public sealed class HedgeModeTests
{
    [Fact]
    public void Long_and_short_are_two_positions_and_each_is_closed_by_its_own_side()
    {
        using TestExchange venue = Open();
        Assert.True(Place(venue, Side.Buy, PositionSide.Long, "0.010").IsOk);
        Assert.True(Place(venue, Side.Sell, PositionSide.Short, "0.004").IsOk);
        Assert.Equal((Quantity.Parse("0.010"), Quantity.Parse("-0.004")), Amounts(venue));
        Assert.True(Place(venue, Side.Sell, PositionSide.Long, "0.003").IsOk);
        Assert.True(Place(venue, Side.Buy, PositionSide.Short, "0.004").IsOk);
        Assert.Equal((Quantity.Parse("0.007"), Quantity.Zero), Amounts(venue));
    }

    [Fact]
    public void A_side_is_required_reduce_only_is_refused_and_no_more_than_the_position_can_be_closed()
    {
        using TestExchange venue = Open();
        Assert.Equal(-4061, venue.Market(venue.Alice, Side.Buy, "0.010").Error?.Code);
        Assert.Equal(-2022, Place(venue, Side.Sell, PositionSide.Long, "0.001").Error?.Code);
        Assert.True(Place(venue, Side.Buy, PositionSide.Long, "0.010").IsOk);
        Assert.Equal(-2022, Place(venue, Side.Sell, PositionSide.Long, "0.011").Error?.Code);
        Assert.Equal(-1106, venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.Market)
        {
            Quantity = Quantity.Parse("0.001"), PositionSide = PositionSide.Long, ReduceOnly = true,
        }).Error?.Code);
        Assert.Equal(-4068, venue.Exchange.Execute(new SetPositionMode(venue.Alice, false)).Error?.Code);
    }

    [Fact]
    public void Both_sides_need_margin_and_share_one_liquidation_price()
    {
        using TestExchange venue = Open();
        Place(venue, Side.Buy, PositionSide.Long, "0.100");
        Place(venue, Side.Sell, PositionSide.Short, "0.040");
        PositionView[] rows = Rows(venue);
        AccountView account = venue.Exchange.Accounts.Account(venue.Alice);
        Assert.Equal(rows[0].PositionInitialMargin + rows[1].PositionInitialMargin, account.PositionInitialMargin);
        Assert.Equal(rows[0].MaintenanceMargin + rows[1].MaintenanceMargin, account.MaintenanceMargin);
        Assert.Equal(rows[0].LiquidationPrice, rows[1].LiquidationPrice);
    }

    [Fact]
    public void Funding_is_paid_by_one_side_and_received_by_the_other()
    {
        using TestExchange venue = Open();
        Place(venue, Side.Buy, PositionSide.Long, "0.100");
        Place(venue, Side.Sell, PositionSide.Short, "0.040");
        venue.Run(seconds: 60);
        IncomeView[] paid = [.. venue.Exchange.Accounts.Income(venue.Alice, TestExchange.Btc, IncomeType.FundingFee, 10)];
        FundingView settled = venue.Exchange.Market.FundingRates(TestExchange.Btc, 1)[0];
        Money Of(string amount) => -settled.FundingRate.Of(Quantity.Parse(amount) * settled.MarkPrice);
        Assert.Equal([Of("0.100"), Of("-0.040")], paid.Select(row => row.Income));
        Assert.Equal(2, paid.Select(row => row.TransactionId).Distinct().Count());
    }

    [Fact]
    public void A_change_of_leverage_changes_the_margin_and_is_refused_when_the_margin_is_insufficient()
    {
        using TestExchange venue = Open();
        venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 20));
        Place(venue, Side.Buy, PositionSide.Long, "5");
        PositionView before = Rows(venue)[0];
        Assert.True(venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 10)).IsOk);
        PositionView after = Rows(venue)[0];
        Assert.InRange(after.PositionInitialMargin.Units - 2 * before.PositionInitialMargin.Units, -2, 2);
        Assert.Equal(-2028, venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 2)).Error?.Code);
        Assert.Equal(-2027, venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 125)).Error?.Code);
        Assert.Equal(-4028, venue.Exchange.Execute(new SetLeverage(venue.Alice, TestExchange.Btc, 126)).Error?.Code);
        Assert.Equal(10, Rows(venue)[0].Leverage);
    }

    private static TestExchange Open()
    {
        var venue = new TestExchange(options => options with { VirtualStart_ms = TestExchange.Start_ms + 8 * 3_600_000 - 20_000 });
        Assert.True(venue.Exchange.Execute(new SetPositionMode(venue.Alice, true)).IsOk);
        return venue;
    }

    private static Reply<OrderView> Place(TestExchange venue, Side side, PositionSide position, string quantity) =>
        venue.Exchange.Execute(new PlaceOrder(venue.Alice, TestExchange.Btc, side, OrderType.Market) { Quantity = Quantity.Parse(quantity), PositionSide = position });

    private static PositionView[] Rows(TestExchange venue) => [.. venue.Exchange.Accounts.Positions(venue.Alice, TestExchange.Btc, all: true).OrderBy(row => row.PositionSide)];

    private static (Quantity Long, Quantity Short) Amounts(TestExchange venue) => (Rows(venue)[0].Amount, Rows(venue)[1].Amount);
}
