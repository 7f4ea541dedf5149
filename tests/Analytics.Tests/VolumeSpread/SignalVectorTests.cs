using System.Text.Json;
using Platform.Analytics.Tests.Portfolio;
using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Signals;
using Platform.Domain.Labels;
using Xunit;

namespace Platform.Analytics.Tests.VolumeSpread;

/// <summary>The vectors VSA-1 to VSA-6 of spec/quant-vectors.json.</summary>
public sealed class SignalVectorTests
{
    /// <summary>ATR 10, R20 110, S20 90: the setting of VSA-4. What a row does not name is where it raises nothing.</summary>
    private static BarFeatures Setting { get; } = new()
    {
        Atr = 10, PriorHigh = 110, PriorLow = 90, PriorLow5 = 80, PreviousLow = 0, PreviousHigh = 1_000, PreviousClose = 100, PreviousVolume = 1_000,
        Volume = 100, PreviousVolumeMin = 0, Rspr = 0.9, Slope15 = 0, Zv = 0, Zs = 0,
    };

    public static TheoryData<string, BarFeaturesRow> Rows { get; } = new()
    {
        { "VSA-4 upthrust", new(Bar(114, 102, 103) with { Rvol = 1.8, Rspr = 1.2, Direction = -1 }) },
        { "VSA-4 spring_#3", new(Bar(97, 87, 95) with { Volume = 80, PreviousVolumeMin = 100, Rvol = 0.8, Rspr = 1.0, PreviousLow = 92, Direction = -1 }) },
        { "VSA-4 no_demand", new(Bar(104, 98, 101) with { Volume = 60, PreviousVolumeMin = 80, Rvol = 0.6, Rspr = 0.6, Direction = 1 }) },
        { "VSA-4 no_supply", new(Bar(100, 94, 98) with { Volume = 60, PreviousVolumeMin = 80, Rvol = 0.6, Rspr = 0.6, PreviousLow = 95, Direction = -1 }) },
        { "VSA-4 selling_climax", new(Bar(101, 86, 95) with { Rvol = 2.6, Rspr = 1.5, Slope15 = -0.3, PriorLow5 = 92, Direction = -1 }) },
        { "VSA-4 buying_climax", new(Bar(118, 103, 109) with { Rvol = 2.6, Rspr = 1.5, Slope15 = 0.3, Direction = 1 }) },
        { "VSA-4 stopping_volume", new(Bar(96, 91, 94) with { Rvol = 1.7, Rspr = 0.5, Slope15 = -0.2, PriorLow5 = 92 }) },
        { "VSA-4 test", new(Bar(98, 92, 97) with { Volume = 50, PreviousVolumeMin = 80, Rvol = 0.5, PreviousLow = 93, Direction = 1 }) },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rows_of_VSA_4_raise_their_flags(string tag, BarFeaturesRow row)
    {
        JsonElement expected = QuantVectors.Of(tag);
        SignalSet signals = SignalRules.Evaluate(row.Features, default, new SignalThresholds());
        Assert.Equal(expected.GetProperty("clv").GetDouble(), row.Features.Clv, 1e-12);
        Assert.Equal(
            expected.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!).Order(StringComparer.Ordinal),
            Enum.GetValues<SignalKind>().Where(kind => signals.Has(kind)).Select(kind => kind.Name()).Order(StringComparer.Ordinal));
        string name = tag["VSA-4 ".Length..].Split('_', '#') is ["spring", ..] ? "spring" : tag["VSA-4 ".Length..];
        if (QuantVectors.Of("VSA-5 strength").TryGetProperty(name, out JsonElement strength))
            Assert.Equal(strength.GetDouble(), signals.Strength(Enum.GetValues<SignalKind>().Single(kind => kind.Name() == name)), 1e-12);
    }

    [Fact]
    public void Primaries_follow_the_order_of_the_spec_and_springs_have_their_class()
    {
        SignalSet climax = SignalRules.Evaluate(Row("VSA-4 selling_climax"), default, new SignalThresholds());
        Assert.Equal(SignalKind.SellingClimax, climax.Primary);
        Assert.Equal(1, climax.SpringClass);
        SignalSet spring = SignalRules.Evaluate(Row("VSA-4 spring_#3"), default, new SignalThresholds());
        Assert.Equal(SignalKind.Spring, spring.Primary);
        Assert.Equal(3, spring.SpringClass);
        Assert.Null(default(SignalSet).Primary);
    }

    [Fact]
    public void Effort_against_result_is_the_vector_VSA_6()
    {
        JsonElement vector = QuantVectors.Of("VSA-6 effort/result");
        BarFeatures loud = Bar(101, 99, 100) with { Rvol = 1, Zv = vector.GetProperty("zV").GetDouble(), Zs = vector.GetProperty("zS").GetDouble(), Slope15 = 0.2 };
        Assert.Equal(vector.GetProperty("evr").GetDouble(), loud.EffortVersusResult, 1e-12);
        SignalSet signals = SignalRules.Evaluate(loud, default, new SignalThresholds());
        Assert.Equal(SignalKind.EffortNoResult, signals.Primary);
        Assert.Equal(-1, signals.Bias(SignalKind.EffortNoResult));
        Assert.Equal(0.6, signals.Strength(SignalKind.EffortNoResult), 1e-12);
        BarFeatures thin = Bar(101, 99, 100) with { Rvol = 1, Zv = vector.GetProperty("zV2").GetDouble(), Zs = vector.GetProperty("zS2").GetDouble() };
        Assert.True(SignalRules.Evaluate(thin, default, new SignalThresholds()).Has(SignalKind.ResultNoEffort));
    }

