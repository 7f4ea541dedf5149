using Platform.Domain.Labels;
using Xunit;

namespace Platform.Calculators.Tests.Views;

public sealed class AlphaViewTests
{
    private static readonly Label AsOf = Label.Parse("2025-12-22-012").Value;

    [Fact]
    public void A_column_ends_at_the_label_and_holds_at_most_the_tail()
    {
        AlphaView view = Closes(1, 2, 3).Build(CalculatorNeeds.Bars(10, BarField.Close));
        Assert.Equal([2.0, 3.0], view.Column("XUSDT", BarField.Close, 2).ToArray());
        Assert.Equal(3, view.Column("XUSDT", BarField.Close, 10).Length);
        Assert.Equal(0, view.Column("UNKNOWN", BarField.Close, 10).Length);
    }

    [Fact]
    public void What_was_not_declared_is_refused_with_its_name()
    {
        AlphaView view = Closes(1, 2, 3).Build(CalculatorNeeds.Bars(2, BarField.Close));
        Assert.Contains("Open", Assert.Throws<UndeclaredNeedException>(() => view.Column("XUSDT", BarField.Open, 1).Length).Message, StringComparison.Ordinal);
        Assert.Contains("tail of 3", Assert.Throws<UndeclaredNeedException>(() => view.Column("XUSDT", BarField.Close, 3).Length).Message, StringComparison.Ordinal);
        Assert.Contains("1h", Assert.Throws<UndeclaredNeedException>(() => view.Column("XUSDT", BarInterval.H1, BarField.Close, 1).Length).Message, StringComparison.Ordinal);
        Assert.Throws<UndeclaredNeedException>(() => view.GetBars("XUSDT", 2)[BarField.Open].Length);
        Assert.Throws<UndeclaredNeedException>(() => view.GetFunding("XUSDT", 1));
    }

    [Fact]
    public void Bars_know_their_times()
    {
        BarColumns bars = Closes(1, 2, 3).Build(CalculatorNeeds.Bars(3, BarField.Close)).GetBars("XUSDT", 2);
        Assert.Equal(2, bars.Count);
        Assert.Equal(AsOf.Start_ms, bars.OpenTime_ms(1));
        Assert.Equal((AsOf + -1).Start_ms, bars.OpenTime_ms(0));
    }

    [Fact]
    public void Longer_bars_end_with_the_newest_that_is_closed()
    {
        CalculatorNeeds needs = CalculatorNeeds.Nothing.AndBars(BarInterval.H1, 5, BarField.Close);
        BarColumns bars = new AlphaViewBuilder(AsOf).Column("XUSDT", BarInterval.H1, BarField.Close, 7).Build(needs).GetBars("XUSDT", 5, BarInterval.H1);
        Assert.Equal("2025-12-22-001", Label.At(bars.OpenTime_ms(0)).ToString());
    }

    [Fact]
    public void Trade_sizes_are_read_by_bucket()
    {
        CalculatorNeeds needs = CalculatorNeeds.Bars(1, BarField.BuyDolvol4, BarField.SellTradeCount2);
        TranStats stats = new AlphaViewBuilder(AsOf).Column("X", BarField.BuyDolvol4, 7).Column("X", BarField.SellTradeCount2, 3).Build(needs).GetTranStats("X", 1);
        Assert.Equal(7, stats.BuyDolvol(4)[0]);
        Assert.Equal(3, stats.SellTradeCount(2)[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => stats.BuyDolvol(5).Length);
    }

    [Fact]
    public void Funding_gives_the_newest_points()
    {
        AlphaView view = new AlphaViewBuilder(AsOf).Funding("X", new FundingPoint(1, 0.1), new FundingPoint(2, 0.2)).Build(CalculatorNeeds.Nothing.AndFunding(1));
        Assert.Equal([new FundingPoint(2, 0.2)], view.GetFunding("X", 1));
    }

    private static AlphaViewBuilder Closes(params double[] values) => new AlphaViewBuilder(AsOf).Column("XUSDT", BarField.Close, values);
}
