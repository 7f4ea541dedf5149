using FsCheck;
using FsCheck.Fluent;
using Platform.Primitives.Time;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Primitives.Tests.Time;

public sealed class VirtualClockTests
{
    private const long Real_ms = 1_766_362_500_000;
    private const long Virtual_ms = 1_746_403_200_000;

    [Theory]
    [InlineData(1)]
    [InlineData(120)]
    [InlineData(0.5)]
    public void Virtual_time_runs_at_the_speed_of_the_anchor(double speed)
    {
        ManualClock real = ManualClock.At(Real_ms);
        var clock = new VirtualClock(new ClockAnchor(Real_ms, Virtual_ms, speed), real);
        Assert.Equal(Virtual_ms, clock.NowMilliseconds());
        long before = clock.GetTimestamp();
        real.AdvanceMilliseconds(10_000);
        Assert.Equal(Virtual_ms + (long)(10_000 * speed), clock.NowMilliseconds());
        Assert.Equal(TimeSpan.FromMilliseconds(10_000 * speed), clock.GetElapsedTime(before));
    }

    [Fact]
    public void A_timer_of_five_virtual_minutes_fires_after_two_and_a_half_real_seconds_at_speed_120()
    {
        ManualClock real = ManualClock.At(Real_ms);
        var clock = new VirtualClock(new ClockAnchor(Real_ms, Virtual_ms, 120), real);
        int fired = 0;
        using ITimer timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
        real.AdvanceMilliseconds(2_499);
        Assert.Equal(0, fired);
        real.AdvanceMilliseconds(1);
        Assert.Equal(1, fired);
        real.AdvanceMilliseconds(5_000);
        Assert.Equal(3, fired);
    }

    [Fact]
    public void Real_and_virtual_time_map_back_to_each_other() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000_000).ToArbitrary(), Gen.Elements(1.0, 10, 60, 120, 1000).ToArbitrary(), (later_ms, speed) =>
        {
            var anchor = new ClockAnchor(Real_ms, Virtual_ms, speed);
            long real_ms = anchor.ToReal(Virtual_ms + later_ms);
            return anchor.ToVirtual(real_ms) >= Virtual_ms + later_ms && anchor.ToVirtual(real_ms - 1) < Virtual_ms + later_ms;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1, 300_000, -300_000)]
    [InlineData(299_999, 300_000, 0)]
    [InlineData(300_000, 300_000, 300_000)]
    public void Windows_start_at_or_before_the_time_also_before_1970(long time_ms, long length_ms, long start_ms) =>
        Assert.Equal(start_ms, UnixTime.FloorTo(time_ms, length_ms));
}
