using Platform.Analytics.Execution;
using Platform.Domain.Instruments;
using Platform.Domain.Labels;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Tests.Kit;
using Platform.Hosting.Configuration.Trading;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;
using Xunit;

namespace Platform.Executor.Tests.Execution;

/// <summary>Every key of the configuration that decides how a parent is worked, by its effect on the terms and the children.</summary>
public sealed class ParentRulesTests
{
    private static readonly ExecutionOptions s_twap = new() { Algorithm = ExecutionAlgorithm.Twap };
    private static readonly ExecutionOptions s_vwap = new() { Algorithm = ExecutionAlgorithm.Vwap };

    [Fact]
    public async Task Horizon_and_interval_of_a_twap_are_the_configured_ones()
    {
        ScheduleTerms terms = await TermsAsync(s_twap with { TwapHorizon_min = 30, TwapInterval_min = 3 });
        Assert.Equal((1_800_000, 180_000, 10), (terms.Horizon_ms, terms.Interval_ms, terms.Slices));
    }

    [Fact]
    public async Task Jitter_moves_times_and_sizes_and_without_it_slices_are_even()
    {
        ExecutionSchedule even = Schedule(await TermsAsync(s_twap with { TwapTimeJitter = 0, TwapSizeJitter = 0 }));
        ExecutionSchedule times = Schedule(await TermsAsync(s_twap with { TwapTimeJitter = 0.2, TwapSizeJitter = 0 }));
        ExecutionSchedule sizes = Schedule(await TermsAsync(s_twap with { TwapTimeJitter = 0, TwapSizeJitter = 0.2 }));
        long start_ms = even.Start_ms;
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i * 300_000L), even.Slices.Select(slice => slice.Release_ms - start_ms));
        Assert.NotEqual(even.Slices.Select(slice => slice.Release_ms - start_ms), times.Slices.Select(slice => slice.Release_ms - times.Start_ms));
        Assert.Equal(even.Slices.Select(slice => slice.Cumulative), times.Slices.Select(slice => slice.Cumulative));
        Assert.NotEqual(even.Slices.Select(slice => slice.Cumulative), sizes.Slices.Select(slice => slice.Cumulative));
    }

    [Theory]
    [InlineData(Urgency.Patient, 300_000)]
    [InlineData(Urgency.Normal, 150_000)]
    [InlineData(Urgency.Urgent, 0)]
    public async Task Urgency_and_the_passive_fraction_decide_how_long_a_slice_rests(Urgency urgency, long rests_ms)
    {
        ExecutionSchedule schedule = Schedule(await TermsAsync(s_twap with { Urgency = urgency, TwapPassiveFraction = 0.5, TwapTimeJitter = 0 }));
        Assert.Equal(rests_ms, schedule.Slices[0].Cross_ms - schedule.Slices[0].Release_ms);
    }

    [Fact]
    public async Task Horizon_and_slices_of_a_vwap_are_the_configured_ones()
    {
        ScheduleTerms terms = await TermsAsync(s_vwap with { VwapHorizon_min = 20, VwapSlice_s = 30 }, FullDays(14));
        Assert.Equal((ParentAlgorithm.Vwap, 1_200_000, 30_000), (terms.Algorithm, terms.Horizon_ms, terms.Interval_ms));
        Assert.True(Schedule(terms).Slices.Count is >= 40 and <= 42);
    }

    [Fact]
    public async Task A_vwap_needs_its_days_and_uses_no_more_than_the_configured_ones()
    {
        Assert.Equal(ParentAlgorithm.Vwap, (await TermsAsync(s_vwap with { VwapDaysMin = 5 }, FullDays(5))).Algorithm);
        Assert.Equal("TWAP instead of VWAP: 5 full days of volume; expected at least 6", (await TermsAsync(s_vwap with { VwapDaysMin = 6 }, FullDays(5))).Note);
        Assert.Equal("TWAP instead of VWAP: 4 full days of volume; expected at least 5", (await TermsAsync(s_vwap with { VwapDaysMin = 5, VwapLookback_days = 4 }, FullDays(5))).Note);
    }

    [Fact]
    public async Task Full_shrinkage_gives_an_even_vwap()
    {
        ScheduleTerms flat = await TermsAsync(s_vwap with { VwapShrink = 1 }, FullDays(3));
        ScheduleTerms shaped = await TermsAsync(s_vwap with { VwapShrink = 0 }, FullDays(3));
        Assert.All(flat.Windows, window => Assert.True(
            Math.Abs((double)(window.End_ms - flat.Start_ms) / flat.Horizon_ms - window.Cumulative.ToDouble() / 12) < 0.001, $"{window}"));
        Assert.NotEqual(flat.Windows.Select(window => window.Cumulative), shaped.Windows.Select(window => window.Cumulative));
    }

    [Theory]
    [InlineData("0.01", ParentAlgorithm.Market)]
    [InlineData("0.2", ParentAlgorithm.Twap)]
    [InlineData("2", ParentAlgorithm.Vwap)]
    public async Task Auto_selects_by_the_share_of_the_days_volume(string quantity, ParentAlgorithm expected)
    {
        var auto = new ExecutionOptions { Algorithm = ExecutionAlgorithm.Auto, AutoTwapShare = 0.0005, AutoVwapShare = 0.005 };
        Assert.Equal(expected, (await TermsAsync(auto, FullDays(3), Quantity.Parse(quantity))).Algorithm);
    }

    [Fact]
    public async Task A_symbols_algorithm_overrides_the_accounts_and_that_overrides_the_default()
    {
        ExecutionOptions symbol = s_twap with { Symbols = [new SymbolExecutionOptions { Symbol = "BTCUSDT", Algorithm = ExecutionAlgorithm.Market }] };
        Assert.Equal(ParentAlgorithm.Market, (await TermsAsync(symbol)).Algorithm);
        Assert.Equal(ParentAlgorithm.Twap, (await TermsAsync(new ExecutionOptions(), account: new AccountOptions { Algorithm = "twap" }.OwnAlgorithm)).Algorithm);
        Assert.Equal(ParentAlgorithm.Market, (await TermsAsync(new ExecutionOptions(), account: new AccountOptions().OwnAlgorithm)).Algorithm);
    }

    [Fact]
    public async Task An_operators_order_is_executed_immediately_and_retried_after_half_a_minute()
    {
        ScheduleTerms terms = await TermsAsync(s_twap with { RunDeadline_ms = 77_000 }, label: "");
        Assert.Equal((ParentAlgorithm.Market, 30_000), (terms.Algorithm, terms.Horizon_ms));
        Assert.Equal(5_000, (await TermsAsync(s_twap with { RunDeadline_ms = 5_000 }, label: "")).Horizon_ms);
    }

    [Fact]
    public async Task The_bounds_of_children_are_the_configured_ones()
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        ExecutionOptions options = new() { ParticipationCap = 0.02, TwapCatchupMultiple = 5, SlippageMax_bps = 12 };
        ScheduleChoice choice = Choice(venue, options, []);
        ChildRules rules = choice.Children(Parent(Quantity.Of(12), ""), s_instrument);
        Assert.Equal((0.02, 5, 12), (rules.ParticipationCap, rules.CatchupMultiple, rules.SlippageMax_bps));
        Assert.Equal(48, choice.Children(Parent(Quantity.Of(12), "") with { SlippageMax_bps = 48 }, s_instrument).SlippageMax_bps);
    }

    private static readonly Instrument s_instrument = new()
    {
        Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT", Price = new PriceFilter(Price.Zero, Price.Zero, Price.Parse("0.01")),
        Lot = new LotSize(Quantity.Parse("0.001"), Quantity.Of(100), Quantity.Parse("0.001")), MarketLot = new LotSize(Quantity.Parse("0.001"), Quantity.Of(100), Quantity.Parse("0.001")), MinNotional = Notional.Parse("5"),
    };

    private static ParentTerms Parent(Quantity quantity, string label) => new(
        "p", "r", label, "BTCUSDT", Side.Buy, PositionSide.Both, quantity, false, false, quantity, Price.Zero, Price.Of(50_000), "", "");

    private static ExecutionSchedule Schedule(ScheduleTerms terms) => ScheduleChoice.ScheduleOf(Parent(Quantity.Of(12), "2025-05-05-003"), terms);

    private static WindowVolume[] FullDays(int days)
    {
        long today_ms = UnixTime.FloorTo(TimeProvider.System.NowMilliseconds(), UnixTime.MillisecondsPerDay);
        return [.. Enumerable.Range(0, days * Label.PerDay).Select(i => new WindowVolume(today_ms - days * UnixTime.MillisecondsPerDay + i * Label.Length_ms, 1 + i % 5))];
    }

    /// <summary>The terms of a purchase of 12 BTC at 50,000; the exchange's day has traded 10,000,000.</summary>
    private static async Task<ScheduleTerms> TermsAsync(
        ExecutionOptions options, WindowVolume[]? volumes = null, Quantity? quantity = null, ExecutionAlgorithm? account = null, string label = "2025-05-05-003")
    {
        await using OneAccountVenue venue = await OneAccountVenue.StartAsync();
        return await Choice(venue, options, volumes ?? [], account).ChooseAsync(Parent(quantity ?? Quantity.Of(12), label), s_instrument, Price.Of(50_000), CancellationToken.None);
    }

    private static ScheduleChoice Choice(OneAccountVenue venue, ExecutionOptions options, WindowVolume[] volumes, ExecutionAlgorithm? account = null)
    {
        var rest = new BinanceTradingRest(venue.Endpoints, new(), new LocalWeightGate(TimeProvider.System, new()), TimeProvider.System, TimeProvider.System, new("key", "secret"));
        var market = new BinanceMarketClient(rest);
        var gateway = new LiveOrderGateway(rest, TimeSpan.Zero, TimeProvider.System);
        var board = new MarketBoard(market, gateway, new AccountReader(gateway, market, new OrderLedger(), TimeProvider.System), TimeProvider.System, TimeProvider.System);
        return new ScheduleChoice(ParentRules.Of(options, new RiskOptions(), account), board, new KnownVolumes(volumes), TimeProvider.System);
    }
}