    [Fact]
    public void A_signal_is_confirmed_by_the_next_close_in_its_direction_with_its_own_strength()
    {
        SignalSet upthrust = SignalRules.Evaluate(Row("VSA-4 upthrust"), default, new SignalThresholds());
        BarFeatures quiet = Bar(101, 99, 100) with { Rvol = 1 };
        Assert.Equal(0.915, SignalRules.Evaluate(quiet with { Direction = -1 }, upthrust, new SignalThresholds()).Strength(SignalKind.UpthrustConfirmed), 1e-12);
        Assert.True(SignalRules.Evaluate(quiet with { Direction = 1 }, upthrust, new SignalThresholds()).IsEmpty);
        SignalSet spring = SignalRules.Evaluate(Row("VSA-4 spring_#3"), default, new SignalThresholds());
        SignalSet after = SignalRules.Evaluate(quiet with { Direction = 1 }, spring, new SignalThresholds());
        Assert.True(after.Has(SignalKind.SpringConfirmed) && after.Has(SignalKind.TestOk));
        Assert.Null(after.Primary);
    }

    [Fact]
    public void An_effort_up_fails_when_the_next_bar_closes_beneath_its_low()
    {
        BarFeatures effort = Bar(110, 100, 109) with { Rvol = 1.1, Rspr = 1.1, Direction = 1, PreviousHigh = 105, PreviousLow = 95, PreviousVolume = 50 };
        SignalSet first = SignalRules.Evaluate(effort, default, new SignalThresholds());
        Assert.Equal(0.9, first.Strength(SignalKind.EffortUp), 1e-12);
        BarFeatures fall = Bar(104, 98, 99.5) with { Rvol = 1, PreviousLow = 100, Direction = -1 };
        Assert.Equal(0.6, SignalRules.Evaluate(fall, first, new SignalThresholds()).Strength(SignalKind.EffortUpFailed), 1e-12);
    }

    [Fact]
    public void Coulling_calls_the_climax_at_the_bottom_a_buying_climax()
    {
        Assert.Equal("buying_climax", SignalKind.SellingClimax.CoullingName());
        Assert.Equal("selling_climax", SignalKind.BuyingClimax.CoullingName());
        Assert.Equal("upthrust", SignalKind.Upthrust.CoullingName());
    }

    [Fact]
    public void Relative_volume_score_and_true_range_are_the_vectors_VSA_2_and_VSA_3b()
    {
        var series = new TimeframeSeries(BarInterval.H1, VolumeSpreadPreset.Standard);
        BarFeatures features = default;
        for (int i = 0; i < 50; i++)
            features = series.Add(SeededBars.Bar(i * 3_600_000L, 10_000, 10_500, 9_500, 10_000, i % 2 == 0 ? 80_000 : 120_000)).Features;
        Assert.Equal(10, features.Atr, 1e-12);
        features = series.Add(SeededBars.Bar(50 * 3_600_000L, 10_000, 11_200, 8_800, 10_000, 230_000)).Features;
        Assert.Equal(2.3, features.Rvol);
        Assert.Equal(QuantVectors.Of("VSA-2b zV").GetProperty("V=230").GetDouble(), features.Zv, 1e-9);
        Assert.Equal(QuantVectors.Of("VSA-3b ATR wilder").GetProperty("14 x TR=10 then 24").GetDouble(), features.Atr, 1e-12);
    }

    [Fact]
    public void Slopes_and_the_percentile_rank_are_the_vectors_VSA_3_and_VSA_2c()
    {
        Assert.Equal(1, RollingWindow.Slope([1, 2, 3, 4, 5]), 1e-12);
        Assert.Equal(-0.7, RollingWindow.Slope([10, 9, 9, 8, 7]), 1e-12);
        Assert.Equal(QuantVectors.Of("VSA-2c pr").GetDouble(), RollingWindow.PercentRank(95, [.. Enumerable.Range(1, 100).Select(i => (double)i)]), 1e-12);
        Assert.True(double.IsNaN(RollingWindow.Score(3, [0.1, 0.1, 0.1])));
    }

    private static BarFeatures Row(string tag) => Rows.First(row => row.Data.Item1 == tag).Data.Item2.Features;

    private static BarFeatures Bar(double high, double low, double close) => Setting with { High = high, Low = low, Close = close, Clv = (close - low) / (high - low) };
}

/// <summary>A row of features that a test shows by its bar.</summary>
public sealed class BarFeaturesRow(BarFeatures features)
{
    public BarFeatures Features => features;

    public override string ToString() => $"h{features.High} l{features.Low} c{features.Close}";
}
