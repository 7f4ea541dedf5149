using Platform.Analytics.Arbitrage;
using Platform.Domain.Market;
using Xunit;

namespace Platform.Analytics.Tests.Arbitrage;

public class ArbitrageScannerTests
{
    private const string Symbol = "BTC/USD*:PERP";
    private const long Start_ms = 1_784_073_600_000;

    private readonly ArbitrageScanner _scanner = new(["okx", "hyperliquid"], new ArbitrageOptions());
    private readonly List<OpportunityEvent> _reports = [];

    public ArbitrageScannerTests()
    {
        foreach (string exchange in (string[])["okx", "hyperliquid"])
        {
            _scanner.SetTerms(exchange, Symbol, new LegTerms(2.5, 0.001m));
            _scanner.SetConnected(exchange, true, Start_ms * 1_000_000);
        }
    }

    [Fact]
    public void An_opportunity_is_reported_once_at_its_rising_edge()
    {
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 10, 43_290, 43_291);
        Quote("hyperliquid", 20, 43_290, 43_291);
        OpportunityEvent report = Assert.Single(_reports);
        Assert.Equal(OpportunityEventKind.Opened, report.Kind);
        Assert.Equal(("okx", "hyperliquid"), (report.Figures.Buy, report.Figures.Sell));
        Assert.Equal(9.013068949977468, report.Figures.Spread_bps, 1e-9);
        Assert.Equal($"{Symbol}|okx>hyperliquid|{Start_ms + 10}000000", report.Id);
    }

    [Fact]
    public void A_move_of_the_net_by_half_a_basis_point_is_reported_again()
    {
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 10, 43_290, 43_291);
        Quote("hyperliquid", 20, 43_292, 43_293);
        Assert.Single(_reports);
        Quote("hyperliquid", 30, 43_293, 43_294);
        Assert.Equal([OpportunityEventKind.Opened, OpportunityEventKind.Moved], _reports.Select(report => report.Kind));
    }

    [Fact]
    public void An_opportunity_that_returns_within_a_second_is_the_same()
    {
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 0, 43_290, 43_291);
        Quote("hyperliquid", 100, 43_251, 43_252);
        Quote("okx", 400, 43_250, 43_251);
        Quote("hyperliquid", 500, 43_290, 43_291);
        Assert.Single(_reports);
        Opportunity open = Assert.Single(_scanner.Open);
        Assert.True(open.Survives(100));
        Assert.False(open.Survives(101));
        Assert.Equal(500, open.Duration_ms);
    }

    [Fact]
    public void An_opportunity_ends_after_a_second_below_its_threshold()
    {
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 0, 43_290, 43_291);
        Quote("hyperliquid", 100, 43_251, 43_252);
        Advance(1_050);
        Assert.Single(_reports);
        Advance(1_100);
        Assert.Equal((OpportunityEventKind.Ended, PairVerdict.BelowThreshold), (_reports[1].Kind, _reports[1].Reason));
        Assert.Equal(100, _reports[1].Opportunity!.Duration_ms);
        Assert.Empty(_scanner.Open);
    }

    [Fact]
    public void A_quote_older_than_one_and_a_half_seconds_does_not_count()
    {
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 0, 43_290, 43_291);
        Advance(2_600);
        Assert.Equal(PairVerdict.StaleQuote, _reports[^1].Reason);
        Assert.Equal(1_550, _reports[^1].Opportunity!.Duration_ms);
    }

    [Fact]
    public void A_lost_connection_ends_it_and_its_old_quotes_never_count_again_after_they_are_stale()
    {
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 0, 43_290, 43_291);
        _reports.AddRange(_scanner.SetConnected("okx", false, (Start_ms + 100) * 1_000_000));
        Advance(1_100);
        Assert.Equal(PairVerdict.Disconnected, _reports[^1].Reason);
    }

    [Fact]
    public void Quotes_whose_exchange_times_are_far_apart_are_not_compared()
    {
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 0, 43_250, 43_251);
        Quote("hyperliquid", 700, 43_290, 43_291);
        Assert.Empty(_reports);
        Quote("okx", 710, 43_250, 43_251);
        Assert.Single(_reports);
    }

    [Fact]
    public void A_clock_that_is_off_is_corrected_before_times_are_compared()
    {
        Quote("okx", 0, 43_250, 43_251, clock_ms: -90_000);
        Quote("hyperliquid", 10, 43_290, 43_291);
        Assert.Single(_reports);
    }

    [Fact]
    public void When_both_directions_qualify_neither_is_reported()
    {
        Quote("okx", 0, 43_300, 43_200);
        Quote("hyperliquid", 0, 43_250, 43_251);
        Quote("hyperliquid", 10, 43_250, 43_251);
        OpportunityEvent flagged = Assert.Single(_reports);
        Assert.Equal((OpportunityEventKind.Crossed, PairVerdict.CrossedChaos), (flagged.Kind, flagged.Reason));
        Assert.Empty(_scanner.Open);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(43_251, 43_250)]
    [InlineData(43_250, 43_250)]
    public void A_quote_that_is_crossed_in_itself_or_empty_is_not_compared(double bid, double ask)
    {
        Quote("okx", 0, (decimal)bid, (decimal)ask);
        Quote("hyperliquid", 0, 43_290, 43_291);
        Assert.Empty(_reports);
    }

    [Fact]
    public void Ended_opportunities_are_summed_up_by_pair_and_hour()
    {
        var statistics = new OpportunityStatistics();
        Quote("okx", 0, 43_250, 43_251);
        Quote("hyperliquid", 0, 43_290, 43_291);
        Quote("hyperliquid", 150, 43_251, 43_252);
        Advance(2_000);
        statistics.Add(_reports[^1].Opportunity!);
        OpportunityTotals pair = Assert.Single(statistics.ByPair);
        Assert.Equal((1, 1, 1, 0), (pair.Count, pair.Survived50, pair.Survived100, pair.Survived250));
        Assert.Equal($"{Symbol} okx>hyperliquid", pair.Key);
        Assert.Equal("2026-07-15T00", Assert.Single(statistics.ByHour).Key);
        Assert.Equal(4.013068949977468, statistics.All.BestNet_bps, 1e-9);
    }

    private void Quote(string exchange, long at_ms, decimal bid, decimal ask, long clock_ms = 0) =>
        _reports.AddRange(_scanner.Apply(new MarketDataUpdate(exchange, Symbol, bid, ask, 1, 1, Start_ms + at_ms + clock_ms, (Start_ms + at_ms) * 1_000_000)));

    private void Advance(long at_ms) => _reports.AddRange(_scanner.AdvanceTo((Start_ms + at_ms) * 1_000_000));
}
