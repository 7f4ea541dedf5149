using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.Arbitrage;
using Platform.Domain.Market;
using Xunit;

namespace Platform.Analytics.Tests.Arbitrage;

public class DepthWalkTests
{
    private static readonly QuoteLevel[] s_asks = [new(100, 1), new(101, 2), new(103, 5)];
    private static readonly QuoteLevel[] s_bids = [new(102, 2), new(101.5m, 1), new(100, 9)];

    [Fact]
    public void A_size_is_priced_across_the_levels_of_both_books()
    {
        DepthFill fill = DepthWalk.ToSize(s_asks, s_bids, 3, 5);
        Assert.Equal((3m, 302m / 3, 305.5m / 3, true), (fill.Size, fill.AverageAsk, fill.AverageBid, fill.IsWhole));
        Assert.Equal(fill.Spread_bps - 5, fill.Net_bps, 1e-9);
    }

    [Fact]
    public void A_size_beyond_the_books_is_filled_in_part() => Assert.False(DepthWalk.ToSize(s_asks, s_bids, 50, 0).IsWhole);

    [Fact]
    public void The_walk_ends_where_the_next_coin_no_longer_pays()
    {
        Assert.Equal(3m, DepthWalk.WhileProfitable(s_asks, s_bids, 1_000_000m, 0, 0).Size);
        Assert.Equal(1m, DepthWalk.WhileProfitable(s_asks, s_bids, 1_000_000m, 120, 0).Size);
        Assert.Equal(0m, DepthWalk.WhileProfitable(s_asks, s_bids, 1_000_000m, 1_000, 0).Size);
    }

    [Fact]
    public void The_largest_notional_bounds_what_is_paid() => Assert.Equal(1.5m, DepthWalk.WhileProfitable(s_asks, s_bids, 150.5m, 0, 0).Size);

    [Fact]
    public void An_empty_book_fills_nothing() => Assert.Equal(0m, DepthWalk.ToSize([], s_bids, 1, 0).Size);

    [Fact]
    public void A_larger_size_never_has_a_better_spread() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(), (first, second) =>
        {
            decimal small = Math.Min(first.Get, second.Get) / 100m, large = Math.Max(first.Get, second.Get) / 100m;
            return DepthWalk.ToSize(s_asks, s_bids, small, 0).Spread_bps >= DepthWalk.ToSize(s_asks, s_bids, large, 0).Spread_bps - 1e-9;
        }).QuickCheckThrowOnFailure();
}
