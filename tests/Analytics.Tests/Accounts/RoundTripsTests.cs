using Platform.Analytics.Accounts;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Accounts;

public sealed class RoundTripsTests
{
    [Fact]
    public void A_trip_runs_from_zero_to_zero_and_is_net_of_fees_and_funding()
    {
        RoundTrip trip = Assert.Single(Closed([Fill(1, 2, 100, 1), Fill(2, 1, 130, 1), Fill(5, -3, 120, 2)], [(3, Money.Of(-4)), (9, Money.Of(-100))]));
        Assert.Equal(new RoundTrip(1, 5, true, Money.Of(360 - 330 - 4 - 4)), trip);
    }

    [Fact]
    public void A_fill_through_zero_ends_one_trip_and_begins_another()
    {
        IReadOnlyList<RoundTrip> trips = Closed([Fill(1, 1, 100, 0), Fill(2, -3, 110, 3), Fill(3, 2, 100, 0)], []);
        Assert.Equal([new RoundTrip(1, 2, true, Money.Of(9)), new RoundTrip(2, 3, false, Money.Of(18))], trips);
    }

    [Fact]
    public void A_tie_is_a_loss_and_an_open_position_is_no_trip()
    {
        RoundTrips trips = RoundTrips.Of([new(0, 1, true, Money.Of(30)), new(1, 2, true, Money.Zero), new(2, 3, false, Money.Of(-10))]);
        Assert.Equal((1 / 3.0, 3.0), (trips.HitRate, trips.ProfitFactor));
        Assert.Empty(Closed([Fill(1, 1, 100, 0)], []));
        Assert.True(double.IsNaN(RoundTrips.Of([]).HitRate) && double.IsNaN(RoundTrips.Of([new(0, 1, true, Money.Of(1))]).ProfitFactor));
    }

    [Fact]
    public void An_open_position_shows_what_was_closed_of_it_at_average_cost_and_the_funding_since()
    {
        PositionTrade trade = Assert.Single(PositionTrade.Find([Fill(1, -2, 100, 1), Fill(2, -2, 110, 1), Fill(3, 1, 95, 1)], [(0, Money.Of(50)), (4, Money.Of(7))]));
        Assert.Equal((true, false, Quantity.Of(4), Quantity.Of(1)), (trade.IsOpen, trade.IsLong, trade.Opened, trade.Closed));
        Assert.Equal((Price.Of(105), Price.Of(95), Money.Of(7)), (trade.EntryPrice, trade.ExitPrice, trade.Funding));
        Assert.Equal((Money.Of(10), Money.Of(10 - 3 + 7)), (trade.GrossPnl.Truncate(), trade.NetPnl.Truncate()));
    }

    private static IReadOnlyList<RoundTrip> Closed(TripFill[] fills, (long, Money)[] funding) => RoundTrips.ClosedOf(PositionTrade.Find(fills, funding));

    private static TripFill Fill(long time_ms, int signed, int price, int fee) => new(time_ms, Quantity.Of(signed), Price.Of(price), Money.Of(fee));
}
