using System.Text.Json;
using Platform.Analytics.Tests.Portfolio;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Phases;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Analytics.VolumeSpread.Signals;
using Xunit;

namespace Platform.Analytics.Tests.VolumeSpread;

/// <summary>The vectors SMD, PERP and MTF of spec/quant-vectors.json.</summary>
public sealed class PositioningVectorTests
{
    private static readonly double[] Weights = [1, 1.5, 2, 3, 4, 5];
    private static readonly double[] Scores = [-0.4, -0.2, 0.1, 0.5, 0.7, 0.6];

    [Fact]
    public void Smart_and_dumb_flow_are_the_vectors_SMD()
    {
        JsonElement vector = QuantVectors.Of("SMD-1");
        SmartFlowReading reading = new SmartFlow().Add(vector.GetProperty("smart_net").GetDouble(), vector.GetProperty("dumb_net").GetDouble(), vector.GetProperty("dolvol").GetDouble());
        Assert.Equal(vector.GetProperty("smart_flow").GetDouble(), reading.Smart, 1e-12);
        Assert.Equal(vector.GetProperty("dumb_flow").GetDouble(), reading.Dumb, 1e-12);
        Assert.Equal(vector.GetProperty("spread").GetDouble(), reading.Difference, 1e-12);
        Assert.Equal(QuantVectors.Of("SMD-2 ratios").GetProperty("sd").GetDouble(), SmartFlow.AccountRatio(1.25, 2.0), 1e-12);
    }

    [Fact]
    public void Large_buyers_are_smart_buy_unless_the_account_ratio_contradicts()
    {
        var flow = new SmartFlow();
        SmartFlowReading reading = default;
        for (int i = 0; i <= 288; i++)
            reading = flow.Add(i % 2 == 0 ? 10 : -10, 0, 1000);
        Assert.False(double.IsNaN(reading.Score));
        Assert.Equal(SmartLabel.SmartBuy, flow.Add(900, 0, 1000, 0.1).Label);
        Assert.Equal(SmartLabel.Neutral, flow.Add(900, 0, 1000, -0.1).Label);
        Assert.Equal(SmartLabel.SmartBuy, flow.Add(900, 0, 1000).Label);
    }

    [Fact]
    public void Funding_crowd_and_strength_are_the_vector_PERP_1()
    {
        JsonElement vector = QuantVectors.Of("PERP-1");
        double rate = PerpetualFormulas.Per8Hours(vector.GetProperty("rate_4h").GetDouble(), 4);
        Assert.Equal(vector.GetProperty("f8").GetDouble(), rate, 1e-15);
        double[] settled = [.. Enumerable.Range(0, 90).Select(i => 1e-4 + (i % 2 == 0 ? 1e-4 : -1e-4) * Math.Sqrt(89.0 / 90))];
        double score = PerpetualFormulas.FundingScore(rate, settled);
        Assert.Equal(vector.GetProperty("zf(mean=1e-4,std=1e-4)").GetDouble(), score, 1e-9);
        double crowd = PerpetualFormulas.Crowd(score, 0.9);
        Assert.Equal(vector.GetProperty("crowd").GetDouble(), crowd, 1e-9);
        Assert.Equal(vector.GetProperty("spring 0.8 -> ").GetDouble(), StrengthAdjustment.Adjust(SignalKind.Spring, 0.8, 1, new(crowd, 0, default)), 1e-9);
        Assert.Equal(vector.GetProperty("spring with OI -3% ->").GetDouble(), StrengthAdjustment.Adjust(SignalKind.Spring, 0.8, 1, new(crowd, -0.03, default)), 1e-9);
        Assert.Equal(vector.GetProperty("upthrust 0.8 (dir=-1,q=+1)").GetDouble(), StrengthAdjustment.Adjust(SignalKind.Upthrust, 0.8, -1, new(crowd, 0.03, default)), 1e-9);
    }

    [Fact]
    public void Unknown_funding_and_interest_leave_the_strength_as_it_is()
    {
        Assert.Equal(0.8, StrengthAdjustment.Adjust(SignalKind.Spring, 0.8, 1, PerpetualContext.Unknown));
        Assert.True(double.IsNaN(PerpetualFormulas.FundingScore(0.001, new double[29])));
        Assert.Equal(InterestQuadrant.Neutral, PerpetualFormulas.Quadrant(101, 100, 1, double.NaN));
    }

    [Theory]
    [InlineData(101, 0.01, InterestQuadrant.NewLongs, 1)]
    [InlineData(101, -0.01, InterestQuadrant.ShortCover, -1)]
    [InlineData(99, 0.01, InterestQuadrant.NewShorts, 0)]
    [InlineData(99, -0.01, InterestQuadrant.LongLiquidation, 0)]
    [InlineData(100.01, 0.01, InterestQuadrant.Neutral, 0)]
    [InlineData(101, 0.0005, InterestQuadrant.Neutral, 0)]
    public void Price_and_open_interest_make_a_quadrant_that_supports_or_contradicts_an_effort(double close, double change, InterestQuadrant expected, int voteOfEffortUp)
    {
        InterestQuadrant quadrant = PerpetualFormulas.Quadrant(close, 100, 1, change);
        Assert.Equal(expected, quadrant);
        Assert.Equal(voteOfEffortUp, StrengthAdjustment.InterestVote(SignalKind.EffortUp, 1, new(0, change, quadrant)));
    }

    [Fact]
    public void Timeframes_align_as_in_the_vectors_MTF()
    {
        TimeframeAlignment all = TimeframeAlignment.Of([.. Weights.Zip(Scores)]);
        JsonElement vector = QuantVectors.Of("MTF-1");
        Assert.Equal(vector.GetProperty("alignment").GetDouble(), all.Alignment, 1e-12);
        Assert.Equal(vector.GetProperty("consistency").GetDouble(), all.Consistency, 1e-12);
        Assert.Equal(vector.GetProperty("dir").GetInt32(), all.Direction);
        TimeframeAlignment three = TimeframeAlignment.Of([.. Weights.Zip(Scores).Skip(3)]);
        Assert.Equal(QuantVectors.Of("MTF-2 only 1h+").GetProperty("alignment").GetDouble(), three.Alignment, 1e-12);
        Assert.Equal(QuantVectors.Of("MTF-2 only 1h+").GetProperty("consistency").GetDouble(), three.Consistency, 1e-12);
        Assert.Equal(QuantVectors.Of("MTF-3 tf score").GetProperty("s").GetDouble(), TimeframeAlignment.Score(WyckoffPhase.Accumulation, 0.8, 0.82), 1e-12);
        Assert.Equal(Weights, TimeframeAlignment.Timeframes.Select(TimeframeAlignment.Weight));
    }
}
