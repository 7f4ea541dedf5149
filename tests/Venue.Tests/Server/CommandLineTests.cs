using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>The program itself, as a child process.</summary>
public class CommandLineTests
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "Platform.Venue.dll");

    [Theory]
    [InlineData(15)]
    [InlineData(2)]
    public async Task It_prints_one_ready_line_and_stops_within_two_seconds_of_a_signal(int signal)
    {
        int port = FreePort.Next();
        await using ChildProcess venue = Start("--listen", $"127.0.0.1:{port}", "--account", "AK:SK:1000", "--symbols", "2");
        string line = await venue.LineAsync("ready");
        Assert.Contains($"http://127.0.0.1:{port}", line, StringComparison.Ordinal);
        await using StreamClient client = await StreamClient.OpenAsync($"ws://127.0.0.1:{port}/market/ws/btcusdt@markPrice@1s");
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, Kill(venue.Id, signal));
        Assert.Equal(0, await venue.ExitAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"stopping took {watch.Elapsed}");
        Assert.Single(venue.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(2, "KEY:SECRET:BALANCE", "--account", "nonsense")]
    [InlineData(2, "not an amount", "--account", "A:B:lots")]
    [InlineData(2, "is no address", "--market", "upstream")]
    [InlineData(2, "speed 1", "--market", "upstream", "--upstream", "http://127.0.0.1:1", "--speed", "2")]
    [InlineData(2, "given twice", "--account", "A:B:1", "--account", "A:C:1")]
    [InlineData(2, "no address", "--listen", "nowhere")]
    [InlineData(2, "nor a folder", "--market", "/no/such/folder")]
    [InlineData(2, "needs a folder", "--market", "klines")]
    [InlineData(2, "no time", "--start", "yesterday")]
    [InlineData(2, "expected 2025", "--compat", "1999")]
    [InlineData(2, "fault field 'type'", "--fault", "{}")]
    [InlineData(2, "--help", "--nonsense")]
    [InlineData(1, "does not exist", "--account", "A:@/no/such.pem:1")]
    public async Task A_wrong_command_line_gives_one_clear_message(int code, string message, params string[] arguments)
    {
        await using ChildProcess venue = Start(arguments.Contains("--listen") ? arguments : ["--listen", $"127.0.0.1:{FreePort.Next()}", .. arguments]);
        Assert.Equal(code, await venue.ExitAsync());
        string line = Assert.Single(venue.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_a_message_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using ChildProcess venue = Start("--listen", taken.LocalEndpoint.ToString()!);
        Assert.Equal(1, await venue.ExitAsync());
        Assert.Contains("another process listens there", venue.Output, StringComparison.Ordinal);
    }

    private static ChildProcess Start(params string[] arguments) => ChildProcess.Start("dotnet", ["exec", Program, .. arguments]);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
