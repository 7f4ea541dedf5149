using Platform.Cli.Runs;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Cli.Tests;

public class StartPlanTests
{
    [Fact]
    public void Mock_starts_the_exchange_first_and_the_executors_last()
    {
        using var root = new TempFolder();
        string[][] stages = [.. Plan(root, []).Select(stage => stage.Select(child => child.Name).ToArray())];
        Assert.Equal([["venue"], ["coordinator"], ["data"], ["strategy"], ["executor-account1", "executor-account2", "monitor"]], stages);
    }

    [Fact]
    public void Testnet_starts_no_exchange()
    {
        using var root = new TempFolder();
        Assert.DoesNotContain(Plan(root, new() { ["PLATFORM__MODE"] = "testnet" }).SelectMany(stage => stage), child => child.Name == "venue");
    }

    [Fact]
    public void The_exchange_gets_the_accounts_the_clock_and_the_market()
    {
        using var root = new TempFolder();
        string line = string.Join(' ', Plan(root, new() { ["PLATFORM__CLOCK__SPEED"] = "60", ["PLATFORM__VENUE__SEED"] = "7", ["PLATFORM__NETWORK__PORT_SHIFT"] = "1000" })[0][0].Arguments).Replace(root.File("data", "mock", "session-0001", "venue.state"), "STATE").Replace(root.File("data", "run", "token"), "TOKEN");
        Assert.Equal("--listen 127.0.0.1:6080 --speed 60 --market model --symbols 10 --seed 7 --token-file TOKEN --state STATE --account mock-account1:mock-secret-account1:100000 --account mock-account2:mock-secret-account2:100000", line);
    }

    [Fact]
    public void A_recording_is_replayed_completely_from_the_start_time_of_the_clock()
    {
        using var root = new TempFolder();
        IReadOnlyList<string> arguments = Plan(root, new() { ["PLATFORM__VENUE__MARKET"] = "/recordings", ["PLATFORM__CLOCK__START"] = "2025-05-05T00:00:00Z" })[0][0].Arguments;
        Assert.Contains("--market /recordings --symbols 0", string.Join(' ', arguments));
        Assert.Contains("--start 2025-05-05T00:00:00Z", string.Join(' ', arguments));
    }

    [Fact]
    public void An_upstream_market_gets_its_address_and_no_state_and_begins_at_the_current_time()
    {
        using var root = new TempFolder();
        IReadOnlyList<string> arguments = Plan(root, new() { ["PLATFORM__VENUE__MARKET"] = "upstream", ["PLATFORM__VENUE__UPSTREAM"] = "http://127.0.0.1:7777", ["PLATFORM__VENUE__SYMBOLS"] = "3" })[0][0].Arguments;
        string line = string.Join(' ', arguments).Replace(root.File("data", "run", "token"), "TOKEN");
        Assert.Contains("--market upstream --symbols 3 --seed 1 --token-file TOKEN --upstream http://127.0.0.1:7777 --account", line, StringComparison.Ordinal);
        Assert.DoesNotContain("--state", line, StringComparison.Ordinal);
    }

    private static IReadOnlyList<IReadOnlyList<ChildSpec>> Plan(TempFolder root, Dictionary<string, string> overrides) =>
        StartPlan.Stages(RunFolder.ForStart(root.Path, "", overrides).Value, withMonitor: true);
}
