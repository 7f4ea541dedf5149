using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Reading;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Hosting.Tests;

public class ConfigurationReaderTests
{
    [Fact]
    public void An_empty_file_is_the_default_configuration()
    {
        PlatformConfiguration configuration = Read("").Value;
        Assert.Equal(PlatformMode.Mock, configuration.Mode);
        Assert.Equal(["account1", "account2"], configuration.Accounts.Select(account => account.Id));
        Assert.All(configuration.Accounts, account => Assert.Equal(100_000m, account.InitialBalance));
        Assert.Equal(10, configuration.Clock.Speed);
        Assert.Equal(10, configuration.Venue.Symbols);
    }

    [Fact]
    public void A_misspelt_key_is_named_with_its_line_and_the_key_that_was_meant()
    {
        string message = Problem("mode: mock\nclock:\n  sped: 10\n");
        Assert.StartsWith("config/platform.yaml:3: key 'clock.sped' is unknown; did you mean 'clock.speed'?", message);
    }

    [Fact]
    public void A_key_that_resembles_none_is_answered_with_those_that_are_known()
    {
        Assert.Contains("known keys of this section: speed, start", Problem("clock:\n  xylophone: 1\n"));
    }

    [Fact]
    public void Every_problem_is_listed_at_once_in_the_order_of_the_file()
    {
        string[] lines = Problem("mode: moon\nclock:\n  speed: fast\n  sped: 1\nbars:\n  grace_ms: 70000\nrisk: 5\n").Split(Environment.NewLine);
        Assert.Equal(["config/platform.yaml:1", "config/platform.yaml:3", "config/platform.yaml:4", "config/platform.yaml:6", "config/platform.yaml:7"], lines.Select(line => line.Split(": ")[0]));
        Assert.Contains("expected mock, testnet, live", lines[0]);
        Assert.Contains("key 'clock.speed' is 'fast'; expected a number from 0.1 to 1000", lines[1]);
        Assert.Contains("expected a whole number from 0 to 60000", lines[3]);
        Assert.Contains("expected a section", lines[4]);
    }

    [Theory]
    [InlineData("clock:\n  speed: NaN\n", "clock.speed")]
    [InlineData("clock:\n  speed: 0\n", "clock.speed")]
    [InlineData("clock:\n  start: yesterday\n", "clock.start")]
    [InlineData("dry_run: yes\n", "dry_run")]
    [InlineData("network:\n  host: 999.0.0.1\n", "network.host")]
    [InlineData("network:\n  host: 0.0.0.0\n", "network.host")]
    [InlineData("mode: testnet\nnetwork:\n  host: 192.168.1.5\n", "network.host")]
    [InlineData("network:\n  tls_key: key.pem\n", "network.tls_key")]
    [InlineData("universe:\n  update_at: \"24:00\"\n", "universe.update_at")]
    [InlineData("tran_stats:\n  rmb: [5, 4, 3]\n", "tran_stats.rmb")]
    [InlineData("bars:\n  rollups: [5m]\n", "bars.rollups")]
    public void An_impossible_value_stops_the_start(string yaml, string key) => Assert.Contains($"key '{key}'", Problem(yaml));

    [Theory]
    [InlineData("clock:\n  speed: 1\n  speed: 2\n")]
    [InlineData("clock:\n\tspeed: 1\n")]
    [InlineData("clock: [1\n")]
    [InlineData("clock: &a\n  speed: [*a]\n")]
    public void What_is_not_yaml_is_answered_with_its_line(string yaml) => Assert.Matches(@"^config/platform\.yaml:\d+: not readable as YAML", Problem(yaml));

    [Fact]
    public void The_environment_overrides_the_file_and_is_named_when_it_is_wrong()
    {
        Assert.Equal(120, Read("clock:\n  speed: 5\n", ("PLATFORM__CLOCK__SPEED", "120")).Value.Clock.Speed);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], Read("", ("PLATFORM__UNIVERSE__SYMBOLS", "BTCUSDT, ETHUSDT")).Value.Universe.Symbols);
        Assert.Equal(7m, Read("accounts:\n  - id: main\n", ("PLATFORM__ACCOUNTS__0__INITIAL_BALANCE", "7")).Value.Accounts[0].InitialBalance);
        Fault fault = Read("", ("PLATFORM__CLOCK__SPED", "1")).Fault!;
        Assert.StartsWith("environment variable PLATFORM__CLOCK__SPED: key 'clock.sped' is unknown; did you mean 'clock.speed'?", fault.Message);
    }

    [Fact]
    public void Live_needs_the_consent_in_words()
    {
        Assert.Contains("config/platform.yaml: key 'live.confirm' must read \"I trade real money\"", Problem("mode: live\n").Replace("config/platform.yaml:1", "config/platform.yaml"));
        Assert.True(Read("mode: live\nlive:\n  confirm: \"I trade real money\"\n").IsOk);
    }

    [Fact]
    public void Strategy_leverage_is_at_most_half_of_the_exchange_leverage()
    {
        Assert.Contains("config/platform.yaml:2: key 'portfolio.strategy_leverage' is 3; expected at most half of execution.leverage (4)", Problem("portfolio:\n  strategy_leverage: 3\nexecution:\n  leverage: 4\n"));
        Assert.True(Read("portfolio:\n  strategy_leverage: 2\nexecution:\n  leverage: 4\n").IsOk);
    }

    [Fact]
    public void Two_listeners_on_one_port_are_refused_also_with_the_ports_of_further_executors()
    {
        Assert.Contains("key 'network.data_rpc' is port 5101, which network.coordinator_rpc already uses", Problem("network:\n  data_rpc: 5101\n"));
        Assert.Contains("network.executor_rpc", Problem("network:\n  executor_rpc: 5100\n"));
        Assert.Contains("expected 1 to 65535", Problem("network:\n  port_shift: 60000\n".Replace("60000", "50000") + "  monitor_http: 20000\n"));
    }

    [Fact]
    public void Accounts_have_distinct_ids_and_at_least_one_is_enabled()
    {
        Assert.Contains("key 'accounts[1]' repeats the id 'a'", Problem("accounts:\n  - id: a\n  - id: a\n"));
        Assert.Contains("has no id", Problem("accounts:\n  - initial_balance: 5\n"));
        Assert.Contains("contains no enabled account", Problem("accounts:\n  - id: a\n    enabled: false\n"));
        Assert.Contains("key 'accounts[0].id'", Problem("accounts:\n  - id: \"no spaces\"\n"));
    }

    [Fact]
    public void A_list_replaces_the_default_list()
    {
        PlatformConfiguration configuration = Read("accounts:\n  - id: main\nexecution:\n  algorithm: twap\n").Value;
        Assert.Equal("main", Assert.Single(configuration.Accounts).Id);
        Assert.Equal(ExecutionAlgorithm.Twap, configuration.Execution.Algorithm);
    }

    private static Result<PlatformConfiguration> Read(string yaml, params (string Name, string Value)[] environment) =>
        ConfigurationReader.Parse(yaml, "config/platform.yaml", environment.ToDictionary(pair => pair.Name, pair => pair.Value));

    private static string Problem(string yaml)
    {
        Result<PlatformConfiguration> result = Read(yaml);
        Assert.False(result.IsOk, "the configuration was accepted");
        return result.Fault.Message;
    }
}
