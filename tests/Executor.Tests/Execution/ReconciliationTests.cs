using Platform.Analytics.Risk;
using Platform.Domain.Orders;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Execution;

/// <summary>What the exchange shows and the ledger does not explain: each difference with its verdict.</summary>
public sealed class ReconciliationTests : IDisposable
{
    private readonly TempFolder _folder = new("reconcile");

    [Theory]
    [InlineData("autoclose-1700", "Liquidated", AlertSeverity.Critical)]
    [InlineData("adl_autoclose", "Deleveraged", AlertSeverity.Critical)]
    [InlineData("settlement_autoclose-1700", "Settled", AlertSeverity.Warning)]
    [InlineData("web_77", "Foreign", AlertSeverity.Warning)]
    public async Task A_foreign_change_is_explained_by_its_orders_and_trading_continues(string clientId, string verdict, AlertSeverity severity)
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path);
        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        venue.Force(clientId, "BTCUSDT", Quantity.Parse("-0.1"));
        await AlertAsync(account, verdict);
        await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2), ("ETHUSDT", 0.1));

        Alert alert = account.Alerts.Standing.Single(alert => alert.Subject == "position_difference");
        Assert.Equal((severity, true), (alert.Severity, alert.Message.Contains(clientId, StringComparison.Ordinal)));
        Assert.Equal((Quantity.Parse("0.4"), Quantity.Of(4)), (venue.Position("BTCUSDT"), venue.Position("ETHUSDT")));
        Assert.Empty(await account.AccountExecutor.AskAsync(ledger => ledger.Safety.Latches.ToArray()));
    }

    [Fact]
    public async Task An_unexplained_position_allows_only_reductions_until_a_reset_also_after_a_restart()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path))
        {
            await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
            venue.Hold("BTCUSDT", Quantity.Parse("0.3"));
            await AlertAsync(account, "Unexplained");
        }

        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path);
        ExecutionRun held = (await again.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.1), ("ETHUSDT", 0.1)))!;
        Assert.Contains(again.Alerts.Standing, alert => alert is { Subject: "reconciliation", Severity: AlertSeverity.Critical });
        await again.DoAsync("reset", reason: "the hand was mine", setting: "reconciliation");
        await again.TradeAsync("2025-05-05-005", ("BTCUSDT", 0.1), ("ETHUSDT", 0.1));

        Assert.Equal([ParentState.Filled, ParentState.Denied], held.Parents.Select(parent => parent.State));
        Assert.Equal((Quantity.Parse("0.2"), Quantity.Of(4)), (venue.Position("BTCUSDT"), venue.Position("ETHUSDT")));
    }

    [Fact]
    public async Task Changes_during_an_absence_of_the_executor_are_classified_before_it_trades()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path))
            await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        venue.Hold("ETHUSDT", Quantity.Of(9));

        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path);
        ExecutionRun run = (await again.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.3)))!;

        Latch latch = Assert.Single(await again.AccountExecutor.AskAsync(ledger => ledger.Safety.Latches.ToArray()));
        Assert.Equal(("reconciliation", RiskAction.ReduceOnly), (latch.Rule, latch.Action));
        Assert.Equal(ParentState.Denied, Assert.Single(run.Parents).State);
    }

    [Fact]
    public async Task Our_order_without_a_parent_is_cancelled_and_a_foreign_order_is_reported_and_not_changed()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path))
            await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));
        string ours = venue.Sent.Single()[..^3] + "9-9";
        venue.Rest(ours, "BTCUSDT", Quantity.Of(1));
        venue.Rest("web_1", "ETHUSDT", Quantity.Of(1));
        venue.Conditional["SOLUSDT"] = 1;

        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path);
        await Eventually.TrueAsync(() => venue.Orders.Single(order => order.ClientId == ours).Status == "CANCELED");

        await Eventually.TrueAsync(() => again.Alerts.Standing.Any(alert => alert.Subject == "foreign_order" && alert.Message.Contains("stop", StringComparison.Ordinal)));
        Assert.Contains(again.Alerts.Standing, alert => alert.Subject == "orphaned_order");
        Assert.Equal("NEW", venue.Orders.Single(order => order.ClientId == "web_1").Status);
        Assert.Single(venue.Conditional);
    }

    [Fact]
    public async Task The_cancel_countdown_is_renewed_while_an_order_rests_and_ended_afterwards()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        var twap = new ExecutionOptions { Algorithm = ExecutionAlgorithm.Twap, TwapHorizon_min = 10, TwapInterval_min = 2, DeadManSwitch_s = 6 };
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(twap, ParentSettings.ClockAt(30)));
        account.Offer("2025-05-05-003", ("BTCUSDT", 0.2));

        await Eventually.TrueAsync(() => venue.Countdowns.Count(row => row == "BTCUSDT 6000") > 2);
        await account.DoAsync("kill");
        await Eventually.TrueAsync(() => venue.Countdowns.Contains("BTCUSDT 0"));
    }

    public void Dispose() => _folder.Dispose();

    private static Task AlertAsync(TradedAccount account, string verdict) => Eventually.TrueAsync(
        () => account.Alerts.Standing.Any(alert => alert.Subject == "position_difference" && alert.Message.Contains(verdict, StringComparison.Ordinal)));
}
