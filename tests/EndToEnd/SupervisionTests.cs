using System.Diagnostics;
using System.Text.Json;
using Platform.Domain.Labels;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>Ended processes are restarted after faults of the disk, the folders, the file handles or the supervisor, with an alert.</summary>
public class SupervisionTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string?> s_quick = new()
    {
        ["PLATFORM__SUPERVISOR__RESTART_BACKOFF_MAX_MS"] = "2000",
        ["PLATFORM__SUPERVISOR__DISK_WARN_MB"] = "60",
        ["PLATFORM__SUPERVISOR__DISK_CRITICAL_MB"] = "10",
    };

    [Fact]
    public async Task A_full_disk_raises_an_alert_before_and_ended_processes_restart_when_there_is_space()
    {
        SmallDisk? disk = null;
        try
        {
            await using PlatformRun run = await PlatformRun.UpAsync(s_quick, root => disk = SmallDisk.Mount(Path.Combine(root, "data"), 200), "--speed", "60");
            Label first = PlatformRun.LabelOf(await run.ExecutedRunAsync());
            disk!.Fill(left: 40 << 20);
            await run.AlertAsync("coordinator/supervisor/disk/data", "warning");

            int before = await run.PidOfAsync("data");
            disk.Fill(left: 0);
            Kill(before);
            await run.AlertAsync("coordinator/supervisor/disk/data", "critical");
            Label full = Label.At(await run.NowAsync());
            await Eventually.TrueAsync(async () => Label.At(await run.NowAsync()) > full + 2, s_limit);

            disk.Free();
            await RunningAgainAsync(run, "data", before);
            long now_ms = await run.NowAsync();
            Label last = PlatformRun.LabelOf(await run.ExecutedRunAsync(row => PlatformRun.LabelOf(row).End_ms > now_ms, s_limit));
            await run.AlertAsync("coordinator/supervisor/restarted/data", "warning");
            await Eventually.TrueAsync(async () => run.StartedPid("data") == await run.PidOfAsync("data"), s_limit, "the list of processes is written again");
            Assert.Contains("coordinator/supervisor/restarted/data", (await run.CommandAsync(["status"])).Output, StringComparison.Ordinal);
            await StopsInOrderAsync(run);
            Dictionary<Label, StoredBar> stored = StoredBars.Of(run, "BTCUSDT");
            Assert.All(Enumerable.Range(0, last - first + 1).Select(windows => first + windows), label => Assert.Contains(label, stored.Keys));
        }
        finally
        {
            disk?.Dispose();
        }
    }

    [Fact]
    public async Task A_suspended_supervisor_raises_an_alert_and_restarts_ended_processes_afterwards()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs SIGSTOP");
        await using PlatformRun run = await PlatformRun.UpAsync(s_quick, "--speed", "60");
        int before = await run.PidOfAsync("strategy"), supervisor = run.StartedPid("supervisor");
        Execute("kill", "-STOP", $"{supervisor}");
        Kill(before);
        await run.AlertAsync("coordinator/supervisor", "critical");
        await run.AlertAsync("coordinator/lost/strategy", "critical");

        Execute("kill", "-CONT", $"{supervisor}");
        await RunningAgainAsync(run, "strategy", before);
        await run.AlertOverAsync("coordinator/supervisor");
        await run.AlertOverAsync("coordinator/lost/strategy");
        await run.AlertAsync("coordinator/supervisor/restarted/strategy", "warning");
        await StopsInOrderAsync(run);
    }

    [Fact]
    public async Task A_supervisor_without_file_handles_restarts_ended_processes_as_soon_as_it_has_some()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "needs prlimit");
        await using PlatformRun run = await PlatformRun.UpAsync(s_quick, "--speed", "60");
        int before = await run.PidOfAsync("strategy"), supervisor = run.StartedPid("supervisor");
        Execute("prlimit", "--pid", $"{supervisor}", $"--nofile={Directory.GetFileSystemEntries($"/proc/{supervisor}/fd").Length / 2}:");
        Kill(before);
        await run.AlertAsync("coordinator/supervisor/ended/strategy", "critical", "cannot be restarted");

        Execute("prlimit", "--pid", $"{supervisor}", "--nofile=4096:");
        await RunningAgainAsync(run, "strategy", before);
        await run.AlertOverAsync("coordinator/supervisor/ended/strategy");
        await StopsInOrderAsync(run);
    }

    [Fact]
    public async Task Removed_folders_are_created_again_and_restarts_and_the_stop_still_work()
    {
        await using PlatformRun run = await PlatformRun.UpAsync(s_quick, "--speed", "60");
        int before = await run.PidOfAsync("strategy");
        string token = run.Token, folder = Path.GetDirectoryName(Directory.EnumerateFiles(run.Root, "pids.json", SearchOption.AllDirectories).Single())!;
        Directory.Delete(folder, recursive: true);
        Directory.Delete(Path.Combine(run.Root, "logs"), recursive: true);
        Kill(before);
        await RunningAgainAsync(run, "strategy", before);
        await run.AlertAsync("coordinator/supervisor/file/token", "warning");
        Assert.Equal(token, run.Token);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run.Root, "logs"), "strategy*.log"));
        await StopsInOrderAsync(run);
    }

    [Fact]
    public async Task A_log_that_cannot_be_rotated_is_reported_and_its_process_is_still_restarted()
    {
        var small = new Dictionary<string, string?>(s_quick) { ["PLATFORM__LOGGING__FILE_BYTES_MAX"] = "10000", ["PLATFORM__LOGGING__FILES_MAX"] = "2" };
        await using PlatformRun run = await PlatformRun.UpAsync(small, LeaveFullLog, "--speed", "60");
        int before = await run.PidOfAsync("strategy");
        await run.AlertAsync("strategy/log", "warning", "cannot be rotated");
        Kill(before);
        await RunningAgainAsync(run, "strategy", before);
        await run.AlertAsync("coordinator/supervisor/restarted/strategy", "warning");

        Directory.Delete(Path.Combine(run.Root, "logs", "strategy.1.log"), recursive: true);
        await run.AlertOverAsync("strategy/log");
        await StopsInOrderAsync(run);
    }

    /// <summary>A log at its size limit, and a folder with the name of the next log file.</summary>
    private static void LeaveFullLog(string root)
    {
        string logs = Path.Combine(root, "logs");
        Directory.CreateDirectory(Path.Combine(logs, "strategy.1.log", "in-the-way"));
        File.WriteAllText(Path.Combine(logs, "strategy.log"), new string('x', 9_990) + "\n");
    }

    private static async Task StopsInOrderAsync(PlatformRun run)
    {
        (int code, string output) = await run.CommandAsync(["down"]);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("without a supervisor", output, StringComparison.Ordinal);
    }

    private static Task RunningAgainAsync(PlatformRun run, string process, int before) => Eventually.TrueAsync(
        async () => (await run.Api.TryGetAsync("/api/v1/processes"))?.GetProperty("processes").EnumerateArray().Any(row =>
            row.GetProperty("process").GetString() == process && row.GetProperty("state").GetString() == "running" && row.GetProperty("pid").GetInt32() != before) is true,
        s_limit, $"{process} runs again");

    private static void Kill(int pid)
    {
        using Process victim = Process.GetProcessById(pid);
        victim.Kill();
    }

    private static void Execute(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
