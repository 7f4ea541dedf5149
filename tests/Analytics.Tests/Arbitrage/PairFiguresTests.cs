using System.Text.Json;
using Platform.Analytics.Arbitrage;
using Platform.Domain.Market;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Analytics.Tests.Arbitrage;

/// <summary>The vectors ARB-1 to ARB-5 of spec/quant-vectors.json.</summary>
public class PairFiguresTests
{
    private const double Tolerance = 1e-9;
    private static readonly ArbitrageOptions s_options = new();

    [Fact]
    public void Both_directions_of_two_quotes_are_those_of_the_vector()
    {
        JsonElement vector = Vector("ARB-1 seed quotes");
        (Leg a, Leg b) = (LegOf("a", 43250m, 43251m), LegOf("b", 43254m, 43255.5m));
        Assert.Equal(vector.GetProperty("A->B").GetDouble(), PairFigures.Compute(a, b, s_options, 0).Spread_bps, Tolerance);
        Assert.Equal(vector.GetProperty("B->A").GetDouble(), PairFigures.Compute(b, a, s_options, 0).Spread_bps, Tolerance);
        Assert.Equal(vector.GetProperty("OKX own spread").GetDouble(), a.Quote.Spread_bps, Tolerance);
        Assert.Equal(vector.GetProperty("ETH own").GetDouble(), LegOf("a", 2301.50m, 2301.80m).Quote.Spread_bps, Tolerance);
    }

    [Fact]
    public void The_own_spread_of_the_second_exchange_is_that_of_the_vector() =>
        Assert.Equal(Vector("ARB-1 seed quotes").GetProperty("HL own").GetDouble(), LegOf("b", 43249.50m, 43252.00m).Quote.Spread_bps, Tolerance);

    [Fact]
    public void The_score_is_the_net_times_the_sum_of_the_qualities()
    {
        JsonElement vector = Vector("ARB-2 seed score");
        double net_bps = vector.GetProperty("spread").GetDouble() - vector.GetProperty("fees").GetDouble();
        Assert.Equal(vector.GetProperty("net").GetDouble(), net_bps, Tolerance);
        Assert.Equal(vector.GetProperty("score q=1").GetDouble(), PairFigures.ScoreOf(net_bps, 1, 1), Tolerance);
        Assert.Equal(vector.GetProperty("score q=.85,1").GetDouble(), PairFigures.ScoreOf(net_bps, 0.85, 1), Tolerance);
        Assert.Equal(vector.GetProperty("round_trip_net").GetDouble(), net_bps - vector.GetProperty("fees").GetDouble(), Tolerance);
    }

    [Fact]
    public void Fees_are_paid_once_for_the_net_and_twice_for_the_round_trip()
    {
        JsonElement vector = Vector("ARB-3 consistent");
        decimal ask = vector.GetProperty("askA").GetDecimal(), bid = vector.GetProperty("bidB").GetDecimal();
        PairFigures figures = PairFigures.Compute(LegOf("a", ask - 1, ask), LegOf("b", bid, bid + 1), s_options, 0);
        Assert.Equal(vector.GetProperty("spread").GetDouble(), figures.Spread_bps, Tolerance);
        Assert.Equal(vector.GetProperty("net").GetDouble(), figures.Net_bps, Tolerance);
        Assert.Equal(vector.GetProperty("rt").GetDouble(), figures.RoundTrip_bps, Tolerance);
    }

    [Fact]
    public void Funding_counts_each_settlement_of_the_horizon()
    {
        JsonElement vector = Vector("ARB-4 funding");
        var options = s_options with { FundingHorizon_hours = vector.GetProperty("hours").GetDouble() };
        Leg a = LegOf("a", 43250m, 43251m, new LegTerms(2.5, Funding: new FundingOutlook(vector.GetProperty("long_on_A(8h rate)").GetDouble(), 8)));
        Leg b = LegOf("b", 43290m, 43291m, new LegTerms(2.5, Funding: new FundingOutlook(vector.GetProperty("short_on_B(1h rate)").GetDouble(), 1)));
        PairFigures figures = PairFigures.Compute(a, b, options, 0);
        Assert.Equal(vector.GetProperty("funding_bps").GetDouble(), figures.Funding_bps!.Value, Tolerance);
        Assert.Equal(vector.GetProperty("net+").GetDouble(), 3.72 + figures.Funding_bps.Value, Tolerance);
        Assert.Equal(figures.Net_bps + figures.Funding_bps.Value, figures.NetFunding_bps!.Value, Tolerance);
        Assert.Null(PairFigures.Compute(a, LegOf("c", 43290m, 43291m), options, 0).Funding_bps);
    }

