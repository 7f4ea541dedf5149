using FsCheck;
using FsCheck.Fluent;
using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Strategy.History;
using Xunit;

namespace Platform.Strategy.Tests.History;

public sealed class GridSeriesTests
{
    private static readonly long First = BarBuilder.Start.Start_ms / Label.Length_ms;

    [Fact]
    public void Rows_without_a_bar_are_not_numbers()
    {
        GridSeries series = Series(10);
        series.Write([Bar(0), Bar(3)]);
        Assert.Equal([0, double.NaN, double.NaN, 3, double.NaN], Closes(series, 4));
    }

    [Fact]
    public void A_snapshot_never_changes()
    {
        GridSeries series = Series(4);
        series.Write([Bar(0), Bar(1)]);
        BarSeries seen = series.Until(First + 1)!;
        for (int i = 2; i < 200; i++)
            series.Write([Bar(i)]);
        series.Write([Bar(1, 77)]);
        Assert.Equal([0.0, 1.0], seen.Column(BarField.Close, 10).ToArray());
    }

    [Fact]
    public void A_revision_and_a_late_bar_are_seen_by_the_next_snapshot_only()
    {
        GridSeries series = Series(10);
        series.Write([Bar(0), Bar(2)]);
        BarSeries seen = series.Until(First + 2)!;
        series.Write([Bar(1, 11), Bar(2, 22)]);
        Assert.Equal([0.0, double.NaN, 2.0], seen.Column(BarField.Close, 3).ToArray());
        Assert.Equal([0.0, 11.0, 22.0], Closes(series, 2));
    }

    [Fact]
    public void Later_bars_are_not_visible_in_an_earlier_snapshot()
    {
        GridSeries series = Series(10);
        series.Write([Bar(0), Bar(1), Bar(2)]);
        Assert.Equal([0.0, 1.0], Closes(series, 1));
    }

    [Fact]
    public void History_that_comes_after_the_first_live_bar_is_put_before_it()
    {
        GridSeries series = Series(10);
        series.Write([Bar(9)]);
        series.Write([Bar(5), Bar(6), Bar(7), Bar(8)]);
        Assert.Equal([5.0, 6.0, 7.0, 8.0, 9.0], Closes(series, 9));
    }

    [Fact]
    public void Any_order_and_batching_of_bars_gives_the_same_columns() =>
        Prop.ForAll(Gen.Choose(0, 59).ListOf().Where(list => list.Count > 0).ToArbitrary(), order =>
        {
            GridSeries sorted = Series(16), mixed = Series(16);
            int newest = order.Max();
            sorted.Write(order.Distinct().Order().Select(i => Bar(i)).ToArray());
            foreach (int[] batch in order.Chunk(3))
                mixed.Write(batch.Select(i => Bar(i)).ToArray());
            return Tail(sorted, newest, 16).SequenceEqual(Tail(mixed, newest, 16));
        }).QuickCheckThrowOnFailure();

    private static GridSeries Series(int lookback) => new(BarInterval.M5, [BarField.Close], lookback);

    private static Bar Bar(int row, decimal? close = null) => BarBuilder.At("XUSDT", BarBuilder.Start + row, close ?? row + 0m);

    private static double[] Closes(GridSeries series, int until) => series.Until(First + until)!.Column(BarField.Close, 1000).ToArray();

    /// <summary>The newest rows, older ones that one series still has and the other has not are NaN or cut off alike.</summary>
    private static IEnumerable<double> Tail(GridSeries series, int until, int lookback)
    {
        double[] values = series.Until(First + until)!.Column(BarField.Close, lookback).ToArray();
        return Enumerable.Repeat(double.NaN, lookback - values.Length).Concat(values);
    }
}
