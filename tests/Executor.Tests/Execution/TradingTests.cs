using Platform.Domain.Orders;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Execution;

public sealed class TradingTests : IDisposable
{
    private readonly TempFolder _folder = new("executor");

    [Fact]
    public async Task Targets_become_positions_and_every_parent_is_accounted_for()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2), ("ETHUSDT", -0.1)))!;

        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
        Assert.Equal(Quantity.Parse("-4"), venue.Position("ETHUSDT"));
        AssertAccounted(run, venue);
        Assert.All(run.Parents, parent => Assert.Equal(ParentState.Filled, parent.State));
    }

    [Fact]
    public async Task A_change_of_sign_closes_first_and_then_opens()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        ExecutionRun run = (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", -0.1)))!;

        Assert.Equal(Quantity.Parse("-0.2"), venue.Position("BTCUSDT"));
        Assert.Equal([true, false], run.Parents.Select(parent => parent.Terms.ReduceOnly));
        Assert.Equal(["0.4", "0.2"], run.Parents.Select(parent => parent.Filled.ToString()));
    }

    [Fact]
    public async Task The_opening_leg_of_a_flip_is_not_sent_when_the_close_is_not_filled()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        int sent = 0;
        venue.FateOf = _ => ++sent == 1 ? Fate.FillHalf : Fate.Refuse;

        ExecutionRun run = (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", -0.1)))!;

        Assert.Equal(Quantity.Parse("0.2"), venue.Position("BTCUSDT"));
        Assert.Contains("not filled", run.Parents[1].Reason, StringComparison.Ordinal);
        AssertAccounted(run, venue);
    }

    [Fact]
    public async Task A_position_that_left_the_targets_is_closed_and_a_foreign_position_is_not_changed()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.Hold("SOLUSDT", Quantity.Of(7));
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        ExecutionRun run = (await account.TradeAsync("2025-05-05-004", ("ETHUSDT", 0.1)))!;

        Assert.True(venue.Position("BTCUSDT").IsZero);
        Assert.Equal(Quantity.Of(7), venue.Position("SOLUSDT"));
        Assert.Contains("SOLUSDT", run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_targets_leaves_positions_unchanged()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        ExecutionRun run = (await account.TradeAsync("2025-05-05-004"))!;

        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
        Assert.Contains("unchanged", run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_trigger_runs_once_also_after_a_restart()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path))
        {
            await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
            await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.1));
        }

        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path);
        await again.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.1));

        Assert.Single(venue.Sent);
        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
    }

    [Theory]
    [InlineData((int)Fate.FillAndLoseAnswer)]
    [InlineData((int)Fate.FillAndReset)]
    public async Task An_order_that_was_executed_although_its_answer_was_lost_is_not_sent_again(int fate)
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.Mute = true;
        venue.FateOf = _ => (Fate)fate;
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;

        Assert.Single(venue.Sent);
        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
        AssertAccounted(run, venue);
        Assert.Equal(ParentState.Filled, run.Parents.Single().State);
    }

    [Fact]
    public async Task A_lost_order_is_confirmed_absent_before_it_is_placed_again_under_another_id()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.FateOf = static id => id.EndsWith("-0-0", StringComparison.Ordinal) ? Fate.VanishUnknown : Fate.Fill;
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;

        Assert.Equal([OrderState.Rejected, OrderState.Filled], run.Parents.Single().Children.Select(child => child.State));
        Assert.Equal(2, venue.Sent.Distinct().Count());
        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
    }

    [Fact]
    public async Task An_order_that_the_exchange_did_not_accept_is_retried_under_another_id()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.FateOf = id => id.EndsWith("-0", StringComparison.Ordinal) ? Fate.Busy : Fate.Fill;
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;

        Assert.Equal(2, venue.Sent.Distinct().Count());
        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
        AssertAccounted(run, venue);
    }

    [Fact]
    public async Task Fills_that_the_stream_did_not_deliver_are_read_by_query()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.Mute = true;
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;

        Assert.Equal(Price.Of(50_000), run.Parents.Single().AveragePrice);
        AssertAccounted(run, venue);
    }

    [Fact]
    public async Task A_parent_above_the_largest_market_order_is_split()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("ETHUSDT", 0.4)))!;

        Assert.Equal(["5", "5", "5", "1"], run.Parents.Single().Children.Select(child => child.Quantity.ToString()));
        AssertAccounted(run, venue);
    }

    [Fact]
    public async Task An_order_over_a_risk_limit_is_denied_and_never_sent()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, new RiskOptions { OrderNotionalMax = 15_000 });

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2), ("ETHUSDT", 0.1)))!;

        ParentOrder denied = run.Parents.Single(parent => parent.Symbol == "BTCUSDT");
        Assert.Equal(ParentState.Denied, denied.State);
        Assert.Contains("order_notional_max", denied.Reason, StringComparison.Ordinal);
        Assert.Single(venue.Sent);
    }

    [Fact]
    public async Task A_dry_run_sends_no_order_and_keeps_its_paper_positions()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, dryRun: true))
        {
            ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;
            Assert.Equal(ParentState.Filled, run.Parents.Single().State);
        }

        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path, dryRun: true);
        ExecutionRun second = (await again.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.1)))!;

        Assert.Empty(venue.Sent);
        Assert.Contains("POST /fapi/v1/order/test", venue.Requests);
        Assert.Equal((true, Quantity.Parse("0.2")), (second.Parents.Single().Terms.ReduceOnly, second.Parents.Single().Filled));
    }

    [Fact]
    public async Task A_wallet_that_suddenly_reads_zero_is_not_acted_on()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        venue.Wallet = "0";

        Money plannedOn = Money.Zero;
        account.AccountExecutor.Offer(new RunRequest("2025-05-05-004-r0", "2025-05-05-004", RunKind.Trade, snapshot =>
        {
            plannedOn = snapshot.Equity;
            return new RunPlan([], []);
        }));
        await Eventually.TrueAsync(() => account.Alerts.IsStanding("account_unreadable"));
        venue.Wallet = "100000";
        await account.EndOfAsync("2025-05-05-004-r0");

        Assert.Equal(Money.Of(100_000), plannedOn);
        await Eventually.TrueAsync(() => !account.Alerts.IsStanding("account_unreadable"));
    }

    [Fact]
    public async Task A_position_that_our_fills_do_not_explain_is_reported()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        await Task.Delay(TimeSpan.FromMilliseconds(500));

        venue.Hold("BTCUSDT", Quantity.Parse("0.1"));

        await Eventually.TrueAsync(() => account.Alerts.Standing.Any(alert => alert.Subject == "position_difference" && alert.Message.Contains("0.1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task More_filled_than_planned_is_critical_and_allows_only_reductions_until_a_reset()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.FateOf = static id => id.EndsWith("-0-0", StringComparison.Ordinal) ? Fate.FillTwice : Fate.Fill;
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path))
        {
            ParentOrder parent = Assert.Single((await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!.Parents);
            Assert.Equal(Quantity.Parse("-0.4"), parent.Residual);
            Assert.Contains("filled 0.8 of 0.4", parent.Reason, StringComparison.Ordinal);
            Assert.Contains(account.Alerts.Standing, alert => alert is { Subject: "overfilled", Severity: AlertSeverity.Critical });
        }

        venue.FateOf = static _ => Fate.Fill;
        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path);
        ExecutionRun stopped = (await again.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2), ("ETHUSDT", 0.1)))!;
        await again.DoAsync("reset", reason: "looked at it");
        ExecutionRun cleared = (await again.TradeAsync("2025-05-05-005", ("BTCUSDT", 0.2), ("ETHUSDT", 0.1)))!;

        Assert.Equal([ParentState.Filled, ParentState.Denied], stopped.Parents.Select(parent => parent.State));
        Assert.Contains("filled 0.8 of 0.4", stopped.Parents[1].Reason, StringComparison.Ordinal);
        Assert.Equal(ParentState.Filled, Assert.Single(cleared.Parents).State);
        Assert.Equal((Quantity.Parse("0.4"), Quantity.Of(4)), (venue.Position("BTCUSDT"), venue.Position("ETHUSDT")));
    }

    [Fact]
    public async Task Positions_that_the_account_does_not_report_are_not_used_for_planning()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        venue.Contradict = true;
        string runId = account.Offer("2025-05-05-004", ("BTCUSDT", 0.1));
        int reads = venue.Requests.Count(call => call == "GET /fapi/v1/premiumIndex");
        await Eventually.TrueAsync(() => venue.Requests.Count(call => call == "GET /fapi/v1/premiumIndex") > reads + 2);
        Assert.Single(venue.Sent);

        venue.Contradict = false;
        await account.EndOfAsync(runId);

        Assert.Equal(Quantity.Parse("0.2"), venue.Position("BTCUSDT"));
    }

    [Fact]
    public async Task Positions_that_vanish_without_a_fill_are_confirmed_before_they_are_used()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        await Eventually.TrueAsync(() => venue.Requests.Count(call => call == "GET /fapi/v3/positionRisk") > 4);
        venue.Hold("BTCUSDT", Quantity.Zero);
        string runId = account.Offer("2025-05-05-004", ("BTCUSDT", 0.2));
        int reads = venue.Requests.Count(call => call == "GET /fapi/v1/premiumIndex");
        await Eventually.TrueAsync(() => venue.Requests.Count(call => call == "GET /fapi/v1/premiumIndex") > reads + 1);
        venue.Hold("BTCUSDT", Quantity.Parse("0.4"));

        ExecutionRun run = (await account.EndOfAsync(runId))!;

        Assert.Empty(run.Parents);
        Assert.Single(venue.Sent);
    }

    [Fact]
    public async Task A_contract_that_cannot_be_opened_is_omitted_with_the_same_weight_of_the_other_side()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.Unopenable = "SOLUSDT";
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2), ("ETHUSDT", -0.1), ("SOLUSDT", -0.1)))!;

        Assert.Equal((Quantity.Parse("0.2"), Quantity.Of(-4), Quantity.Zero), (venue.Position("BTCUSDT"), venue.Position("ETHUSDT"), venue.Position("SOLUSDT")));
        Assert.Contains("agreement", run.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Parents, parent => parent.Symbol == "SOLUSDT");
    }

    [Fact]
    public async Task The_leverage_is_lowered_to_what_the_contract_allows()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.LargestLeverage = 8;
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);

        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        Assert.Equal(["8"], venue.Leverages);
    }

    public void Dispose() => _folder.Dispose();

    internal static void AssertAccounted(ExecutionRun run, OneAccountVenue venue)
    {
        foreach (ParentOrder parent in run.Parents)
        {
            Assert.True(parent.IsClosed);
            Assert.Equal(parent.Terms.Planned, parent.Filled + parent.Residual);
            Assert.Equal(parent.Filled.Units, parent.Children.Sum(child => child.Booked.Units));
            Assert.Equal(parent.Filled.Units, venue.Orders.Where(order => order.ClientId.StartsWith(parent.ParentId, StringComparison.Ordinal)).Sum(order => order.Executed.Units));
        }
    }
}