    [Fact]
    public void The_size_is_the_smaller_side_in_coins()
    {
        JsonElement vector = Vector("ARB-5 size");
        decimal asked = vector.GetProperty("OKX ask 2.3 contracts ctVal .01").GetDecimal(), bidden = vector.GetProperty("HL bid 1.5").GetDecimal();
        Leg a = LegOf("okx", 43250m, 43251m, new LegTerms(5, 0.001m), size: asked);
        Leg b = LegOf("hyperliquid", 43290m, 43291m, new LegTerms(4.5, 0.00001m), size: bidden);
        Assert.Equal(vector.GetProperty("exec").GetDecimal(), PairFigures.Compute(a, b, s_options, 0).Size);
    }

    [Theory]
    [InlineData(1.0, 0.3, 0.2, 0.6)]
    [InlineData(0.5999, 0.3, 0.2, 0)]
    [InlineData(1.234, 0, 0.01, 1.23)]
    [InlineData(1.234, 0, 0, 1.234)]
    public void A_size_is_a_multiple_of_both_steps(double size, double first, double second, double expected) =>
        Assert.Equal((decimal)expected, SizeSteps.Floor((decimal)size, (decimal)first, (decimal)second));

    [Fact]
    public void A_size_stays_within_the_largest_notional() =>
        Assert.Equal(0.02m, PairFigures.Compute(LegOf("a", 49_999m, 50_000m, new LegTerms(5, 0.01m), 10), LegOf("b", 50_100m, 50_101m, new LegTerms(5, 0.01m), 10), s_options with { MaxNotional = 1_400m }, 0).Size);

    [Fact]
    public void Poor_quality_never_improves_a_negative_score() => Assert.True(PairFigures.ScoreOf(-2, 0.5, 0.5) < PairFigures.ScoreOf(-2, 1, 1));

    [Theory]
    [InlineData(50, 500, 0.001, 1.0)]
    [InlineData(51, 500, 0.001, 0.85)]
    [InlineData(201, 501, 0, 0.45)]
    [InlineData(201, 1501, 0.006, 0)]
    public void Quality_falls_with_latency_age_and_variation(double latency_ms, double age_ms, double variation, double expected) =>
        Assert.Equal(expected, QuoteQuality.Of(latency_ms, age_ms, variation), Tolerance);

    [Theory]
    [InlineData(8, 3_600_000, 1)]
    [InlineData(8, 0, 2)]
    [InlineData(8, 30_000_000, 0)]
    public void Settlements_are_counted_from_the_next_one(double interval_hours, long next_ms, int expected) =>
        Assert.Equal(expected, new FundingOutlook(1e-4, interval_hours, next_ms).SettlementsWithin(8, 0));

    [Theory]
    [InlineData("okx", 5.0)]
    [InlineData("hyperliquid", 4.5)]
    [InlineData("paradex", 4.5)]
    [InlineData("binance", 5.0)]
    [InlineData("elsewhere", null)]
    public void Base_fees_are_those_published(string exchange, double? taker_bps) => Assert.Equal(taker_bps, BaseFees.TakerOf(exchange));

    private static Leg LegOf(string exchange, decimal bid, decimal ask, LegTerms? terms = null, decimal size = 1) =>
        new(new MarketDataUpdate(exchange, "BTC/USD*:PERP", bid, ask, size, size, 0, 0), terms ?? new LegTerms(2.5), 1);

    private static JsonElement Vector(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(RecordedData.Spec("quant-vectors.json")));
        return document.RootElement.GetProperty(name).Clone();
    }
}
