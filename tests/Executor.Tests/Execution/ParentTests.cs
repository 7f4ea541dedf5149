using Platform.Analytics.Execution;
using Platform.Domain.Labels;
using Platform.Domain.Orders;
using Platform.Executor.Execution;
using Platform.Executor.Ledger;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Executor.Tests.Execution;

/// <summary>Parents that are worked over time, on a clock that runs faster than the real one.</summary>
public sealed class ParentTests : IDisposable
{
    private static readonly ExecutionOptions s_twap = new() { Algorithm = ExecutionAlgorithm.Twap, TwapHorizon_min = 10, TwapInterval_min = 2 };

    private readonly TempFolder _folder = new("parents");

    [Fact]
    public async Task A_twap_rests_then_crosses_in_slices_and_fills_completely()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.PassiveFill = 0.5;
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(s_twap, ParentSettings.ClockAt(240)));

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;

        ParentOrder parent = Assert.Single(run.Parents);
        Assert.Equal((ParentState.Filled, Quantity.Parse("0.4")), (parent.State, venue.Position("BTCUSDT")));
        Assert.Equal(ParentAlgorithm.Twap, parent.Schedule!.Algorithm);
        Assert.True(parent.Children.Select(child => child.Slice).Distinct().Count() >= 4, string.Join(", ", parent.Children.Select(child => child.Slice)));
        Assert.Contains(parent.Children, child => child.IsPassive && child.State == OrderState.Canceled && !child.Executed.IsZero);
        Assert.Contains(parent.Children, child => child.Type == OrderType.Market && child.State == OrderState.Filled);
        TradingTests.AssertAccounted(run, venue);
    }

    [Fact]
    public async Task Filled_working_and_unknown_stay_below_the_schedule_at_every_fact()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.PassiveFill = 0.3;
        int sent = 0;
        venue.FateOf = _ => (++sent % 4) switch { 0 => Fate.FillAndLoseAnswer, 1 => Fate.Busy, _ => Fate.Fill };
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(s_twap, ParentSettings.ClockAt(240)));
        int looked = 0;
        account.Journal.Applied += fact =>
        {
            if (fact is not (OrderIntended or OrderSignalled or FillBooked))
                return;
            foreach (ParentOrder open in account.Journal.Ledger.OpenParents.Where(open => open.Schedule is not null))
            {
                long working = open.Children.Where(child => !child.State.IsTerminal()).Sum(child => (child.Quantity - child.Executed).Units);
                Quantity bound = ScheduleChoice.ScheduleOf(open.Terms, open.Schedule!).CumulativeAt(fact.At_ms > open.Schedule!.Start_ms ? fact.At_ms : open.Schedule.Start_ms);
                looked++;
                Assert.True(fact is FillBooked || open.Filled + Quantity.FromUnits(working) <= bound, $"{open.Filled} + {working} > {bound} at {fact}");
            }
        };

        ExecutionRun run = (await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2), ("ETHUSDT", -0.1)))!;

        Assert.True(looked > 20);
        Assert.Equal(venue.Sent.Count, venue.Sent.Distinct().Count());
        Assert.All(run.Parents, parent => Assert.Equal(ParentState.Filled, parent.State));
        TradingTests.AssertAccounted(run, venue);
    }

    [Fact]
    public async Task A_newer_target_cancels_and_waits_and_then_plans_from_the_live_position()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.PassiveFill = 0.5;
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(s_twap with { TwapHorizon_min = 4 }, ParentSettings.ClockAt(60)));
        string first = account.Offer("2025-05-05-003", ("BTCUSDT", 0.2));
        await Eventually.TrueAsync(() => venue.Position("BTCUSDT").Units > 0);

        ExecutionRun second = (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", -0.1)))!;

        ExecutionRun replaced = (await account.EndOfAsync(first))!;
        ParentOrder stopped = Assert.Single(replaced.Parents);
        Assert.Equal("superseded by 2025-05-05-004-r0", stopped.Reason);
        Assert.Equal(ParentState.Partial, stopped.State);
        Assert.True(second.Parents[0].Terms.ReduceOnly && second.Parents[0].Terms.Planned == stopped.Filled);
        Assert.Equal(Quantity.Parse("-0.2"), venue.Position("BTCUSDT"));
        TradingTests.AssertAccounted(replaced, venue);
        TradingTests.AssertAccounted(second, venue);
    }

    [Fact]
    public async Task A_parent_with_an_unchanged_target_continues_during_later_runs()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(s_twap, ParentSettings.ClockAt(240)));
        string first = account.Offer("2025-05-05-003", ("BTCUSDT", 0.2));
        await Eventually.TrueAsync(() => venue.Sent.Count > 0);

        ExecutionRun second = (await account.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.2)))!;
        ExecutionRun kept = (await account.EndOfAsync(first))!;

        Assert.Empty(second.Parents);
        Assert.Equal(ParentState.Filled, Assert.Single(kept.Parents).State);
        Assert.Equal(Quantity.Parse("0.4"), venue.Position("BTCUSDT"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(25)]
    public async Task A_restart_resumes_the_parent_at_the_current_point_of_its_schedule(int crashAfter)
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        venue.PassiveFill = 0.5;
        ParentSettings execution = new(s_twap, ParentSettings.ClockAt(240));
        await using (TradedAccount doomed = await TradedAccount.OpenAsync(venue, _folder.Path, crashAfter: crashAfter, execution: execution))
            await doomed.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2));

        await using TradedAccount again = await TradedAccount.OpenAsync(venue, _folder.Path, execution: execution);
        ExecutionRun run = (await again.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!;

        Assert.Equal(venue.Sent.Count, venue.Sent.Distinct().Count());
        TradingTests.AssertAccounted(run, venue);
        if (run.Parents.Count > 0)
            Assert.Equal((ParentState.Filled, Quantity.Parse("0.4")), (run.Parents[0].State, venue.Position("BTCUSDT")));
    }

    [Fact]
    public async Task A_vwap_follows_the_stored_volumes_and_without_them_reports_a_twap()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        ExecutionOptions vwap = new() { Algorithm = ExecutionAlgorithm.Vwap, VwapHorizon_min = 10, VwapSlice_s = 60, TwapHorizon_min = 4, TwapInterval_min = 2 };
        VirtualClock clock = ParentSettings.ClockAt(240);
        long today_ms = UnixTime.FloorTo(clock.NowMilliseconds(), UnixTime.MillisecondsPerDay);
        KnownVolumes volumes = new([.. Enumerable.Range(0, 4 * Label.PerDay).Select(i => new WindowVolume(today_ms - 4 * UnixTime.MillisecondsPerDay + i * Label.Length_ms, 1 + i % 3))]);
        await using (TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(vwap, clock, volumes)))
        {
            ParentOrder parent = Assert.Single((await account.TradeAsync("2025-05-05-003", ("BTCUSDT", 0.2)))!.Parents);
            Assert.Equal((ParentState.Filled, ParentAlgorithm.Vwap), (parent.State, parent.Schedule!.Algorithm));
            Assert.True(parent.Schedule.Windows.Count is 2 or 3);
            Assert.True(parent.Children.Select(child => child.Slice).Distinct().Count() >= 6);
        }

        await using TradedAccount without = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(vwap, ParentSettings.ClockAt(240)));
        ParentOrder instead = Assert.Single((await without.TradeAsync("2025-05-05-004", ("BTCUSDT", 0.1)))!.Parents);
        Assert.Equal((ParentAlgorithm.Twap, "TWAP instead of VWAP: 0 full days of volume; expected at least 3"), (instead.Schedule!.Algorithm, instead.Schedule.Note));
        Assert.Contains(without.Alerts.Standing, alert => alert.Subject == "algorithm_BTCUSDT");
    }

    [Fact]
    public async Task A_kill_ends_the_parent_and_cancels_what_rests()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        await using TradedAccount account = await TradedAccount.OpenAsync(venue, _folder.Path, execution: new(s_twap, ParentSettings.ClockAt(30)));
        string runId = account.Offer("2025-05-05-003", ("BTCUSDT", 0.2));
        await Eventually.TrueAsync(() => venue.Orders.Any(order => order.Status == "NEW"));

        await account.DoAsync("kill");
        ExecutionRun run = (await account.EndOfAsync(runId))!;

        Assert.Equal("the kill switch is on", Assert.Single(run.Parents).Reason);
        Assert.DoesNotContain(venue.Orders, order => order.Status is "NEW" or "PARTIALLY_FILLED");
    }

    public void Dispose() => _folder.Dispose();
}
