using Platform.Analytics.Execution;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Xunit;

namespace Platform.Analytics.Tests.Execution;

public sealed class VolumeProfileTests
{
    private static readonly long s_today_ms = Label.Parse("2025-05-05-001").Value.Start_ms;
    private static readonly long s_now_ms = s_today_ms + 7 * 3_600_000;

    [Fact]
    public void Days_have_equal_weight_independent_of_their_volume()
    {
        VolumeProfile profile = VolumeProfile.FromBars([.. Day(1, i => i < 144 ? 1 : 3), .. Day(2, i => i < 144 ? 1_000 : 3_000), .. Day(3, i => i < 144 ? 1 : 3)], s_now_ms, new ProfileRules(Shrink: 0)).Value;
        Assert.Equal(3, profile.Days);
        Assert.Equal(0.25 / 144, profile.Shares[0], 1e-12);
        Assert.Equal(0.75 / 144, profile.Shares[287], 1e-12);
        Assert.Equal(1, profile.Shares.Sum(), 1e-9);
    }

    [Fact]
    public void Today_a_day_with_a_gap_and_a_day_without_a_trade_are_left_out()
    {
        WindowVolume[] bars = [.. Day(0, _ => 1), .. Day(1, _ => 1), .. Day(2, _ => 1), .. Day(3, _ => 1).Skip(1), .. Day(4, _ => 0), .. Day(99, _ => 1)];
        Result<VolumeProfile> profile = VolumeProfile.FromBars(bars, s_now_ms, new ProfileRules());
        Assert.Equal(FaultKind.NotFound, profile.Fault!.Kind);
        Assert.Equal("2 full days of volume; expected at least 3", profile.Fault.Message);
        Assert.Equal(2, VolumeProfile.FromBars(bars, s_now_ms, new ProfileRules(DaysMin: 2)).Value.Days);
    }

    [Fact]
    public void The_label_after_288_is_label_1()
    {
        var shares = new double[Label.PerDay];
        (shares[287], shares[0]) = (0.01, 0.03);
        IReadOnlyList<VwapWindow> windows = VwapSchedule.Windows(Quantity.Of(4), Quantity.Of(1), VolumeProfile.FromShares(shares, 14), s_today_ms - 300_000, 600_000);
        Assert.Equal([Quantity.Of(1), Quantity.Of(4)], windows.Select(window => window.Cumulative));
    }

    [Fact]
    public void A_horizon_without_usual_volume_is_executed_evenly_over_time()
    {
        IReadOnlyList<VwapWindow> windows = VwapSchedule.Windows(Quantity.Of(4), Quantity.Of(1), VolumeProfile.FromShares(new double[Label.PerDay], 3), s_today_ms, 600_000);
        Assert.Equal([Quantity.Of(2), Quantity.Of(4)], windows.Select(window => window.Cumulative));
    }

    private static IEnumerable<WindowVolume> Day(int daysAgo, Func<int, double> volume) => Enumerable.Range(0, Label.PerDay)
        .Select(i => new WindowVolume(s_today_ms - daysAgo * UnixTime.MillisecondsPerDay + i * Label.Length_ms, volume(i)));
}
