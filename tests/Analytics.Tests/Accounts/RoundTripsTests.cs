using Platform.Analytics.Accounts;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Accounts;

public sealed class RoundTripsTests
{
    [Fact]
    public void A_trip_runs_from_zero_to_zero_and_is_net_of_fees_and_funding()
    {
        RoundTrip trip = Assert.Single(RoundTrips.Find([Fill(1, 2, 100, 1), Fill(2, 1, 130, 1), Fill(5, -3, 120, 2)], [(3, Money.Of(-4)), (9, Money.Of(-100))]));
        Assert.Equal(new RoundTrip(1, 5, true, Money.Of(360 - 330 - 4 - 4)), trip);
    }

    [Fact]
    public void A_fill_through_zero_ends_one_trip_and_begins_another()
    {
        IReadOnlyList<RoundTrip> trips = RoundTrips.Find([Fill(1, 1, 100, 0), Fill(2, -3, 110, 3), Fill(3, 2, 100, 0)], []);
        Assert.Equal([new RoundTrip(1, 2, true, Money.Of(9)), new RoundTrip(2, 3, false, Money.Of(18))], trips);
    }

    [Fact]
    public void A_tie_is_a_loss_and_an_open_position_is_no_trip()
    {
        RoundTrips trips = RoundTrips.Of([new(0, 1, true, Money.Of(30)), new(1, 2, true, Money.Zero), new(2, 3, false, Money.Of(-10))]);
        Assert.Equal((1 / 3.0, 3.0), (trips.HitRate, trips.ProfitFactor));
        Assert.Empty(RoundTrips.Find([Fill(1, 1, 100, 0)], []));
        Assert.True(double.IsNaN(RoundTrips.Of([]).HitRate) && double.IsNaN(RoundTrips.Of([new(0, 1, true, Money.Of(1))]).ProfitFactor));
    }

    private static TripFill Fill(long time_ms, int signed, int price, int fee) => new(time_ms, Quantity.Of(signed), Price.Of(price), Money.Of(fee));
}
