using Platform.Cli.Supervision;
using Platform.Hosting.Configuration.Running;
using Xunit;

namespace Platform.Cli.Tests;

public class RestartRuleTests
{
    private readonly RestartRule _rule = new(new SupervisorOptions { RestartBackoff_ms = 500, RestartBackoffMax_ms = 3_000, RestartForgive_ms = 60_000 });

    [Fact]
    public void The_wait_doubles_with_every_crash_up_to_its_bound()
    {
        Assert.Equal([500, 1_000, 2_000, 3_000, 3_000], Enumerable.Range(0, 5).Select(_ => _rule.AfterCrash(TimeSpan.FromSeconds(1)).TotalMilliseconds));
        Assert.Equal(5, _rule.Crashes);
    }

    [Fact]
    public void A_process_that_ran_long_enough_starts_again_with_the_shortest_wait()
    {
        _rule.AfterCrash(TimeSpan.FromSeconds(1));
        _rule.AfterCrash(TimeSpan.FromSeconds(1));
        Assert.Equal(500, _rule.AfterCrash(TimeSpan.FromSeconds(60)).TotalMilliseconds);
        Assert.Equal(1_000, _rule.AfterCrash(TimeSpan.FromSeconds(59)).TotalMilliseconds);
    }
}
