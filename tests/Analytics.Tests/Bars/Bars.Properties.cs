using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;
using static Platform.Analytics.Tests.Bars.BarVectors;

namespace Platform.Analytics.Tests.Bars;

/// <summary>spec/quant.md, Appendix B, 1 to 3.</summary>
public sealed class BarsProperties
{
    private const long Day = 1_766_361_600_000;

    /// <summary>Trades of up to a day with ids in order of time, sizes on both sides of every cut.</summary>
    private static Arbitrary<AggTrade[]> Days { get; } = (
            from gap_ms in Gen.Choose(0, 8_000_000)
            from price in Gen.Choose(1, 2_000_000)
            from quantity in Gen.Choose(1, 90_000)
            from side in Gen.Choose(0, 1)
            select (gap_ms, price, quantity, side))
        .ListOf(40)
        .Select(parts =>
        {
            long id = 100, time_ms = Day;
            return parts.Select(part => new AggTrade(
                ++id, Price.FromUnits(part.price * 1_000_000L), Quantity.FromUnits(part.quantity * 1_000_000L),
                id * 3, id * 3 + part.quantity % 3, time_ms += part.gap_ms % 3 == 0 ? 0 : part.gap_ms, part.side == 1)).ToArray();
        })
        .ToArbitrary();

    [Fact]
    public void Any_order_with_repeats_gives_the_bars_of_the_sorted_trades() => Prop.ForAll(Days, Gen.Choose(0, int.MaxValue).ToArbitrary(), (trades, seed) =>
    {
        var random = new Random(seed);
        AggTrade[] mixed = [.. trades, .. trades.Where(_ => random.Next(3) == 0)];
        random.Shuffle(mixed);
        return Build(mixed).SequenceEqual(Build(trades));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_roll_up_equals_aggregation_from_the_trades_for_every_interval() => Prop.ForAll(Days, trades =>
    {
        List<Bar> bars = Build(trades);
        return BarInterval.RollUps.All(interval => bars
            .GroupBy(bar => interval.StartOf(bar.OpenTime_ms))
            .Where(group => group.Count() == interval.Children)
            .All(group => Agrees(RollUp.Of(interval, [.. group])!, trades.Where(trade => interval.StartOf(trade.Time_ms) == group.Key).ToArray())));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Buckets_add_up_to_sides_and_sides_to_the_bar() => Prop.ForAll(Days, trades =>
    {
        List<Bar> bars = Build(trades);
        bool whole = bars.All(bar => bar.Low <= bar.Open && bar.Open <= bar.High && bar.Low <= bar.Close && bar.Close <= bar.High
            && (bar.AggTradeCount == 0) == bar.Volume.IsZero
            && (bar.IsEmpty || (bar.Vwap >= bar.Low.ToDouble() * (1 - 1e-12) && bar.Vwap <= bar.High.ToDouble() * (1 + 1e-12))));
        long first = bars.Count == 0 ? 0 : bars[0].OpenTime_ms, end = bars.Count == 0 ? 0 : bars[^1].CloseTime_ms;
        AggTrade[] counted = [.. trades.Where(trade => trade.Time_ms >= first && trade.Time_ms < end)];
        return whole && Sum(bars.Select(bar => bar.QuoteVolume)) == Sum(counted.Select(trade => trade.Quote))
            && bars.Sum(bar => bar.AggTradeCount) == counted.Length;
    }).QuickCheckThrowOnFailure();

    /// <summary>Trades of a contract so cheap that one of them nearly fills a quantity: several in each of a day's windows.</summary>
    private static Arbitrary<AggTrade[]> HugeDays { get; } = (
            from missing in Gen.Choose(0, 1_000_000)
            from price in Gen.Choose(1, 200)
            from side in Gen.Choose(0, 1)
            select (missing, price, side))
        .ListOf(3 * Label.PerDay)
        .Select(parts => parts.Select((part, i) => new AggTrade(
            101 + i, Price.FromUnits(part.price), Quantity.FromUnits(long.MaxValue - part.missing), i, i, Day + i * Label.Length_ms / 3, part.side == 1)).ToArray())
        .ToArbitrary();

    [Fact]
    public void A_day_of_quantities_at_the_top_of_their_range_adds_up_exactly() => Prop.ForAll(HugeDays, trades =>
    {
        List<Bar> bars = Build(trades);
        Bar day = RollUp.Of(BarInterval.D1, bars)!;
        Volume traded = trades.Aggregate(Volume.Zero, (sum, trade) => sum + trade.Quantity);
        return bars.Count == Label.PerDay && day.Volume == traded && day.Volume == day.Buy.Volume + day.Sell.Volume
            && bars.Aggregate(Volume.Zero, (sum, bar) => sum + bar.Volume) == traded
            && day.QuoteVolume == Sum(trades.Select(trade => trade.Quote));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    private static List<Bar> Build(AggTrade[] trades)
    {
        var builder = new BarBuilder("BTCUSDT", SizeCuts.Rmb7, new BarRules(), new BarCounts());
        builder.Begin(Day, Price.Of(1).Units, Day);
        builder.Seed(101);
        foreach (AggTrade trade in trades)
            builder.Offer(trade, Never);
        builder.Resume();
        builder.CloseByTime(trades.Length == 0 ? Day : trades.Max(trade => trade.Time_ms) + Label.Length_ms + 2000);
        return Take(builder);
    }

    private static bool Agrees(Bar bar, AggTrade[] trades)
    {
        if (trades.Length == 0)
            return bar.IsEmpty && bar.Open == bar.Close;
        return bar.Open == trades[0].Price && bar.Close == trades[^1].Price
            && bar.High == trades.Max(trade => trade.Price) && bar.Low == trades.Min(trade => trade.Price)
            && bar.QuoteVolume == Sum(trades.Select(trade => trade.Quote))
            && bar.TradeCount == trades.Sum(trade => trade.TradeCount)
            && bar.Buys[3].Dolvol == Sum(trades.Where(trade => !trade.BuyerIsMaker && SizeCuts.Rmb7.IndexOf(trade.Quote.Units) == 3).Select(trade => trade.Quote));
    }

    private static Notional Sum(IEnumerable<Notional> amounts) => amounts.Aggregate(Notional.Zero, (sum, amount) => sum + amount);
}
