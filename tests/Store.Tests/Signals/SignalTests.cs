using Platform.Contracts;
using Platform.Hosting.Streams;
using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Store.Signals;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Store.Tests.Signals;

public sealed class SignalTests
{
    private readonly List<string> _faults = [];

    [Fact]
    public void The_schemas_are_frozen()
    {
        Assert.Equal(
            """
            {
              "label": "2025-12-22-003",
              "run_id": "2025-12-22-003-r0",
              "data_complete_at_ms": 1766362500000,
              "coverage": 0.5,
              "degraded": true,
              "missing": [
                "ETHUSDT"
              ]
            }
            """.ReplaceLineEndings(),
            JsonSerializer.Serialize(Strategy(3) with { Coverage = 0.5, Degraded = true, Missing = ["ETHUSDT"] }, TriggerJson.Default.StrategyTrigger));
        Assert.Equal(
            """
            {
              "account": "main",
              "label": "2025-12-22-003",
              "run_id": "2025-12-22-003-r0",
              "targets_file": "positions/x.json",
              "created_at_ms": 5
            }
            """.ReplaceLineEndings(),
            JsonSerializer.Serialize(new ExecutionTrigger("main", "2025-12-22-003", "2025-12-22-003-r0", "positions/x.json", 5), TriggerJson.Default.ExecutionTrigger));
    }

    [Fact]
    public async Task A_signal_wakes_the_watch_and_an_existing_one_is_delivered_first()
    {
        using var folder = new TempFolder();
        SignalFile<StrategyTrigger> file = SignalFiles.Strategy(folder.Path);
        file.Write(Strategy(1));
        using SignalWatch<StrategyTrigger> watch = SignalFiles.WatchStrategy(folder.Path, folder.File("handled.json"), Report, TimeProvider.System);
        await using IAsyncEnumerator<StrategyTrigger> signals = watch.ReadAllAsync().GetAsyncEnumerator();

        await NextAsync(signals);
        Assert.Equal("2025-12-22-001", signals.Current.Label);
        ValueTask<bool> next = signals.MoveNextAsync();
        file.Write(Strategy(2));
        Assert.True(await Eventually.AnswerAsync(next.AsTask()));
        Assert.Equal("2025-12-22-002", signals.Current.Label);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_missed_event_only_delays()
    {
        using var folder = new TempFolder();
        ManualClock clock = ManualClock.At(0);
        using SignalWatch<StrategyTrigger> watch = Watch(folder, clock);
        await using IAsyncEnumerator<StrategyTrigger> signals = watch.ReadAllAsync().GetAsyncEnumerator();
        Task<bool> next = signals.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => clock.ArmedTimers == 1);

        SignalFiles.Strategy(folder.Path).Write(Strategy(1));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(await Eventually.AnswerAsync(next));
    }

    [Fact]
    public void A_signal_seen_twice_is_delivered_once_also_after_a_restart()
    {
        using var folder = new TempFolder();
        SignalFile<StrategyTrigger> file = SignalFiles.Strategy(folder.Path);
        file.Write(Strategy(1));
        using (SignalWatch<StrategyTrigger> watch = Watch(folder))
        {
            StrategyTrigger first = watch.Look()!;
            Assert.Null(watch.Look());
            file.Write(Strategy(1) with { Coverage = 0.9 });
            Assert.Null(watch.Look());
            Assert.True(watch.MarkHandled(first).IsOk);
        }

        using SignalWatch<StrategyTrigger> restarted = Watch(folder);
        Assert.Null(restarted.Look());
        file.Write(Strategy(1) with { RunId = "again" });
        Assert.Equal("again", restarted.Look()!.RunId);
    }

    [Fact]
    public void A_signal_that_was_not_handled_before_a_crash_is_delivered_again()
    {
        using var folder = new TempFolder();
        SignalFiles.Strategy(folder.Path).Write(Strategy(1));
        using (SignalWatch<StrategyTrigger> crashed = Watch(folder))
            Assert.NotNull(crashed.Look());
        using SignalWatch<StrategyTrigger> restarted = Watch(folder);
        Assert.NotNull(restarted.Look());
    }

    [Fact]
    public void A_bad_file_is_reported_once_and_renamed_and_the_next_signal_is_delivered()
    {
        using var folder = new TempFolder();
        ManualClock clock = ManualClock.At(0);
        using SignalWatch<StrategyTrigger> watch = Watch(folder, clock);
        string path = folder.File("strategy_trigger.json");
        File.WriteAllText(path, "{\n  \"label\": ");

        Assert.Null(watch.Look());
        Assert.Empty(_faults);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(watch.Look());
        Assert.Null(watch.Look());

        string fault = Assert.Single(_faults);
        Assert.Contains($"{path}:2:", fault);
        Assert.Contains($"renamed to {path}.bad", fault);
        Assert.True(File.Exists(path + ".bad"));
        Assert.False(File.Exists(path));
        SignalFiles.Strategy(folder.Path).Write(Strategy(2));
        Assert.NotNull(watch.Look());
    }

    [Fact]
    public void A_file_that_is_still_being_copied_has_time_to_become_complete()
    {
        using var folder = new TempFolder();
        using SignalWatch<StrategyTrigger> watch = Watch(folder, ManualClock.At(0));
        string whole = JsonSerializer.Serialize(Strategy(1), TriggerJson.Default.StrategyTrigger);
        File.WriteAllText(folder.File("strategy_trigger.json"), whole[..20]);
        Assert.Null(watch.Look());
        File.WriteAllText(folder.File("strategy_trigger.json"), whole);
        Assert.NotNull(watch.Look());
        Assert.Empty(_faults);
    }

    [Fact]
    public void Damaged_marks_are_reported_and_signals_are_delivered_again()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("handled.json"), "{");
        SignalFiles.Strategy(folder.Path).Write(Strategy(1));
        using SignalWatch<StrategyTrigger> watch = Watch(folder);
        Assert.Contains("the list of handled signals is empty", Assert.Single(_faults));
        Assert.NotNull(watch.Look());
    }

    private static StrategyTrigger Strategy(int label) =>
        new($"2025-12-22-{label:D3}", $"2025-12-22-{label:D3}-r0", 1_766_362_500_000, 1, false, []);

    private static async Task NextAsync(IAsyncEnumerator<StrategyTrigger> signals) =>
        Assert.True(await Eventually.AnswerAsync(signals.MoveNextAsync().AsTask()));

    private SignalWatch<StrategyTrigger> Watch(TempFolder folder, TimeProvider? clock = null) =>
        new(new SignalSource(folder.File("strategy_trigger.json"), folder.File("handled.json")), TriggerJson.Default.StrategyTrigger, Report, clock ?? TimeProvider.System, useEvents: false);

    private void Report(Fault fault) => _faults.Add(fault.Message);
}
