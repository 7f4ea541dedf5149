using System.CommandLine;
using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Lines;
using Platform.Cli.TradeStream.Settings;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Cli.Tests.TradeStream;

public sealed class StreamSettingsTests
{
    [Fact]
    public void Without_options_the_documented_defaults_hold()
    {
        StreamSettings settings = Read([]).Value;
        Assert.Equal(("ETHUSDT", 1024, 100, 60.0, 30.0, LogLevel.Info, false), (string.Join(',', settings.Symbols), settings.QueueSize, settings.PrintEvery, settings.HeartbeatTimeout.TotalSeconds, settings.BackoffMax.TotalSeconds, settings.LogLevel, settings.UsesTickRule));
        Assert.Equal("wss://fstream.binance.com/market/stream?streams=ethusdt@aggTrade", settings.Address!.ToString());
    }

    [Fact]
    public void The_environment_overrides_the_default_and_the_command_line_overrides_both()
    {
        var environment = new Dictionary<string, string>
        {
            ["SYMBOL"] = "btcusdt", ["QUEUE_SIZE"] = "2048", ["PRINT_EVERY"] = "10", ["HEARTBEAT_TIMEOUT"] = "120", ["BACKOFF_MAX"] = "5", ["LOG_LEVEL"] = "debug", ["WS_URL"] = "",
        };
        StreamSettings settings = Read([], environment).Value;
        Assert.Equal(("BTCUSDT", 2048, 10, 120.0, 5.0, LogLevel.Debug), (string.Join(',', settings.Symbols), settings.QueueSize, settings.PrintEvery, settings.HeartbeatTimeout.TotalSeconds, settings.BackoffMax.TotalSeconds, settings.LogLevel));
        settings = Read(["--symbol", "solusdt,ETHUSDT", "--queue-size", "9", "--print-every", "1", "--heartbeat-timeout", "30", "--backoff-max", "2", "--log-level", "ERROR", "--side-from", "tick", "--z-mode", "delta", "--reset", "on_gap"], environment).Value;
        Assert.Equal(("SOLUSDT,ETHUSDT", 9, 1, 30.0, 2.0, LogLevel.Error, true), (string.Join(',', settings.Symbols), settings.QueueSize, settings.PrintEvery, settings.HeartbeatTimeout.TotalSeconds, settings.BackoffMax.TotalSeconds, settings.LogLevel, settings.UsesTickRule));
        Assert.Equal(new CvdOptions(ZMode.Delta, CvdReset.OnGap), settings.Cvd);
    }

    [Theory]
    [InlineData("--print-every", "0", "PRINT_EVERY", "at least 1")]
    [InlineData("--queue-size", "-1", "QUEUE_SIZE", "at least 1")]
    [InlineData("--heartbeat-timeout", "0", "HEARTBEAT_TIMEOUT", "above 0")]
    [InlineData("--backoff-max", "soon", "BACKOFF_MAX", "such as 90")]
    [InlineData("--log-level", "LOUD", "LOG_LEVEL", "DEBUG, WARNING")]
    [InlineData("--duration", "-5", "DURATION", "above 0")]
    [InlineData("--duration", "m", "DURATION", "above 0")]
    [InlineData("--side-from", "guess", "SIDE_FROM", "flag, tick")]
    [InlineData("--metrics-port", "70000", "METRICS_PORT", "at most 65535")]
    [InlineData("--symbol", "ETH/USDT", "SYMBOL", "such as ETHUSDT")]
    public void An_invalid_value_is_reported_with_option_variable_and_remedy(string option, string value, string variable, string remedy)
    {
        foreach (Result<StreamSettings> result in new[] { Read([option, value]), Read([], new() { [variable] = value }) })
        {
            Assert.Equal(FaultKind.Invalid, result.Fault?.Kind);
            Assert.Contains($"{option} (or the environment variable {variable}) is '{value}'", result.Fault!.Message);
            Assert.Contains(remedy, result.Fault.Message);
        }
    }

    [Fact]
    public void All_problems_are_reported_together()
    {
        string message = Read(["--print-every", "0", "--queue-size", "x"]).Fault!.Message;
        Assert.Contains("--print-every", message);
        Assert.Contains("--queue-size", message);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    public void Times_accept_units(string text, double seconds) => Assert.Equal(seconds, Read(["--duration", text]).Value.Duration!.Value.TotalSeconds);

    [Theory]
    [InlineData("ws://127.0.0.1:9", "ws://127.0.0.1:9/market/stream?streams=ethusdt@aggTrade/btcusdt@aggTrade")]
    [InlineData("ws://127.0.0.1:9/market/ws", "ws://127.0.0.1:9/market/ws/ethusdt@aggTrade/btcusdt@aggTrade")]
    [InlineData("ws://127.0.0.1:9/market/stream?streams=", "ws://127.0.0.1:9/market/stream?streams=ethusdt@aggTrade/btcusdt@aggTrade")]
    [InlineData("ws://127.0.0.1:9/market/stream?streams=solusdt@aggTrade", "ws://127.0.0.1:9/market/stream?streams=solusdt@aggTrade")]
    public void An_address_without_streams_is_completed(string given, string completed) => Assert.Equal(completed, Read(["--url", given, "--symbol", "ETHUSDT,BTCUSDT"]).Value.Address!.ToString());

    [Fact]
    public void Streams_in_the_address_override_the_symbol() =>
        Assert.Equal(["SOLUSDT", "XRPUSDT"], Read(["--symbol", "ETHUSDT", "--url", "ws://h/market/stream?streams=solusdt@aggTrade/xrpusdt@aggTrade"]).Value.Symbols);

    [Theory]
    [InlineData("ws://h/stream?streams=ETHUSDT@aggTrade", "use ws://h/stream?streams=ethusdt@aggTrade")]
    [InlineData("ws://h/market/ws/ETHusdt@aggTrade", "use ws://h/market/ws/ethusdt@aggTrade")]
    [InlineData("ws://h/market/stream?streams=ethusdt@depth", "expected ethusdt@aggTrade")]
    [InlineData("http://h", "expected one such as wss://")]
    [InlineData("h", "expected one such as wss://")]
    public void An_address_without_trades_is_refused_with_the_remedy(string url, string remedy) => Assert.Contains(remedy, Read(["--url", url]).Fault!.Message);

    [Fact]
    public void An_address_without_a_route_is_accepted_with_a_warning_that_states_the_correct_one() =>
        Assert.Contains("use ws://h/market/stream?streams=ethusdt@aggTrade", Read(["--url", "ws://h/stream?streams=ethusdt@aggTrade"]).Value.AddressWarning);

    [Theory]
    [InlineData("--demo", "--input", "x")]
    [InlineData("--demo", "--url", "ws://h")]
    public void Two_sources_of_trades_are_refused(params string[] arguments) => Assert.Contains("two sources", Read(arguments).Fault!.Message);

    private static Result<StreamSettings> Read(string[] arguments, Dictionary<string, string>? environment = null)
    {
        var command = new Command("stream");
        StreamArguments options = new StreamArguments().AddTo(command);
        return options.Read(command.Parse(arguments), environment ?? []);
    }
}
