using Platform.Domain.Labels;
using Platform.Strategy.Tests.Plugins;
using Platform.TestKit.Waiting;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Strategy.Tests.Runs;

public sealed class RunLoopTests
{
    [Fact]
    public async Task A_trigger_written_twice_runs_once_also_after_a_restart()
    {
        await using RunStage stage = await Ready();
        await RunUntilAsync(stage, () => stage.Neighbours.Reports.Computed.Count == 1, () => stage.TriggerFile().Write(RunStage.Trigger(RunStage.Now)));
        File.Delete(stage.ExecutionTriggerFile("main"));
        stage.Restart();
        stage.Clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds((RunStage.Now + 1).End_ms));
        await RunUntilAsync(stage, () => stage.Neighbours.Reports.Computed.Count == 2, () =>
        {
            stage.TriggerFile().Write(RunStage.Trigger(RunStage.Now));
            stage.TriggerFile().Write(RunStage.Trigger(RunStage.Now + 1));
        });
        Assert.Equal([$"{RunStage.Now}-r0", $"{RunStage.Now + 1}-r0"], stage.Neighbours.Reports.Computed.Select(report => report.RunId));
    }

    [Fact]
    public async Task A_report_is_repeated_until_the_coordinator_answers()
    {
        await using RunStage stage = await Ready();
        stage.Neighbours.Reports.Refusals = 2;
        await RunUntilAsync(stage, () => stage.Neighbours.Reports.Computed.Count == 1, () => stage.TriggerFile().Write(RunStage.Trigger(RunStage.Now)));
        ComputedReport report = Assert.Single(stage.Neighbours.Reports.Computed);
        Assert.Equal(["main", "second"], report.Accounts);
        Assert.Equal((1, 0, 2), (report.Calculators, report.Failed, report.Targets));
    }

    [Fact]
    public async Task A_trigger_from_the_future_is_refused_with_an_alert_and_its_run_is_computed_in_its_time()
    {
        await using RunStage stage = await Ready();
        Label future = RunStage.Now + 3;
        var failed = new List<string>();
        stage.Ledger.Failed += (trigger, fault) => failed.Add($"{trigger.RunId}: {fault.Message}");
        using var stop = new CancellationTokenSource();
        Task loop = Task.WhenAll(stage.Loop.RunAsync(stop.Token), stage.Reporter.RunAsync(stop.Token));
        stage.TriggerFile().Write(RunStage.Trigger(future));
        await Eventually.TrueAsync(() => failed.Count == 1);
        stage.TriggerFile().Write(RunStage.Trigger(RunStage.Now));
        await Eventually.TrueAsync(() => stage.Neighbours.Reports.Computed.Count == 1);
        Assert.Contains($"{future}-r0: label {future} ends at", Assert.Single(failed));
        stage.Clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(future.End_ms + 1_000));
        stage.TriggerFile().Write(RunStage.Trigger(future));
        await Eventually.TrueAsync(() => stage.Neighbours.Reports.Computed.Count == 2);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(loop)).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal($"{future}-r0", stage.Neighbours.Reports.Computed.Last().RunId);
    }

    private static async Task RunUntilAsync(RunStage stage, Func<bool> reached, Action act)
    {
        using var stop = new CancellationTokenSource();
        Task loop = Task.WhenAll(stage.Loop.RunAsync(stop.Token), stage.Reporter.RunAsync(stop.Token));
        act();
        await Eventually.TrueAsync(reached);

        // The mark is written after the report.
        await Eventually.TrueAsync(() => File.Exists(stage.Folder.File("data", "handled.json")));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(loop)).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task<RunStage> Ready()
    {
        RunStage stage = await RunStage.OpenAsync(PluginSource.Constant("One", "one"));
        stage.GiveHistory(("AAAUSDT", [100, 105]), ("BBBUSDT", [100, 95]));
        return stage;
    }
}
