using Platform.Analytics.Archives;
using Platform.Analytics.Bars;
using Platform.Domain.Market;
using Xunit;
using static Platform.Analytics.Tests.Bars.BarVectors;

namespace Platform.Analytics.Tests.Archives;

public sealed class TradeIdentitiesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_repeat_is_recognised_whatever_lies_between(bool keepsHistory)
    {
        var known = new TradeIdentities(keepsHistory);
        AggTrade[] rows = [Row(5), Row(6), Row(8), Row(7), Row(6), Row(8)];
        Assert.Equal([RowVerdict.New, RowVerdict.New, RowVerdict.New, RowVerdict.New, RowVerdict.Repeat, RowVerdict.Repeat], rows.Select(row => known.Accept(row)));
        Assert.Empty(known.Missing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_trades_that_share_an_id_and_no_underlying_trade_both_count_once(bool keepsHistory)
    {
        var known = new TradeIdentities(keepsHistory);
        AggTrade twin = Row(5) with { FirstTradeId = 900, LastTradeId = 901 };
        AggTrade overlapping = Row(5) with { LastTradeId = Row(5).LastTradeId + 1 };
        Assert.Equal([RowVerdict.New, RowVerdict.New, RowVerdict.Repeat, RowVerdict.Conflict], new[] { Row(5), twin, twin, overlapping }.Select(row => known.Accept(row)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Missing_ids_lie_between_the_times_of_their_neighbours(bool keepsHistory)
    {
        var known = new TradeIdentities(keepsHistory);
        foreach (long id in new long[] { 10, 20, 15, 30 })
            Assert.Equal(RowVerdict.New, known.Accept(Row(id)));
        Assert.Equal(
            [new(new IdGap(11, 14), T0 + 10, T0 + 15), new(new IdGap(16, 19), T0 + 15, T0 + 20), new(new IdGap(21, 29), T0 + 20, T0 + 30)],
            known.Missing);
    }

    [Fact]
    public void A_row_from_too_far_back_needs_the_history()
    {
        var known = new TradeIdentities();
        Assert.Equal(RowVerdict.New, known.Accept(Row(100_000)));
        Assert.Equal(RowVerdict.NeedsHistory, known.Accept(Row(100_000 - 16_384)));
        Assert.Equal(RowVerdict.NeedsHistory, known.Accept(Row(99_999)));
    }

    private static AggTrade Row(long id) => Trade(id, "1", "1", T0 + id, first: id * 3, last: id * 3 + 1);
}
