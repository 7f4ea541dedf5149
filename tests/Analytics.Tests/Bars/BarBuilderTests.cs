using System.Text.Json;
using Platform.Analytics.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Xunit;
using static Platform.Analytics.Tests.Bars.BarVectors;

namespace Platform.Analytics.Tests.Bars;

public sealed class BarBuilderTests
{
    [Fact]
    public void Vector_BAR_1_is_the_bar_of_its_five_trades()
    {
        JsonElement vector = Read("BAR-1");
        BarBuilder builder = Builder();
        foreach (AggTrade trade in Bar1)
            builder.Offer(trade, Never);

        Bar bar = Assert.Single(Take(builder));
        Assert.Equal(vector.GetProperty("t0").GetInt64(), bar.OpenTime_ms);
        Assert.Equal(vector.GetProperty("label").GetString(), Label.At(bar.OpenTime_ms).ToString());
        AssertBar(vector, bar);
        Assert.Equal(4, bar.AggTradeCount);
        Assert.Equal(vector.GetProperty("tradecount").GetInt64(), bar.TradeCount);
        Assert.Equal(vector.GetProperty("vwap").GetDouble(), bar.Vwap, 1e-12);
        Assert.Equal(BarQuality.Ok, bar.Quality);
    }

    [Fact]
    public void Vector_BAR_2_any_order_with_a_duplicate_gives_the_same_bar()
    {
        Assert.True(Read("BAR-2 same after shuffle+dup").GetBoolean());
        Bar expected = BarOf(Bar1);
        AggTrade[] six = [.. Bar1, Bar1[1]];
        foreach (int[] order in Permutations(six.Length))
            Assert.Equal(expected, BarOf(order.Select(i => six[i])));
    }

    [Fact]
    public void Vector_BAR_3_an_empty_window_carries_the_close()
    {
        JsonElement vector = Read("BAR-3 empty");
        BarBuilder builder = Builder(previousClose: vector.GetProperty("prev_close").GetRawText());
        builder.CloseByTime(T1 + 2000);

        Bar bar = Assert.Single(Take(builder));
        AssertBar(vector.GetProperty("bar"), bar);
        Assert.True(double.IsNaN(bar.Vwap));
        Assert.True(bar.IsEmpty);
        Assert.Equal(0, bar.AggTradeCount);
    }

    [Fact]
    public void Consecutive_empty_windows_chain_the_last_close()
    {
        BarBuilder builder = Builder(previousClose: "102");
        builder.CloseByTime(T1 + 2 * Label.Length_ms + 2000);
        Assert.All(Take(builder), bar => Assert.Equal(Price.Of(102), bar.Close));
        Assert.Equal(T1 + 2 * Label.Length_ms, builder.OpenWindow_ms);
    }

    [Fact]
    public void Without_a_known_price_an_empty_window_gives_no_bar_and_is_counted()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts);
        builder.CloseByTime(T1 + 2000);
        Assert.Empty(Take(builder));
        Assert.Equal(1, counts.NoHistoryWindows);
    }

    [Fact]
    public void A_zero_quantity_row_is_counted_and_dropped()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts);
        Assert.Equal(Arrival.Bad, builder.Offer(Trade(1001, "100", "0", T0), Never));
        Assert.Equal(1, counts.BadTrades);
        Assert.Equal(1001, builder.NextId);
    }

    [Fact]
    public void A_trade_from_the_future_of_the_local_clock_is_refused()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts);
        Assert.Equal(Arrival.Future, builder.Offer(Trade(1001, "100", "1", T0 + 70_000), T0 + 60_000));
        Assert.Equal(1, counts.FutureTrades);
    }

    [Fact]
    public void Two_trades_under_one_id_without_a_common_fill_both_count_once()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts);
        AggTrade first = Trade(1001, "100", "1", T0 + 1, false, 1, 2), second = Trade(1001, "101", "2", T0 + 2, false, 3, 3);
        builder.Offer(first, Never);
        Assert.Equal(Arrival.OutOfOrder, builder.Offer(second, Never));
        Assert.Equal(Arrival.Duplicate, builder.Offer(second, Never));
        Assert.Equal(Arrival.Duplicate, builder.Offer(first, Never));
        builder.CloseByTime(T1 + 2000);
        Bar bar = Assert.Single(Take(builder));
        Assert.Equal(Quantity.Of(3), bar.Volume);
        Assert.Equal(Price.Of(101), bar.Close);
    }

    [Fact]
    public void The_same_id_with_another_content_keeps_the_first_and_is_a_conflict()
    {
        var counts = new BarCounts();
        BarBuilder builder = Builder(counts);
        builder.Offer(Trade(1001, "100", "1", T0 + 1, false, 1, 2), Never);
        Assert.Equal(Arrival.Conflict, builder.Offer(Trade(1001, "100", "2", T0 + 1, false, 1, 2), Never));
        builder.CloseByTime(T1 + 2000);
        Assert.Equal(Quantity.Of(1), Assert.Single(Take(builder)).Volume);
        Assert.Equal(1, counts.Conflicts);
    }

    [Fact]
    public void Nothing_is_allocated_per_trade()
    {
        BarBuilder builder = Builder(nextId: 0);
        for (int i = 0; i < 1000; i++)
            builder.Offer(Trade(i, "100", "1", T0 + i), Never);
        AggTrade trade = Trade(1000, "100", "1", T0 + 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1000; i < 51_000; i++)
            builder.Offer(trade with { Id = i }, Never);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static Bar BarOf(IEnumerable<AggTrade> trades)
    {
        BarBuilder builder = Builder();
        foreach (AggTrade trade in trades)
            builder.Offer(trade, Never);
        return Assert.Single(Take(builder));
    }

    private static void AssertBar(JsonElement vector, Bar bar)
    {
        Assert.Equal(P(vector.GetProperty("open")), bar.Open);
        Assert.Equal(P(vector.GetProperty("high")), bar.High);
        Assert.Equal(P(vector.GetProperty("low")), bar.Low);
        Assert.Equal(P(vector.GetProperty("close")), bar.Close);
        Assert.Equal(vector.GetProperty("volume").GetDecimal(), decimal.Parse(bar.Volume.ToString()));
        Assert.Equal(vector.GetProperty("quote_volume").GetDecimal(), decimal.Parse(bar.QuoteVolume.ToString()));
        Assert.Equal(vector.GetProperty("buyvolume").GetDecimal(), decimal.Parse(bar.Buy.Volume.ToString()));
        Assert.Equal(vector.GetProperty("sellvolume").GetDecimal(), decimal.Parse(bar.Sell.Volume.ToString()));
        if (!vector.TryGetProperty("buydolvol", out JsonElement buy))
            return;
        Assert.Equal(buy.GetDecimal(), decimal.Parse(bar.Buy.Dolvol.ToString()));
        Assert.Equal(vector.GetProperty("selldolvol").GetDecimal(), decimal.Parse(bar.Sell.Dolvol.ToString()));
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0)
        {
            yield return [];
            yield break;
        }

        foreach (int[] shorter in Permutations(count - 1))
        {
            for (int at = 0; at <= shorter.Length; at++)
                yield return [.. shorter[..at], count - 1, .. shorter[at..]];
        }
    }
}
