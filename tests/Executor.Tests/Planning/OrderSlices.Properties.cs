using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Market;
using Xunit;

namespace Platform.Executor.Tests.Planning;

public sealed class OrderSlicesProperties
{
    [Fact]
    public void Pieces_sum_to_the_whole_and_each_is_one_the_venue_takes() =>
        Prop.ForAll(
            Arb.From(from steps in Gen.Choose(1, 100_000)
                     from min in Gen.Choose(1, 20)
                     from max in Gen.Choose(50, 4_000)
                     select (Steps: Math.Max(steps, min), Min: min, Max: max)),
            given =>
            {
                Quantity step = Quantity.Parse("0.003");
                Quantity Steps(long count) => Quantity.FromUnits(step.Units * count);
                var lot = new LotSize(Steps(given.Min), Steps(given.Max) + Quantity.Parse("0.001"), step);

                IReadOnlyList<Quantity> pieces = OrderSlices.Split(Steps(given.Steps), lot);

                return pieces.Sum(piece => piece.Units) == Steps(given.Steps).Units
                    && pieces.All(piece => piece >= lot.Min && piece <= lot.Max && piece.IsMultipleOf(step));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_wide_book_turns_the_market_order_into_a_limit_at_the_guard_price()
    {
        var instrument = new Instrument
        {
            Symbol = "X", BaseAsset = "X", QuoteAsset = "USDT", Price = new PriceFilter(Price.Zero, Price.Zero, Price.Parse("0.1")),
            Lot = new LotSize(Quantity.Of(1), Quantity.Of(9), Quantity.Of(1)), MarketLot = new LotSize(Quantity.Of(1), Quantity.Of(9), Quantity.Of(1)),
        };
        BestQuote Book(string bid, string ask) => new("X", new BookLevel(Price.Parse(bid), Quantity.Of(1)), new BookLevel(Price.Parse(ask), Quantity.Of(1)), 0);

        Assert.Equal(new ChildForm(OrderType.Market, Price.Zero), OrderSlices.FormOf(Side.Buy, instrument, Book("99.8", "100.2"), Price.Of(100), 30));
        Assert.Equal(new ChildForm(OrderType.Limit, Price.Parse("100.3")), OrderSlices.FormOf(Side.Buy, instrument, Book("99", "101"), Price.Of(100), 30));
        Assert.Equal(new ChildForm(OrderType.Limit, Price.Parse("99.7")), OrderSlices.FormOf(Side.Sell, instrument, Book("99", "101"), Price.Of(100), 30));
    }
}
