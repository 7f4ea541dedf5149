using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Venue.Market.Upstream;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class TradeSequenceTests
{
    private readonly List<long> _passed = [];

    [Fact]
    public void Trades_after_a_gap_are_held_until_it_is_filled_and_duplicates_are_dropped()
    {
        var sequence = new TradeSequence(trade => _passed.Add(trade.Id));
        foreach (long id in new long[] { 7, 8, 8, 7, 11, 12, 11 })
            sequence.Take(Trade(id));
        Assert.Equal([7, 8], _passed);
        Assert.Equal(9, sequence.Gap);
        sequence.Take(Trade(10));
        Assert.Equal(9, sequence.Gap);
        sequence.Take(Trade(9));
        Assert.Equal([7, 8, 9, 10, 11, 12], _passed);
        Assert.Null(sequence.Gap);
        Assert.Equal(0, sequence.Lost);
    }

    [Fact]
    public void An_unfilled_gap_is_abandoned_and_counted()
    {
        var sequence = new TradeSequence(trade => _passed.Add(trade.Id));
        foreach (long id in new long[] { 1, 4, 5, 9 })
            sequence.Take(Trade(id));
        sequence.GiveUp();
        Assert.Equal([1, 4, 5], _passed);
        Assert.Equal((2L, 6L), (sequence.Lost, sequence.Gap));
        sequence.GiveUp();
        Assert.Equal([1, 4, 5, 9], _passed);
        Assert.Equal(5, sequence.Lost);
        sequence.GiveUp();
        Assert.Equal(5, sequence.Lost);
    }

    [Fact]
    public void After_a_gap_the_number_of_held_trades_is_bounded()
    {
        var sequence = new TradeSequence(trade => _passed.Add(trade.Id));
        sequence.Take(Trade(1));
        for (long id = 10; id <= 10 + TradeSequence.MaxHeld; id++)
            sequence.Take(Trade(id));
        Assert.Null(sequence.Gap);
        Assert.Equal(8, sequence.Lost);
        Assert.Equal(TradeSequence.MaxHeld + 2, _passed.Count);
    }

    private static AggTrade Trade(long id) => new(id, Price.Of(1), Quantity.FromUnits(1), id, id, 1, false);
}
