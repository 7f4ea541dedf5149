using System.Diagnostics;
using System.Text.Json;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>A process that is alive but does nothing: stopped by a signal, as by a deadlock or a blocked disk.</summary>
public class HangTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("data")]
    [InlineData("coordinator")]
    [InlineData("venue")]
    public async Task A_hung_process_is_killed_and_restarted_and_runs_continue(string process)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs SIGSTOP");
        await using PlatformRun run = await PlatformRun.UpAsync(
            new Dictionary<string, string?> { ["PLATFORM__SUPERVISOR__HANG_TIMEOUT_MS"] = "3000", ["PLATFORM__COORDINATOR__LOST_AFTER_HEARTBEATS"] = "3" }, "--speed", "60");
        await run.ExecutedRunAsync();
        int pid = run.StartedPid(process);
        var watch = Stopwatch.StartNew();
        Stop(pid);
        await Eventually.TrueAsync(() => run.StartedPid(process) is > 0 and int again && again != pid, TimeSpan.FromSeconds(60), $"{process} was restarted");
        output.WriteLine($"{process}: started again after {watch.Elapsed.TotalSeconds:0.0} s");
        long before = await run.NowAsync();
        await run.ExecutedRunAsync(row => PlatformRun.LabelOf(row).End_ms > before, TimeSpan.FromSeconds(60));
    }

    private static void Stop(int pid)
    {
        using var signal = Process.Start("kill", ["-STOP", $"{pid}"]);
        signal.WaitForExit();
    }
}
