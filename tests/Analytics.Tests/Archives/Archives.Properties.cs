using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Archives;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Archives;

/// <summary>Rows of an archive may be interleaved and repeated: the features are those of the sorted distinct rows (quant.md §1.7, §3.1).</summary>
public sealed class ArchivesProperties
{
    private static Arbitrary<AggTrade[]> Trades { get; } = (
            from gap_ms in Gen.Choose(0, 3_000_000)
            from price in Gen.Choose(1, 2_000_000_000)
            from quantity in Gen.Choose(1, 900_000_000)
            from side in Gen.Choose(0, 1)
            select (gap_ms, price, quantity, side))
        .ListOf(60)
        .Select(parts =>
        {
            long id = 100, time_ms = FeatureVectorTests.February;
            return parts.Select(part => new AggTrade(
                ++id, Price.FromUnits(part.price * 1_003L), Quantity.FromUnits(part.quantity * 1_007L),
                id * 3, id * 3 + part.quantity % 3, time_ms += part.gap_ms % 3 == 0 ? 0 : part.gap_ms, part.side == 1)).ToArray();
        })
        .ToArbitrary();

    [Fact]
    public void Any_order_with_repeats_gives_the_features_of_the_sorted_trades() => Prop.ForAll(Trades, Gen.Choose(0, int.MaxValue).ToArbitrary(), (trades, seed) =>
    {
        var random = new Random(seed);
        AggTrade[] mixed = [.. trades, .. trades.Where(_ => random.Next(3) == 0)];
        random.Shuffle(mixed);
        var known = new TradeIdentities(keepsHistory: true);
        AggTrade[] distinct = [.. mixed.Where(trade => known.Accept(trade) == RowVerdict.New)];
        Assert.Equal(FeatureVectorTests.Minutes(trades), FeatureVectorTests.Minutes(distinct));
        Assert.Equal(FeatureVectorTests.Hours(trades), FeatureVectorTests.Hours(distinct));
        Assert.Empty(known.Missing);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_short_and_the_full_history_classify_alike_when_the_short_one_suffices() => Prop.ForAll(Trades, Gen.Choose(0, int.MaxValue).ToArbitrary(), (trades, seed) =>
    {
        var random = new Random(seed);
        AggTrade[] mixed = [.. trades.Where(_ => random.Next(5) > 0), .. trades.Where(_ => random.Next(3) == 0)];
        random.Shuffle(mixed);
        AggTrade[] rows = [.. trades.Take(1), .. mixed];
        var whole = new TradeIdentities(keepsHistory: true);
        var recent = new TradeIdentities();
        Assert.All(rows, row => Assert.Equal(whole.Accept(row), recent.Accept(row)));
        Assert.Equal(whole.Missing, recent.Missing);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_additive_columns_of_an_hour_are_the_sums_of_its_minutes() => Prop.ForAll(Trades, trades =>
    {
        MinuteFeatures[] minutes = FeatureVectorTests.Minutes(trades);
        foreach (HourFeatures hour in HourAggregation.ToHours(minutes))
        {
            MinuteFeatures[] own = [.. minutes.Where(row => row.Minute_ms / 3_600_000 == hour.Hour_ms / 3_600_000)];
            Assert.Equal(own.Sum(row => row.TradeCount), hour.TradeCount);
            Assert.Equal(own.Sum(row => row.QuoteVolume), hour.QuoteVolume, hour.QuoteVolume * 1e-12);
            Assert.InRange(hour.ImbalanceRatioQuote, 0, 1);
            Assert.True(hour.PriceLow <= hour.PriceOpen && hour.PriceClose <= hour.PriceHigh && hour.PriceLow <= hour.Vwap * (1 + 1e-12) && hour.Vwap <= hour.PriceHigh * (1 + 1e-12));
        }
    }).QuickCheckThrowOnFailure();
}
