using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Platform.Hosting.Places;
using Platform.Store.Documents;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Cli.Tests;

/// <summary>The errors that a newcomer meets, through the real command.</summary>
public sealed class PlatformCommandTests : IDisposable
{
    private readonly TempFolder _root = new("cli");

    [Fact]
    public async Task A_misspelt_key_stops_the_start_with_its_line()
    {
        Configure("mode: mock\nclock:\n  sped: 5\nrisk:\n  order_notional_max: lots\n");
        (int code, string output) = await RunAsync("up");
        Assert.Equal(2, code);
        Assert.Contains("config/platform.yaml:3: key 'clock.sped' is unknown; did you mean 'clock.speed'?", output);
        Assert.Contains("config/platform.yaml:5: key 'risk.order_notional_max' is 'lots'; expected a number of at least 1.", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task A_port_in_use_is_reported_with_its_key_and_no_process_remains()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        (int code, string output) = await RunWithAsync(new() { ["PLATFORM__NETWORK__MONITOR_HTTP"] = $"{port}" }, "up", "--port-base", "5000");
        Assert.Equal(1, code);
        Assert.Contains($"port {port} (network.monitor_http) is taken", output);
        Assert.Contains("--port-base", output);
        Assert.False(File.Exists(_root.File("data", "run", "pids.json")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        File.WriteAllText(_root.File("occupied"), "a file");
        (int code, string output) = await RunWithAsync(new() { ["PLATFORM__PATHS__LOGS"] = "occupied/logs" }, "up", "--port-base", "31000");
        Assert.Equal(1, code);
        Assert.Contains($"{_root.File("occupied", "logs")}: cannot be written", output);
    }

    [Fact]
    public async Task The_venue_replaces_the_process_of_the_command_so_that_a_kill_leaves_no_process()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a program cannot become another one there");
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["venue", "--listen", "127.0.0.1:0", "--account", "key:secret:1000"]);
        await Eventually.TrueAsync(() => command.Output.Contains("ready", StringComparison.Ordinal));
        int port = int.Parse(command.Output.Split("127.0.0.1:")[1].Split('/')[0], CultureInfo.InvariantCulture);
        Assert.False(FreePort.IsFree(port));
        using (Process process = Process.GetProcessById(command.Id))
            process.Kill();
        await Eventually.TrueAsync(() => FreePort.IsFree(port));
    }

    [Fact]
    public async Task Help_of_the_venue_command_shows_the_options_of_the_venue()
    {
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["venue", "--help"]);
        Assert.Equal(0, await command.ExitAsync());
        Assert.Contains("--account", command.Output);
        Assert.Contains("--market", command.Output);
    }

    [Fact]
    public async Task A_second_start_in_a_folder_is_refused_and_states_the_owner()
    {
        string run = _root.Folder("data", "run");
        using FolderLock held = FolderLock.Take(run, "platform.lock", "the platform").Value;
        (int code, string output) = await RunAsync("up", "--port-base", "31000");
        Assert.Equal(1, code);
        Assert.Contains($"the platform already runs here: {run} is in use by the platform, pid {Environment.ProcessId}", output);
        Assert.Contains("platform down", output);
    }

    [Fact]
    public async Task A_market_that_does_not_exist_is_named()
    {
        (int code, string output) = await RunAsync("up", "--port-base", "31000", "--market", _root.File("absent"));
        Assert.Equal(1, code);
        Assert.Contains($"the market {_root.File("absent")} does not exist", output);
    }

    [Fact]
    public async Task Testnet_without_keys_names_the_variables()
    {
        (int code, string output) = await RunWithAsync(new() { ["PLATFORM__MODE"] = "testnet" }, "up", "--port-base", "31000");
        Assert.Equal(1, code);
        Assert.Contains("ACCOUNT1_TESTNET_API_KEY, ACCOUNT1_TESTNET_API_SECRET", output);
    }

    [Fact]
    public async Task Without_a_running_platform_status_reports_it_and_down_does_nothing()
    {
        (int status, string said) = await RunAsync("status", "--config", "");
        Assert.Equal(1, status);
        Assert.Contains("No process of the platform runs", said);
        (int down, string done) = await RunAsync("down");
        Assert.Equal(0, down);
        Assert.Contains("No process of the platform runs", done);
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        (int code, string output) = await RunAsync("schema");
        Assert.Equal(0, code);
        Assert.Contains("\"additionalProperties\": false", output);
    }

    public void Dispose() => _root.Dispose();

    private void Configure(string yaml)
    {
        _root.Folder("config");
        File.WriteAllText(_root.File("config", "platform.yaml"), yaml);
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunWithAsync([], arguments);

    private async Task<(int Code, string Output)> RunWithAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        environment["PLATFORM_ROOT"] = _root.Path;
        environment.TryAdd("PLATFORM__NETWORK__PORT_SHIFT", "26000");
        await using ChildProcess command = ChildProcess.Start(Installation.Executable("Cli", "platform"), arguments, _root.Path, environment);
        int code = await command.ExitAsync(TimeSpan.FromSeconds(60));
        return (code, command.Output);
    }
}
