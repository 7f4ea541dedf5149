using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Domain.Labels;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>
/// Runs that stop, and invalid labels, raise critical alerts on the page and in status, with the reason, and have no other effect.
/// </summary>
public class SilenceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Stopped_runs_are_reported_with_their_stage_and_continue_with_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs SIGSTOP");
        await using PlatformRun run = await PlatformRun.UpAsync(
            new Dictionary<string, string?> { ["PLATFORM__SUPERVISOR__HANG_TIMEOUT_MS"] = "0", ["PLATFORM__COORDINATOR__LOST_AFTER_HEARTBEATS"] = "3" }, "--symbols", "7", "--speed", "90");
        await run.ExecutedRunAsync();

        int strategy = await run.PidOfAsync("strategy");
        Signal("-STOP", strategy);
        await run.AlertAsync("coordinator/runs.silent", "critical", "; strategy: run ");
        output.WriteLine(await run.AlertTextAsync("coordinator/runs.silent"));
        await Eventually.TrueAsync(async () => (await run.CommandAsync(["status"])).Output.ReplaceLineEndings(" ").Contains("no completed run since", StringComparison.Ordinal));
        Signal("-CONT", strategy);
        await run.AlertOverAsync("coordinator/runs.silent");

        int data = await run.PidOfAsync("data");
        Signal("-STOP", data);
        await run.AlertAsync("coordinator/label.unreported", "critical", "data: data is lost");
        output.WriteLine(await run.AlertTextAsync("coordinator/label.unreported"));
        await run.AlertAsync("coordinator/runs.silent", "critical", "data: data is lost");
        Signal("-CONT", data);
        await run.AlertOverAsync("coordinator/label.unreported");
        await run.AlertOverAsync("coordinator/runs.silent");
    }

    [Fact]
    public async Task Triggers_from_the_future_are_refused_with_an_alert_and_their_labels_are_traded_in_their_time()
    {
        await using PlatformRun run = await PlatformRun.UpAsync("--symbols", "7", "--speed", "60");
        Label present = PlatformRun.LabelOf(await run.ExecutedRunAsync());
        Label future = present + 4;
        Postpone(run.Session("signals", "strategy_trigger.json"), future);
        Postpone(run.Session("signals", "execution_trigger_account1.json"), future);
        await run.AlertAsync("strategy/run.failed", "critical", $"Run {future}-r0 was not computed: label {future} ends at");
        await run.AlertAsync("executor-account1/label.future", "critical", $"run {future}-r0 is not traded: label {future} ends at");
        output.WriteLine(await run.AlertTextAsync("executor-account1/label.future"));
        JsonElement traded = await run.ExecutedRunAsync(row => PlatformRun.LabelOf(row) == future, TimeSpan.FromSeconds(60));
        Assert.Equal(2, traded.GetProperty("accounts").GetArrayLength());
    }

    /// <summary>Writes the newest trigger with the label and run of a later one, as a copied file or a clock that went back would.</summary>
    private static void Postpone(string file, Label label)
    {
        JsonNode trigger = JsonNode.Parse(File.ReadAllText(file))!;
        trigger["label"] = label.ToString();
        trigger["run_id"] = $"{label}-r0";
        File.WriteAllText(file + ".new", trigger.ToJsonString());
        File.Move(file + ".new", file, overwrite: true);
    }

    private static void Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", [signal, $"{pid}"]);
        kill.WaitForExit();
    }
}
