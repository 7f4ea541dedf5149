using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Market.Model;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class ListingTests
{
    [Fact]
    public void A_delisted_contract_ends_its_orders_and_settles_its_positions_at_the_mark_price()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Buy, "0.010");
        venue.Limit(venue.Alice, Side.Buy, "0.010", venue.Near(Side.Buy, -800));
        Price mark = venue.Exchange.Market.Premium(TestExchange.Btc)!.Value.MarkPrice;
        Assert.True(venue.Exchange.Execute(new SetInstrumentStatus(TestExchange.Btc, InstrumentStatus.Closed)).IsOk);
        Assert.Null(venue.Position(venue.Alice));
        Assert.Empty(venue.Exchange.Accounts.OpenOrders(venue.Alice, null));
        UserTradeView settled = venue.Exchange.Accounts.Trades(venue.Alice, TestExchange.Btc, 10)[^1];
        Assert.Equal((mark, Money.Zero), (settled.Price, settled.Commission));
        Assert.Equal(-4141, venue.Market(venue.Alice, Side.Buy, "0.010").Error?.Code);
        Assert.Equal(InstrumentStatus.Closed, venue.Events.Of<ListingView>().Last().Instrument.Status);
    }

    [Fact]
    public void Contracts_of_the_model_are_listed_and_delisted_at_their_times()
    {
        ulong seed = Enumerable.Range(1, 400).Select(number => (ulong)number).First(number => new ModelSource(number, 60, TestExchange.Start_ms).Listings
            .Any(listing => listing.Instrument.Onboard_ms > TestExchange.Start_ms && listing.Instrument.Onboard_ms < TestExchange.Start_ms + 2 * 3_600_000));
        using var venue = new TestExchange(options => options with { Symbols = 60, Seed = seed, Accounts = [] });
        ListingView[] pending = [.. venue.Exchange.Market.Listings().Where(listing => listing.Instrument.Status == InstrumentStatus.PendingTrading)];
        Assert.NotEmpty(pending);
        ListingView first = pending.MinBy(listing => listing.Instrument.Onboard_ms)!;
        Assert.Empty(venue.Exchange.Market.Klines(first.Symbol, "5m", KlineSeries.Contract, 10)!);
        double wait_s = (first.Instrument.Onboard_ms - venue.Exchange.Clock.Now_ms) / 1000.0;
        Assert.InRange(wait_s, 1, 7_200);
        venue.Run(wait_s + 60);
        Assert.Equal(InstrumentStatus.Trading, venue.Exchange.Market.Listing(first.Symbol)!.Instrument.Status);
        Assert.NotEmpty(venue.Exchange.Market.Klines(first.Symbol, "1m", KlineSeries.Contract, 10)!);
        Assert.Contains(venue.Events.Of<ListingView>(), changed => changed.Symbol == first.Symbol);
    }
}
