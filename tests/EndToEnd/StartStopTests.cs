using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

public class StartStopTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Up_returns_when_all_runs_and_down_leaves_no_process()
    {
        var watch = Stopwatch.StartNew();
        await using PlatformRun run = await PlatformRun.UpAsync("--speed", "10");
        output.WriteLine($"up after {watch.Elapsed.TotalSeconds:0.0} s:\n{run.StartOutput}");
        Assert.Contains("?token=", run.StartOutput);

        int[] pids = await AllPidsAsync(run);

        (int again, string refusal) = await run.CommandAsync(["up", "--port-base", $"{run.PortShift + 5000}"]);
        Assert.NotEqual(0, again);
        Assert.Contains("already", refusal);

        watch.Restart();
        (int code, string text) = await run.CommandAsync(["down"]);
        output.WriteLine($"down after {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(code == 0, text);
        Assert.All(pids, pid => Assert.False(IsAlive(pid), $"process {pid} is left"));

        (int twice, string nothing) = await run.CommandAsync(["down"]);
        Assert.True(twice == 0, nothing);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_message_and_no_process_remains()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int taken = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var run = await FailedRun.UpAsync(new() { ["PLATFORM__NETWORK__MONITOR_HTTP"] = $"{taken}" });
        Assert.NotEqual(0, run.Code);
        Assert.Contains($"{taken}", run.Output);
        Assert.Contains("monitor_http", run.Output);
        Assert.DoesNotContain("   at ", run.Output);
    }

    [Fact]
    public async Task A_wrong_key_is_reported_with_file_line_and_the_closest_valid_key()
    {
        await using var run = await FailedRun.UpAsync([], "mode: mock\nclock:\n  sped: 10\n");
        Assert.NotEqual(0, run.Code);
        Assert.Contains("platform.yaml:3", run.Output);
        Assert.Contains("clock.speed", run.Output);
        Assert.DoesNotContain("   at ", run.Output);
    }

    [Fact]
    public async Task The_platform_can_be_stopped_after_its_supervisor_was_killed()
    {
        await using PlatformRun run = await PlatformRun.UpAsync("--speed", "10");
        int[] pids = await AllPidsAsync(run);
        int supervisor = ParentOf(pids[0]);
        using (Process process = Process.GetProcessById(supervisor))
            process.Kill();
        (int code, string text) = await run.CommandAsync(["down"]);
        Assert.True(code == 0, text);
        await Eventually.TrueAsync(() => pids.All(pid => !IsAlive(pid)));
    }

    /// <summary>
    /// Waits until the page shows all six processes as running; it uses the coordinator's state, which is up to a second old.
    /// </summary>
    private static async Task<int[]> AllPidsAsync(PlatformRun run)
    {
        JsonElement[] rows = [];
        string[] expected = ["coordinator", "data", "executor account1", "executor account2", "monitor", "strategy"];
        await Eventually.TrueAsync(async () =>
        {
            rows = [.. (await run.Api.GetAsync("/api/v1/processes")).GetProperty("processes").EnumerateArray().Where(row => row.GetProperty("state").GetString() == "running")];
            return rows.Select(row => $"{row.GetProperty("process").GetString()} {row.GetProperty("account").GetString()}".TrimEnd()).Order(StringComparer.Ordinal).SequenceEqual(expected);
        });
        return [.. rows.Select(row => row.GetProperty("pid").GetInt32())];
    }

    private static int ParentOf(int pid) => int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ')[1]);

    private static bool IsAlive(int pid)
    {
        string stat = $"/proc/{pid}/stat";
        try
        {
            return File.Exists(stat) && File.ReadAllText(stat).Split(") ")[1][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
