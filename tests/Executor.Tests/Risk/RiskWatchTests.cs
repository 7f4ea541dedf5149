using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Risk;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Accounts;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Executor.Risk;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Risk;

/// <summary>Every rule that watches the account, by its key and its action.</summary>
public sealed class RiskWatchTests : IDisposable
{
    private readonly TempFolder _folder = new("risk");

    public static TheoryData<string, RiskOptions, double, double> Rules => new()
    {
        { "margin_ratio_max", new() { MarginRatioMax = 0.09, MarginRatioAction = RiskResponse.Pause }, 0, 0 },
        { "available_ratio_min", new() { AvailableRatioMin = 0.51, AvailableRatioAction = RiskResponse.Pause }, 0, 0 },
        { "liquidation_distance_min", new() { LiquidationDistanceMin = 0.11, LiquidationDistanceAction = RiskResponse.Pause }, 0, 0 },
        { "held_leverage_max", new() { HeldLeverageMax = 1.9, HeldLeverageAction = RiskResponse.Pause }, 0, 0 },
        { "stream_down_max_ms", new() { StreamDownMax_ms = 60_000, StreamDownAction = RiskResponse.Pause }, 60_001, 0 },
        { "clock_offset_max_ms", new() { ClockOffsetMax_ms = 500, ClockOffsetAction = RiskResponse.Pause }, 0, -501 },
    };

    [Theory, MemberData(nameof(Rules))]
    public async Task A_rule_violated_twice_triggers_its_action_and_ends_with_a_reset_or_by_itself(string rule, RiskOptions options, double streamDown_ms, double clockOffset_ms)
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        using var watch = new Watch(venue, _folder.Path, options);

        await watch.SeeAsync(Held(1), new(streamDown_ms, clockOffset_ms));
        Assert.Empty(watch.Safety.Latches);
        await watch.SeeAsync(Held(2), new(streamDown_ms, clockOffset_ms));

