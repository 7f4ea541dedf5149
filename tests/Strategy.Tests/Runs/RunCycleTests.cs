using Platform.Contracts;
using Platform.Hosting.Streams;
using Platform.Primitives.Numbers;
using System.Text.Json;
using Platform.Strategy.Runs;
using Platform.Strategy.Targets;
using Platform.Strategy.Tests.History;
using Platform.Strategy.Tests.Plugins;
using Xunit;

namespace Platform.Strategy.Tests.Runs;

public sealed class RunCycleTests
{
    /// <summary>Long what rose over four bars, short what fell.</summary>
    private static readonly string Momentum = PluginSource.Constant("Momentum", "momentum", """
        var s = new Dictionary<string, double>();
        foreach (string x in view.Symbols) { var c = view.Column(x, BarField.Close, 4); if (c.Length > 1) s[x] = c[c.Length - 1] / c[0] - 1; }
        return s;
        """);

    [Fact]
    public async Task A_trigger_becomes_weights_prices_and_a_trigger_for_every_account()
    {
        await using RunStage stage = await Ready(Momentum);
        RunReport report = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
        Assert.Empty(report.Detail);
        foreach (string account in new[] { "main", "second" })
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Assert.Single(stage.PositionFiles(account))));
            JsonElement[] targets = [.. file.RootElement.GetProperty("targets").EnumerateArray()];
            Assert.Equal(["AAAUSDT", "BBBUSDT"], targets.Select(row => row.GetProperty("symbol").GetString()));
            Assert.Equal("aaa-usdt", targets[0].GetProperty("system").GetString());
            Assert.Equal(0.5, targets[0].GetProperty("weight").GetDouble(), 1e-9);
            Assert.Equal(-0.5, targets[1].GetProperty("weight").GetDouble(), 1e-9);
            Assert.Equal("110", targets[0].GetProperty("decision_price").GetString());
            Assert.Equal(account, file.RootElement.GetProperty("account").GetString());
            ExecutionTrigger trigger = SignalFiles.Execution(stage.Folder.File("data", "signals"), account).Read().Value;
            Assert.Equal($"{RunStage.Now}-r0", trigger.RunId);
            Assert.True(File.Exists(stage.Folder.File("data", trigger.TargetsFile)));
        }
    }

    [Fact]
    public async Task The_same_bars_give_the_same_file_except_for_its_time()
    {
        var contents = new List<string>();
        for (int run = 0; run < 2; run++)
        {
            await using RunStage stage = await Ready(Momentum, PluginSource.Constant("Flat", "flat"));
            stage.Clock.AdvanceMilliseconds(run * 777);
            Assert.True((await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).IsOk);
            contents.Add(string.Join('\n', File.ReadAllLines(stage.PositionFiles("main")[0]).Where(line => !line.Contains("created_at_ms", StringComparison.Ordinal))));
        }

        Assert.Equal(contents[0], contents[1]);
    }

    [Fact]
    public async Task Bars_after_the_label_change_nothing()
    {
        await using RunStage stage = await Ready(Momentum);
        RunReport before = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
        stage.GiveLive(BarBuilder.At("AAAUSDT", RunStage.Now + 1, 1), BarBuilder.At("BBBUSDT", RunStage.Now + 1, 999));
        RunReport after = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
        Assert.Equal(before.Targets.Targets, after.Targets.Targets);
    }

    [Fact]
    public async Task A_bar_that_the_bus_did_not_deliver_is_queried()
    {
        await using RunStage stage = await Ready(Momentum);
        await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default);
        stage.Neighbours.Data.Queries.Clear();
        stage.GiveLive(BarBuilder.At("AAAUSDT", RunStage.Now + 1, 111));
        stage.Neighbours.Data.Add(Domain.Labels.BarInterval.M5, BarBuilder.At("BBBUSDT", RunStage.Now + 1, 91));
        stage.Clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds((RunStage.Now + 1).End_ms));
        RunReport report = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now + 1), default)).Value;
        Assert.Equal($"BBBUSDT@{RunStage.Now + 1}..{RunStage.Now + 1}", Assert.Single(stage.Neighbours.Data.Queries));
        Assert.Equal(Price.Parse("91"), report.Targets.Targets.Single(target => target.Symbol == "BBBUSDT").DecisionPrice);
    }

    [Fact]
    public async Task After_a_gap_on_the_bus_the_last_bars_of_the_symbol_are_read_again()
    {
        await using RunStage stage = await Ready(Momentum);
        await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default);
        stage.Neighbours.Data.Queries.Clear();
        stage.Feed.NoteGap(new Bus.Subscribing.Gap("data", "bar.5m.BBBUSDT", 1, 5, 6, IsRestart: false));
        await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default);
        Assert.StartsWith("BBBUSDT@", Assert.Single(stage.Neighbours.Data.Queries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_symbol_without_a_bar_is_held_at_its_last_weight_and_the_others_share_the_rest()
    {
        await using RunStage stage = await Ready(Momentum);
        stage.GiveHistory(("AAAUSDT", [100, 105, 108, 110]), ("BBBUSDT", [100, 95, 92, 90]), ("CCCUSDT", [100, 100, 100, 110]));
        RunReport before = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
        double heldWeight = before.Targets.Targets.Single(target => target.Symbol == "BBBUSDT").Weight;
        RunReport report = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now, "BBBUSDT"), default)).Value;
        TargetWeight held = report.Targets.Targets.Single(target => target.Symbol == "BBBUSDT");
        Assert.Equal(new TargetWeight("BBBUSDT", "", heldWeight, IsHeld: true), held);
        Assert.Equal(1, report.Targets.Targets.Sum(target => Math.Abs(target.Weight)), 1e-9);
    }

    [Fact]
    public async Task A_symbol_without_a_bar_that_was_never_a_target_is_omitted()
    {
        await using RunStage stage = await Ready(Momentum, PluginSource.Constant("Flat", "flat"));
        stage.Neighbours.Data.Universe = ["AAAUSDT", "BBBUSDT", "NEWUSDT"];
        RunReport report = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now, "BBBUSDT"), default)).Value;
        Assert.Equal(["AAAUSDT"], report.Targets.Targets.Select(target => target.Symbol));
        Assert.Contains("2 of 3 symbols have no bar", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_symbol_that_left_the_universe_gets_weight_zero_in_every_later_file()
    {
        await using RunStage stage = await Ready(Momentum);
        await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default);
        stage.Clock.AdvanceMilliseconds(1000);
        stage.GiveHistory(("AAAUSDT", [100, 105, 108, 110]), ("CCCUSDT", [100, 99, 98, 97]));
        stage.Restart();
        for (int run = 0; run < 2; run++)
        {
            stage.Clock.AdvanceMilliseconds(1000);
            RunReport report = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
            TargetWeight gone = report.Targets.Targets.Single(target => target.Symbol == "BBBUSDT");
            Assert.Equal((0, Price.Zero), (gone.Weight, gone.DecisionPrice));
        }
    }

    [Fact]
    public async Task An_empty_result_holds_positions_and_triggers_no_executor()
    {
        await using RunStage stage = await Ready(PluginSource.Constant("Silent", "silent", "return new Dictionary<string, double>();"));
        RunReport report = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
        Assert.Contains("positions are unchanged", report.Targets.Hold, StringComparison.Ordinal);
        Assert.Empty(stage.PositionFiles("main"));
        Assert.False(File.Exists(stage.ExecutionTriggerFile("main")));
    }

    [Fact]
    public async Task A_calculator_that_throws_or_hangs_contributes_nothing_and_the_others_continue()
    {
        await using RunStage stage = await Ready(
            Momentum,
            PluginSource.Constant("Bad", "bad", "throw new InvalidOperationException(\"broken factor\");"),
            PluginSource.Constant("Slow", "slow", "System.Threading.Thread.Sleep(60000); return null;"));
        RunReport report = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
        Assert.Equal(2, report.Failed);
        Assert.Equal(0.5, report.Targets.Targets[0].Weight, 1e-9);
        Assert.Contains("bad: InvalidOperationException: broken factor", report.Detail, StringComparison.Ordinal);
        Assert.Contains("slow: no result within 2000 ms", report.Detail, StringComparison.Ordinal);
        RunReport next = (await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default)).Value;
        Assert.Contains("slow: its run of an earlier label has not ended yet", next.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_target_files_are_deleted()
    {
        await using RunStage stage = await Ready(Momentum);
        for (int run = 0; run < 5; run++)
        {
            stage.Clock.AdvanceMilliseconds(1000);
            await stage.Cycle.RunAsync(RunStage.Trigger(RunStage.Now), default);
        }

        Assert.Equal(3, stage.PositionFiles("main").Length);
    }

    private static async Task<RunStage> Ready(params string[] plugins)
    {
        RunStage stage = await RunStage.OpenAsync(plugins);
        stage.GiveHistory(("AAAUSDT", [100, 105, 108, 110]), ("BBBUSDT", [100, 95, 92, 90]));
        return stage;
    }
}
