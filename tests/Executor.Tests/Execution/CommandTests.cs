using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Limits;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Execution;

/// <summary>The operator's commands, each in the states that it meets.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TempFolder _folder = new("commands");

    [Fact]
    public async Task A_pause_starts_no_run_and_a_kill_sends_nothing_until_they_are_ended()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        await account.DoAsync("pause", reason: "lunch");
        ExecutionRun paused = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;
        await account.DoAsync("kill");
        CommandEnded refused = await account.DoAsync("resume");
        ExecutionRun killed = (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2)))!;
        CommandEnded revived = await account.DoAsync("revive");
        ExecutionRun still = (await account.TradeAsync("2025-05-05-005", ("BTCUSDT", 0.2)))!;
        await account.DoAsync("resume");
        await account.TradeAsync("2025-05-05-006", ("BTCUSDT", 0.2));

        Assert.Equal("not traded: trading is paused: lunch", paused.Detail);
        Assert.Equal((false, "the kill switch is on: revive first"), (refused.Done, refused.Detail));
        Assert.Equal("not traded: the kill switch is on", killed.Detail);
        Assert.Equal((true, "still held: the account is paused"), (revived.Done, revived.Detail));
        Assert.Equal(paused.Detail, still.Detail);
        Assert.Single(venue.Sent);
    }

    [Fact]
    public async Task A_run_that_waits_for_another_does_not_start_after_a_pause()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        venue.Contradict = true;
        string planned = account.Offer("2025-05-05-004", ("BTCUSDT", 0.1));
        int reads = venue.Requests.Count(call => call == "GET /fapi/v1/premiumIndex");
        await Eventually.TrueAsync(() => venue.Requests.Count(call => call == "GET /fapi/v1/premiumIndex") > reads);
        string queued = account.Offer("2025-05-05-005", ("BTCUSDT", 0.3));

        await account.DoAsync("pause");
        venue.Contradict = false;

        Assert.EndsWith("trading is paused", (await account.EndOfAsync(planned))!.Detail, StringComparison.Ordinal);
        Assert.EndsWith("trading is paused", (await account.EndOfAsync(queued))!.Detail, StringComparison.Ordinal);
        Assert.Single(venue.Sent);
    }

    [Fact]
    public async Task A_flatten_of_last_week_is_never_executed_again()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.Hold("SOLUSDT", Quantity.Of(-3));
        string flatten;
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path))
        {
            await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
            flatten = await account.CommandAsync("flatten");
            Assert.Equal("flat; paused until a resume", (await account.EndOfCommandAsync(flatten)).Detail);
            Assert.True(venue.Position("BTCUSDT").IsZero && venue.Position("SOLUSDT").IsZero);
            await account.DoAsync("resume");
            for (int run = 0; run < 1_100; run++)
                account.AccountExecutor.Skip(new($"old-{run}", "2025-05-05-003", RunKind.Trade, static _ => new([], [])), "long ago");
            await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.1));
        }

        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path);
        await again.AccountExecutor.TakeAsync(new CommandReceived(0, 1, flatten, "flatten", "", "test", ""));
        await again.DoAsync("pause");
        await again.AccountExecutor.TakeAsync(new CommandReceived(0, 1, "another-id", "flatten", "", "test", ""));
        await again.DoAsync("kill");
        await again.DoAsync("revive");
        await again.DoAsync("resume");
        await again.TradeAsync("2025-05-05-005", ("BTCUSDT", 0.1));

        Assert.Equal(Quantity.Parse("0.2"), venue.Position("BTCUSDT"));
    }

    [Fact]
    public async Task A_flatten_during_a_kill_is_refused_and_is_not_executed_after_revive()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        await account.DoAsync("kill");
        CommandEnded refused = await account.DoAsync("flatten");
        await account.DoAsync("revive");
        await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2));

        Assert.Equal((false, "the kill switch is on: no order can be sent, revive first"), (refused.Done, refused.Detail));
        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
    }

    [Fact]
    public async Task A_kill_repeats_its_cancels_until_no_order_remains()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        venue.Rest("web_1", "BTCUSDT", Quantity.Of(1));
        venue.Conditional["ETHUSDT"] = 1;
        venue.CancelFailures = 3;

        CommandEnded end = await account.DoAsync("kill");

        Assert.Equal("2 open orders cancelled, none remain", end.Detail);
        Assert.Equal("CANCELED", venue.Orders.Single().Status);
        Assert.Empty(venue.Conditional);
    }

    [Fact]
    public async Task An_order_that_waits_for_the_rate_budget_is_not_sent_after_a_kill()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, limits: new WeightGateOptions(WeightPerMinute: 1_000_000, OrdersPerTenSeconds: 1, OrdersPerMinute: 1));
        string runId = account.Offer("2025-05-05-003", ("BTCUSDT", 0.2), ("ETHUSDT", 0.2));
        await Eventually.TrueAsync(() => venue.Sent.Count == 1);

        CommandEnded end = await account.DoAsync("kill");
        ExecutionRun run = (await account.EndOfAsync(runId))!;

        Assert.True(end.Done);
        Assert.Single(venue.Sent);
        Assert.Contains(run.Parents, parent => parent.Reason.Contains("the kill switch is on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flatten_does_not_wait_for_a_request_budget_that_others_have_used()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        // Five seconds into a minute: the test is over before the budget is renewed.
        var clock = new VirtualClock(new ClockAnchor(TimeProvider.System.NowMilliseconds(), 1_746_403_205_000, 1));
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new ParentSettings(new ExecutionOptions(), clock), limits: new WeightGateOptions());
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        int used = new WeightGateOptions().WeightPerMinute - new WeightGateOptions().Reserve;
        account.Gate.Observe(used);

        CommandEnded end = await account.DoAsync("flatten");

        Assert.True(end.Done, end.Detail);
        Assert.True(venue.Position("BTCUSDT").IsZero);
        Assert.True(account.Gate.UsedWeight > used, "the budget was renewed meanwhile");
    }

    [Fact]
    public async Task A_flatten_survives_a_crash_and_a_busy_exchange_and_ends_flat()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        // The round that the crash interrupts ends at its deadline, half a platform minute later.
        var quick = new ParentSettings(new ExecutionOptions(), ParentSettings.ClockAt(20));
        string flatten;
        int asked = 0;
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: quick))
        {
            await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2), ("ETHUSDT", -0.1));
            venue.FateOf = _ => ++asked % 2 == 0 ? Fate.FillHalf : Fate.Busy;
            venue.CancelFailures = 1;
            flatten = await account.CommandAsync("flatten");
            await Eventually.TrueAsync(() => asked > 2);
        }

        venue.FateOf = static _ => Fate.Fill;
        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path, execution: quick);
        CommandEnded end = await again.EndOfCommandAsync(flatten);

        Assert.True(end.Done && venue.Position("BTCUSDT").IsZero && venue.Position("ETHUSDT").IsZero, end.Detail);
        Assert.Equal(venue.Sent.Count, venue.Sent.Distinct().Count());
        Assert.Contains("paused", (await again.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.1)))!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flatten_does_not_end_while_the_exchange_omits_positions_of_the_ledger()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, reconcileEvery: TimeSpan.FromMinutes(1));
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        venue.HidePositions = true;

        string flatten = await account.CommandAsync("flatten");
        await Eventually.TrueAsync(() => account.Alerts.Standing.Any(alert => alert.Subject == "flatten" && alert.Message.Contains("BTCUSDT", StringComparison.Ordinal)));
        int reads = venue.Requests.Count(call => call == "GET /fapi/v3/positionRisk");
        await Eventually.TrueAsync(() => venue.Requests.Count(call => call == "GET /fapi/v3/positionRisk") > reads + 5);
        Assert.Null(await account.AccountExecutor.AskAsync(ledger => ledger.Commands.Find(flatten)!.End));
        venue.HidePositions = false;

        Assert.True((await account.EndOfCommandAsync(flatten)).Done);
        Assert.True(venue.Position("BTCUSDT").IsZero);
    }

    [Fact]
    public async Task A_blocked_flatten_reports_what_remains_and_a_kill_ends_it()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        venue.FateOf = static _ => Fate.Refuse;

        string flatten = await account.CommandAsync("flatten");
        await Eventually.TrueAsync(() => account.Alerts.Standing.Any(alert => alert.Subject == "flatten" && alert.Message.Contains("BTCUSDT 0.4", StringComparison.Ordinal)));
        Assert.Contains("is in progress", (await account.DoAsync("resume")).Detail, StringComparison.Ordinal);
        await account.DoAsync("kill");
        CommandEnded end = await account.EndOfCommandAsync(flatten);
        venue.FateOf = static _ => Fate.Fill;
        await account.DoAsync("revive");

        Assert.False(end.Done);
        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
        await Eventually.TrueAsync(() => !account.Alerts.IsStanding("flatten"));
    }

    [Fact]
    public async Task One_symbol_is_flattened_and_held_while_the_others_continue_to_trade()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2), ("ETHUSDT", 0.1));

        await account.DoAsync("flatten", "BTCUSDT");
        ExecutionRun run = (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2), ("ETHUSDT", 0.2)))!;
        await account.DoAsync("resume", "BTCUSDT");
        await account.TradeAsync("2025-05-05-005", ("BTCUSDT", 0.1), ("ETHUSDT", 0.2));

        Assert.Equal("trading is paused for BTCUSDT", run.Parents.Single(parent => parent.Symbol == "BTCUSDT").Reason);
        Assert.Equal((Quantity.Parse("0.2"), Quantity.Of(8)), (venue.Position("BTCUSDT"), venue.Position("ETHUSDT")));
    }

    [Fact]
    public async Task Reduce_only_opens_no_position_and_allows_closes()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        await account.DoAsync("reduce-only", reason: "night");
        ExecutionRun run = (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.1), ("ETHUSDT", 0.1)))!;

        Assert.Equal([ParentState.Filled, ParentState.Denied], run.Parents.Select(parent => parent.State));
        Assert.Equal("only reductions are sent: night", run.Parents[1].Reason);
        Assert.Equal((Quantity.Parse("0.2"), Quantity.Zero), (venue.Position("BTCUSDT"), venue.Position("ETHUSDT")));
    }

    [Fact]
    public async Task Cancel_ends_parents_and_orders_and_trading_continues()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        var twap = new ExecutionOptions { Algorithm = ExecutionAlgorithm.Twap, TwapHorizon_min = 10, TwapInterval_min = 2 };
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(twap, ParentSettings.ClockAt(30)));
        string runId = account.Offer("2025-05-05-003", ("BTCUSDT", 0.2));
        await Eventually.TrueAsync(() => venue.Orders.Any(order => order.Status == "NEW"));
        venue.Rest("web_1", "SOLUSDT", Quantity.Of(1));

        CommandEnded end = await account.DoAsync("cancel", "BTCUSDT");
        ExecutionRun run = (await account.EndOfAsync(runId))!;

        Assert.StartsWith("1 parents ended", end.Detail, StringComparison.Ordinal);
        Assert.Equal("cancelled by test", Assert.Single(run.Parents).Reason);
        Assert.Equal(["SOLUSDT"], venue.Orders.Where(order => order.Status is "NEW" or "PARTIALLY_FILLED").Select(order => order.Symbol));
        account.Offer("2025-05-05-004", ("BTCUSDT", 0.1));
        int sent = venue.Sent.Count;
        await Eventually.TrueAsync(() => venue.Sent.Count > sent);
    }

    [Fact]
    public async Task Holds_stay_active_after_a_restart_without_a_coordinator()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path))
        {
            await account.DoAsync("pause");
            await account.DoAsync("kill", "ETHUSDT");
        }

        venue.Rest("web_1", "ETHUSDT", Quantity.Of(1));
        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path);
        Assert.Contains("paused", (await again.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!.Detail, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => venue.Orders.All(order => order.Status == "CANCELED"));
        await again.DoAsync("resume");
        ExecutionRun run = (await again.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2), ("ETHUSDT", 0.2)))!;

        Assert.Equal([ParentState.Filled, ParentState.Denied], run.Parents.OrderBy(parent => parent.Symbol, StringComparer.Ordinal).Select(parent => parent.State));
    }

    [Fact]
    public async Task A_new_ledger_begins_at_the_newest_command_and_takes_the_active_holds()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        await account.AccountExecutor.JoinAsync(57, [new HoldSet(0, HoldKind.Paused, "", "operator", "before you came")]);
        await account.AccountExecutor.TakeAsync(new CommandReceived(0, 12, "old", "resume", "", "test", ""));
        string held = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!.Detail;
        await account.AccountExecutor.TakeAsync(new CommandReceived(0, 58, "new", "resume", "", "test", ""));
        await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2));

        Assert.Contains("before you came", held, StringComparison.Ordinal);
        Assert.Single(venue.Sent);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_at_the_exchange_whatever_is_commanded()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.Rest("web_1", "SOLUSDT", Quantity.Of(1));
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, dryRun: true);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        Assert.True((await account.DoAsync("flatten")).Done);
        await account.DoAsync("cancel");
        await account.DoAsync("kill");

        Assert.Equal(Quantity.Zero, await account.AccountExecutor.AskAsync(ledger => ledger.NetFilled("BTCUSDT")));
        Assert.Equal(["POST /fapi/v1/listenKey", "POST /fapi/v1/order/test"], venue.Requests.Where(call => !call.StartsWith("GET ", StringComparison.Ordinal)).Distinct().Order());
    }

    public void Dispose() => _folder.Dispose();
}
