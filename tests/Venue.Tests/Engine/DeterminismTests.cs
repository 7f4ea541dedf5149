using Platform.Domain.Orders;
using Xunit;

namespace Platform.Venue.Tests.Engine;

public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_and_the_same_commands_give_the_same_events_to_the_byte()
    {
        string first = Play(pieces: 1), second = Play(pieces: 1);
        Assert.True(first.Length > 100_000);
        Assert.True(first == second, "two runs differ");
    }

    [Fact]
    public void Events_do_not_depend_on_how_often_the_core_is_advanced() =>
        Assert.True(Play(pieces: 1) == Play(pieces: 37), "driving in small pieces changed the run");

    [Fact]
    public void Another_seed_gives_another_market()
    {
        using var first = new TestExchange();
        using var second = new TestExchange(options => options with { Seed = 99 });
        Assert.NotEqual(first.Touch.Bid, second.Touch.Bid);
    }

    private static string Play(int pieces)
    {
        using var venue = new TestExchange();
        venue.Events.KeepsText = true;
        for (int round = 0; round < 20; round++)
        {
            venue.Market(venue.Alice, round % 3 == 0 ? Side.Sell : Side.Buy, "0.004");
            venue.Limit(venue.Bob, Side.Buy, "0.010", venue.Near(Side.Buy, -3));
            for (int piece = 0; piece < pieces; piece++)
                venue.Run(7.4 / pieces);
        }

        return venue.Events.Text;
    }
}
