using System.Diagnostics;
using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Factors;
using Platform.Primitives.Numbers;
using Platform.Strategy.History;
using Xunit;

namespace Platform.Strategy.Tests.History;

public sealed class MarketHistoryTests(ITestOutputHelper output)
{
    private static readonly Label Now = BarBuilder.Start + 2_000;

    [Fact]
    public void Three_hundred_symbols_of_a_thousand_bars_use_little_memory_and_are_ranked_quickly()
    {
        ICalculator[] calculators =
        [
            new RatioRankFamily().Create("mean_buy_dolvol4_over_dolvol_rank", CalculatorParameters.None)!,
            new CloseReversalRank(CalculatorParameters.None), new TakerImbalanceRank(CalculatorParameters.None),
        ];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var history = new MarketHistory(HistoryNeeds.Of(calculators.Select(calculator => calculator.Needs)));
        string[] symbols = [.. Enumerable.Range(0, 300).Select(i => $"S{i:D3}USDT")];
        foreach (string symbol in symbols)
            history.Add(BarInterval.M5, symbol, [.. Enumerable.Range(0, 1000).Select(i => BarBuilder.At(symbol, Now + (i - 999), 100 + i % 7))]);
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;

        long started = Stopwatch.GetTimestamp();
        MarketSnapshot snapshot = history.SnapshotAt(Now, symbols);
        foreach (ICalculator calculator in calculators)
            Assert.Equal(300, calculator.Run(new AlphaView(snapshot, calculator.Needs)).Count);
        output.WriteLine($"{kept / 1e6:0.0} MB for 300 symbols; snapshot and three calculators in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms");
        Assert.InRange(kept, 0, 30_000_000);
    }

    [Fact]
    public void Hours_are_seen_when_they_are_closed_and_not_before()
    {
        var needs = CalculatorNeeds.Bars(4, BarField.Close).AndBars(BarInterval.H1, 4, BarField.Close);
        var history = new MarketHistory(HistoryNeeds.Of([needs]));
        foreach (int hour in new[] { 0, 1, 2 })
            history.Add(BarInterval.H1, "X", [BarBuilder.At("X", BarBuilder.Start + hour * 12, 10 + hour)]);
        for (int i = 0; i < 36; i++)
            history.Add(BarInterval.M5, "X", [BarBuilder.At("X", BarBuilder.Start + i, i)]);
        Assert.Equal([10.0], Hours(BarBuilder.Start + 22));
        Assert.Equal([10.0, 11.0], Hours(BarBuilder.Start + 23));

        double[] Hours(Label asOf) => new AlphaView(history.SnapshotAt(asOf, ["X"]), needs).Column("X", BarInterval.H1, BarField.Close, 4).ToArray();
    }

    [Fact]
    public void Funding_after_the_label_is_not_seen()
    {
        var needs = CalculatorNeeds.Bars(1, BarField.Close).AndFunding(5);
        var history = new MarketHistory(HistoryNeeds.Of([needs]));
        history.AddFunding("X", BarBuilder.Start.Start_ms, 0.0001);
        history.AddFunding("X", BarBuilder.Start.End_ms, 0.0002);
        Assert.Equal([new FundingPoint(BarBuilder.Start.Start_ms, 0.0001)], new AlphaView(history.SnapshotAt(BarBuilder.Start, ["X"]), needs).GetFunding("X", 5));
    }

    [Fact]
    public void The_decision_price_is_the_exact_close_of_the_label()
    {
        var history = new MarketHistory(HistoryNeeds.Of([]));
        history.Add(BarInterval.M5, "X", [BarBuilder.At("X", BarBuilder.Start, 0.00001234m), BarBuilder.At("X", BarBuilder.Start + 1, 103211.20000001m)]);
        Assert.Equal(Price.Parse("0.00001234"), history.CloseAt("X", BarBuilder.Start));
        Assert.Equal(Price.Parse("103211.20000001"), history.CloseAt("X", BarBuilder.Start + 1));
        Assert.Null(history.CloseAt("X", BarBuilder.Start + 2));
        Assert.Null(history.CloseAt("Y", BarBuilder.Start));
    }

    [Fact]
    public void What_a_symbol_lacks_begins_after_its_newest_bar_and_within_the_lookback()
    {
        var history = new MarketHistory(HistoryNeeds.Of([CalculatorNeeds.Bars(5, BarField.Close)]));
        history.Add(BarInterval.M5, "HAS", [BarBuilder.At("HAS", BarBuilder.Start + 9, 1)]);
        history.Add(BarInterval.M5, "OLD", [BarBuilder.At("OLD", BarBuilder.Start + 7, 1)]);
        IReadOnlyList<(string Symbol, long From_ms)> lacking = history.Lacking(BarInterval.M5, ["HAS", "NONE", "OLD"], (BarBuilder.Start + 9).Start_ms);
        Assert.Equal([("NONE", (BarBuilder.Start + 5).Start_ms), ("OLD", (BarBuilder.Start + 8).Start_ms)], lacking);
    }
}
