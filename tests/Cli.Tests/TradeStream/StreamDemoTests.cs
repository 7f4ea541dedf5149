using System.Diagnostics;
using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Cli.Tests.TradeStream;

/// <summary>`platform stream --demo`: the real command with the real simulated exchange.</summary>
public sealed class StreamDemoTests : IDisposable
{
    private readonly TempFolder _folder = new("demo");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_symbols_stream_without_a_network_until_a_signal_and_end_with_a_summary()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        int port = FreePort.Next();
        await using ChildProcess command = Start("--demo", "--symbol", "ethusdt,BTCUSDT", "--print-every", "1", "--json", _folder.File("live.json"), "--metrics-port", $"{port}", "--stat-every", "1");
        await command.LineAsync("CVD ETHUSDT | cvd=", TimeSpan.FromSeconds(60));
        await command.LineAsync("CVD BTCUSDT | cvd=", TimeSpan.FromSeconds(60));
        using (var http = new HttpClient())
        {
            string metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"));
            Assert.Contains("platform_stream_reconnect_count 0\n", metrics);
            Assert.Contains("platform_stream_cvd{symbol=\"ETHUSDT\"} ", metrics);
            using JsonDocument state = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/api/v1/stream")));
            Assert.True(state.RootElement.GetProperty("metrics").GetProperty("total_messages").GetInt64() > 0);
        }

        await command.LineAsync("[STAT] trades=", TimeSpan.FromSeconds(60));
        using (Process kill = Process.Start("kill", ["-INT", $"{command.Id}"]))
            await kill.WaitForExitAsync();
        Assert.Equal(0, await command.ExitAsync());
        Assert.Contains("[SUMMARY] stopped by a signal after", command.Output);
        Assert.Contains("[SUMMARY] ETHUSDT | trades=", command.Output);
        Assert.Contains("gap=False", command.Output);
        foreach (string line in File.ReadLines(_folder.File("live.json")))
            JsonDocument.Parse(line).Dispose();
    }

    [Fact]
    public async Task The_duration_ends_the_command_and_the_exchange_ends_with_it_also_after_a_kill()
    {
        await using (ChildProcess command = Start("--demo", "--duration", "2s"))
        {
            Assert.Equal(0, await command.ExitAsync(TimeSpan.FromSeconds(60)));
            Assert.Contains("[SUMMARY] the duration is over", command.Output);
        }

        Assert.SkipWhen(OperatingSystem.IsWindows(), "the guard is a shell");
        await using ChildProcess killed = Start("--demo");
        string connected = await killed.LineAsync("Connected: ws://127.0.0.1:", TimeSpan.FromSeconds(60));
        int port = int.Parse(connected.Split("127.0.0.1:")[1].Split('/')[0], System.Globalization.CultureInfo.InvariantCulture);
        using (Process process = Process.GetProcessById(killed.Id))
            process.Kill();
        await Eventually.TrueAsync(() => FreePort.IsFree(port));
    }

    [Fact]
    public async Task A_symbol_that_the_exchange_does_not_list_is_refused_with_the_listed_symbols()
    {
        await using ChildProcess command = Start("--demo", "--symbol", "NOSUCHUSDT");
        Assert.Equal(2, await command.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("--symbol NOSUCHUSDT: the simulated exchange does not list it; expected some of BTCUSDT, ETHUSDT", command.Output);
    }

    private ChildProcess Start(params string[] arguments) => ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["stream", .. arguments], _folder.Path);
}
