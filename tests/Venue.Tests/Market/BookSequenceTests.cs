using Platform.Primitives.Numbers;
using Platform.Venue.Market.Upstream;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class BookSequenceTests
{
    private readonly BookSequence _book = new();

    [Fact]
    public void Changes_wait_for_the_book_and_those_it_contains_are_dropped()
    {
        Assert.True(_book.TryBegin());
        Assert.False(_book.TryBegin());
        Assert.True(_book.TryTake(Diff(1, 10, 0)) && _book.TryTake(Diff(11, 20, 10)) && _book.TryTake(Diff(21, 30, 20)));
        Assert.True(_book.TryEnd(Whole(15), out IReadOnlyList<BookDiff> since));
        Assert.Equal([20, 30], since.Select(diff => diff.LastUpdateId));
        Assert.Equal((true, 30), (_book.IsKnown, _book.LastUpdateId));
        Assert.True(_book.TryTake(Diff(31, 40, 30)));
    }

    [Fact]
    public void A_book_older_than_the_changes_is_fetched_again()
    {
        _book.TryBegin();
        _book.TryTake(Diff(21, 30, 20));
        Assert.False(_book.TryEnd(Whole(15), out _));
        Assert.True(_book.TryEnd(Whole(25), out _));
    }

    [Fact]
    public void A_change_out_of_sequence_makes_the_book_unknown_and_is_buffered_for_the_next_one()
    {
        _book.TryBegin();
        _book.TryEnd(Whole(10), out _);
        Assert.True(_book.TryTake(Diff(11, 20, 10)));
        Assert.False(_book.TryTake(Diff(31, 40, 30)));
        Assert.False(_book.IsKnown);
        Assert.True(_book.TryBegin());
        Assert.True(_book.TryEnd(Whole(35), out IReadOnlyList<BookDiff> since));
        Assert.Equal([40], since.Select(diff => diff.LastUpdateId));
    }

    [Fact]
    public void Changes_of_a_lost_stream_are_discarded()
    {
        _book.TryBegin();
        _book.TryTake(Diff(11, 20, 10));
        _book.Invalidate();
        Assert.True(_book.TryBegin());
        Assert.True(_book.TryEnd(Whole(5), out IReadOnlyList<BookDiff> since));
        Assert.Empty(since);
    }

    private static BookDiff Diff(long first, long last, long previous) => new(first, last, previous, 0, [], []);

    private static BookSnapshot Whole(long id) => new(id, 0, [new DepthLevel(Price.Parse("1"), Quantity.Parse("1"))], []);
}
