using Platform.Cli.Supervision;
using Platform.Hosting.Configuration.Running;
using Xunit;

namespace Platform.Cli.Tests;

public class HangRuleTests
{
    private const int Pid = 7;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly HangRule _rule = new(new SupervisorOptions { HangTimeout_ms = 5_000, StartTimeout_ms = 30_000 });

    [Fact]
    public void Silence_beyond_the_limit_is_a_hang_and_any_sign_ends_the_count()
    {
        _rule.IsHung(Pid, true, Look);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.False(_rule.IsHung(Pid, false, Look)));
        Assert.False(_rule.IsHung(Pid, true, Look));
        Assert.All(Enumerable.Range(0, 5), _ => Assert.False(_rule.IsHung(Pid, false, Look)));
        Assert.True(_rule.IsHung(Pid, false, Look));
    }

    [Fact]
    public void A_process_without_a_first_heartbeat_has_the_time_limit_of_a_start()
    {
        Assert.All(Enumerable.Range(0, 30), _ => Assert.False(_rule.IsHung(Pid, false, Look)));
        Assert.True(_rule.IsHung(Pid, false, Look));
    }

    [Fact]
    public void Time_in_which_no_heartbeat_could_be_received_or_the_watch_was_suspended_does_not_count()
    {
        _rule.IsHung(Pid, true, Look);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(_rule.IsHung(Pid, null, Look)));
        Assert.False(_rule.IsHung(Pid, false, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_timeout_of_zero_means_never()
    {
        var never = new HangRule(new SupervisorOptions { HangTimeout_ms = 0 });
        never.IsHung(Pid, true, Look);
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.False(never.IsHung(Pid, false, Look)));
    }
}
