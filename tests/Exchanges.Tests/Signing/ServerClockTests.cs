using Platform.TestKit.Clocks;
using Platform.Exchanges.Binance.Signing;
using Xunit;

namespace Platform.Exchanges.Tests.Signing;

public sealed class ServerClockTests
{
    [Fact]
    public void The_offset_is_taken_at_the_midpoint_of_the_shortest_round_trip()
    {
        var clock = new ServerClock(ManualClock.At(10_000));

        clock.Measure([(1_000, 1_900, 1_400), (2_000, 2_510, 2_020), (3_000, 3_700, 3_300)]);

        Assert.Equal(500, clock.Offset_ms);
        Assert.Equal(10, clock.Uncertainty_ms);
        Assert.Equal(10_500, clock.Now_ms);
    }

    [Fact]
    public void A_timestamp_is_never_ahead_of_the_venue_for_any_split_of_the_round_trip()
    {
        for (long outbound = 0; outbound <= 40; outbound++)
        {
            var local = ManualClock.At(100_000);
            var clock = new ServerClock(local);
            const long trueOffset = -7_000;
            clock.Measure([(50_000, 50_000 + outbound + trueOffset, 50_040)]);

            Assert.True(clock.Stamp_ms <= 100_000 + trueOffset, $"outbound {outbound}");
        }
    }
}