        Latch latch = Assert.Single(watch.Safety.Latches);
        Assert.Equal((rule, RiskAction.Pause), (latch.Rule, latch.Action));
        Assert.Contains($"(risk.{rule})", latch.Message, StringComparison.Ordinal);
        Assert.Contains("platform reset", watch.Safety.WhyNoTrade(""), StringComparison.Ordinal);
        await watch.SeeAsync(Calm(3), default);
        bool waits = !RiskLimits.Passing.Contains(rule);
        Assert.Equal(waits, watch.Safety.Latches.Count == 1);
        Assert.False(watch.Commands.Reset(Command("reset", "", "")).Done);
        Assert.Equal(waits, watch.Commands.Reset(Command("reset", "", "seen")).Done);
        Assert.Equal("", watch.Safety.WhyNoTrade(""));
    }

    [Fact]
    public async Task Consecutive_rejections_open_the_circuit_breaker_and_transient_ones_do_not()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        using var watch = new Watch(venue, _folder.Path, new RiskOptions { RejectsInARowMax = 2, UnknownsInARowMax = 1, UnknownsInARowAction = RiskResponse.ReduceOnly });
        foreach (int order in Enumerable.Range(0, 3))
            watch.Risk.Follow(new OrderSignalled(order, $"{order}", OrderSignal.Reject, Quantity.Zero, 0, "busy"));
        await watch.SeeAsync(Calm(1), default);
        await watch.SeeAsync(Calm(2), default);
        Assert.Empty(watch.Safety.Latches);

        foreach (int order in Enumerable.Range(0, 3))
            watch.Risk.Follow(new OrderSignalled(order, $"{order}", OrderSignal.Reject, Quantity.Zero, 0, "margin is insufficient", Refusal: true));
        foreach (int order in Enumerable.Range(0, 2))
            watch.Risk.Follow(new OrderSignalled(order, $"{order}", OrderSignal.LoseAnswer, Quantity.Zero, 0, ""));
        await watch.SeeAsync(Calm(3), default);
        await watch.SeeAsync(Calm(4), default);
        Assert.Equal(["rejects_in_a_row_max", "unknowns_in_a_row_max"], watch.Safety.Latches.Select(latch => latch.Rule));
        Assert.NotEqual("", watch.Safety.WhyReduceOnly("BTCUSDT"));

        watch.Risk.Follow(new OrderSignalled(9, "9", OrderSignal.Accept, Quantity.Zero, 0, ""));
        await watch.SeeAsync(Calm(5), default);
        Assert.Equal(["rejects_in_a_row_max"], watch.Safety.Latches.Select(latch => latch.Rule));
    }

    [Fact]
    public async Task A_withdrawal_is_not_a_loss_a_deposit_hides_none_and_a_reset_restarts_the_measurement()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        using var watch = new Watch(venue, _folder.Path, new RiskOptions { DailyLossMax = 0.2, DailyLossAction = RiskResponse.Flatten, DrawdownMax = 0.3 });
        await watch.SeeAsync(Calm(10_000, 1_000), default);
        venue.Transfers.Enqueue((20_000, "-500"));
        await watch.SeeAsync(Calm(30_000, 500), default);
        await watch.SeeAsync(Calm(40_000, 500), default);
        Assert.Empty(watch.Safety.Latches);

        venue.Transfers.Clear();
        venue.Transfers.Enqueue((50_000, "1000"));
        await watch.SeeAsync(Calm(60_000, 1_390), default);
        venue.Transfers.Clear();
        await watch.SeeAsync(Calm(70_000, 1_390), default);
        Latch latch = Assert.Single(watch.Safety.Latches);
        Assert.Equal(("daily_loss_max", RiskAction.Flatten), (latch.Rule, latch.Action));
        Assert.Equal(["daily_loss_max"], watch.Flattens);

        Assert.True(watch.Commands.Reset(Command("reset", "daily_loss_max", "accepted")).Done);
        await watch.SeeAsync(Calm(80_000, 1_390), default);
        await watch.SeeAsync(Calm(90_000, 1_390), default);
        Assert.Empty(watch.Safety.Latches);
    }

    [Fact]
    public async Task A_limit_can_be_changed_within_its_bounds_and_restored_to_the_configured_one()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        using var watch = new Watch(venue, _folder.Path, new RiskOptions());

        Assert.Equal(new CommandVerdict(true, "risk.order_notional_max 250000 → 1000"), watch.Commands.Change(Command("limit", "order_notional_max", "", "1000")));
        Assert.Equal(new CommandVerdict(true, "risk.order_notional_max 1000 → 250000, as configured"), watch.Commands.Change(Command("limit", "order_notional_max", "")));
        Assert.Equal(new CommandVerdict(false, "margin_ratio_max 2 is not allowed: expected a number from 0.01 to 1"), watch.Commands.Change(Command("limit", "margin_ratio_max", "", "2")));
        Assert.StartsWith("'order_max' is not a numeric key of this section; expected one of order_notional_max", watch.Commands.Change(Command("limit", "order_max", "", "2")).Detail, StringComparison.Ordinal);
        Assert.False(watch.Commands.Change(Command("limit", "margin_ratio_action", "", "2")).Done);
        Assert.Contains("read at the start", watch.Commands.Change(Command("limit", "orders_per_minute_max", "", "2")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_flattened_by_a_rule_with_that_action_and_stays_paused()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, new RiskOptions { HeldLeverageMax = 0.15, HeldLeverageAction = RiskResponse.Flatten });

        await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        await Eventually.TrueAsync(() => venue.Position("BTCUSDT").IsZero);
        CommandEntry flatten = await account.AccountExecutor.AskAsync(ledger => ledger.Commands.Entries.Single());
        await account.EndOfCommandAsync(flatten.CommandId);
        Assert.Equal(("flatten", "risk"), (flatten.Received.Kind, flatten.Received.By));
        Assert.Contains("paused", (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.1)))!.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static CommandReceived Command(string kind, string setting, string reason, string value = "") => new(1, 1, "c", kind, "", "operator", reason, setting, value);

    /// <summary>Equity 10,000, maintenance margin 1,000, half of the wallet available, 0.4 BTC at 50,000 with liquidation 10 % away.</summary>
    private static PlanningSnapshot Held(long at_ms) => Snapshot(at_ms, 10_000, 1_000, 5_000, [new("BTCUSDT", PositionSide.Both, Quantity.Parse("0.4"), Price.Of(50_000), Price.Of(50_000), Money.Zero, Price.Of(45_000), 1)]);

    private static PlanningSnapshot Calm(long at_ms, int equity = 10_000) => Snapshot(at_ms, equity, 0, equity, []);

    private static PlanningSnapshot Snapshot(long at_ms, int equity, int maintenance, int available, IReadOnlyList<PositionRisk> positions) => new(
        at_ms, new AccountTotals(Money.Of(equity), Money.Zero, Money.Of(equity), Money.Of(available), Money.Zero, Money.Of(maintenance), []), positions,
        new Dictionary<string, Price>(), new Dictionary<string, BestQuote>(), new Dictionary<string, Instrument>());

    /// <summary>A watch over a journal of its own; the exchange is asked for transfers only.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly AccountJournal _journal;
        private readonly BinanceRest _rest;
        private readonly AlertPublisher _alerts;

        public Watch(OneAccountVenue venue, string folder, RiskOptions options)
        {
            TimeProvider clock = TimeProvider.System;
            _journal = AccountJournal.Open(folder, "risk", waitForDisk: false).Value;
            _rest = new BinanceRest(venue.Endpoints, new(), new LocalWeightGate(clock, new()), clock, clock, new("key", "secret"));
            _alerts = new AlertPublisher("executor-risk", _ => { }, clock, clock, TimeSpan.FromMinutes(15), NullLogger.Instance);
            Risk = new RiskWatch(_journal, new EquityWatch(_journal, new BinanceAccountClient(_rest), TimeSpan.Zero, clock), options, _alerts, clock);
            Risk.FlattenAsked += (rule, _) => Flattens.Add(rule);
            Commands = new RiskCommands(_journal, options, clock);
        }

        public RiskWatch Risk { get; }

        public RiskCommands Commands { get; }

        public SafetyState Safety => _journal.Ledger.Safety;

        public List<string> Flattens { get; } = [];

        public Task SeeAsync(PlanningSnapshot snapshot, ConnectionHealth connection) => Risk.EvaluateAsync(snapshot, connection, CancellationToken.None);

        public void Dispose()
        {
            _alerts.Dispose();
            _rest.Dispose();
            _journal.Dispose();
        }
    }
}
