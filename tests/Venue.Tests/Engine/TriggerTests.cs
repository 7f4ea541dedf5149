using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Core.Tape;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>Conditional orders trigger at the first price that reaches their trigger (spec/binance-usdm.md §4.5).</summary>
public sealed class TriggerTests
{
    [Theory]
    [InlineData("StopMarket", "Buy", "ContractPrice")]
    [InlineData("StopMarket", "Sell", "ContractPrice")]
    [InlineData("StopMarket", "Buy", "MarkPrice")]
    [InlineData("StopMarket", "Sell", "MarkPrice")]
    [InlineData("TakeProfitMarket", "Buy", "ContractPrice")]
    [InlineData("TakeProfitMarket", "Sell", "ContractPrice")]
    [InlineData("TakeProfitMarket", "Buy", "MarkPrice")]
    [InlineData("TakeProfitMarket", "Sell", "MarkPrice")]
    [InlineData("Stop", "Buy", "ContractPrice")]
    [InlineData("TakeProfit", "Sell", "MarkPrice")]
    public void It_triggers_at_the_first_price_of_its_kind_that_reaches_the_trigger(string kind, string side, string working)
    {
        (OrderType type, Side taken, WorkingType source) = (Enum.Parse<OrderType>(kind), Enum.Parse<Side>(side), Enum.Parse<WorkingType>(working));
        using var venue = new TestExchange();
        bool rising = type is OrderType.Stop or OrderType.StopMarket == (taken == Side.Buy);
        Price present = source == WorkingType.MarkPrice ? venue.Exchange.Market.Premium(TestExchange.Btc)!.Value.MarkPrice : venue.Events.Trades.Last(trade => trade.Symbol == TestExchange.Btc).Price;
        Price trigger = (present + Price.Of(rising ? 12 : -12)).FloorTo(Price.Parse("0.1"));
        var prices = new PriceWatch(source);
        using IDisposable subscription = venue.Exchange.Subscribe(prices);
        bool limit = type is OrderType.Stop or OrderType.TakeProfit;
        Reply<AlgoOrderView> placed = venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, taken, type)
        {
            Quantity = Quantity.Parse("0.010"), TriggerPrice = trigger, Price = limit ? trigger : null, WorkingType = source,
        });
        Assert.True(placed.IsOk, placed.Error?.Message);
        for (int i = 0; i < 20_000 && !prices.IsTriggered; i++)
            venue.Run(seconds: 1);
        Assert.True(prices.IsTriggered, "it never triggered");
        bool Reached(Price price) => rising ? price >= trigger : price <= trigger;
        Assert.All(prices.Seen.SkipLast(prices.OfLastMoment), price => Assert.False(Reached(price), $"{price} had reached {trigger} before"));
        Assert.Contains(prices.Seen.TakeLast(prices.OfLastMoment), Reached);
    }

    [Theory]
    [InlineData("Buy")]
    [InlineData("Sell")]
    public void A_trailing_stop_triggers_at_the_first_reversal_of_its_rate_from_the_best_price(string side)
    {
        Side taken = Enum.Parse<Side>(side);
        using var venue = new TestExchange();
        Price start = venue.Events.Trades.Last(trade => trade.Symbol == TestExchange.Btc).Price;
        var prices = new PriceWatch(WorkingType.ContractPrice);
        using IDisposable subscription = venue.Exchange.Subscribe(prices);
        Assert.True(venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, taken, OrderType.TrailingStopMarket)
        {
            Quantity = Quantity.Parse("0.010"), CallbackPercent = Rate.Parse("0.1"),
        }).IsOk);
        for (int i = 0; i < 20_000 && !prices.IsTriggered; i++)
            venue.Run(seconds: 1);
        long best = start.Units;
        List<bool> turned = [];
        foreach (Price price in prices.Seen)
        {
            best = taken == Side.Buy ? Math.Min(best, price.Units) : Math.Max(best, price.Units);
            turned.Add(taken == Side.Buy ? price.Units >= best + best / 1_000 : price.Units <= best - best / 1_000);
        }

        Assert.DoesNotContain(true, turned.SkipLast(prices.OfLastMoment));
        Assert.Contains(true, turned.TakeLast(prices.OfLastMoment));
    }

    [Fact]
    public void A_protected_stop_waits_while_mark_and_last_are_too_far_apart()
    {
        using var venue = new TestExchange();
        Listing listing = ((ExchangeCore)StateComparison.CoreOf(venue.Exchange)).State.Find(TestExchange.Btc)!.Listing;
        ListingView terms = listing.View;
        listing.Replace(terms with { TriggerProtect = Rate.FromUnits(-1) });
        AlgoOrderView Place(bool isProtected) => venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, Side.Buy, OrderType.StopMarket)
        {
            Quantity = Quantity.Parse("0.010"), TriggerPrice = venue.Near(Side.Sell, -30), PriceProtect = isProtected,
        }).Value!;
        (AlgoOrderView guarded, AlgoOrderView open) = (Place(true), Place(false));
        AlgoStatus StatusOf(AlgoOrderView algo) => venue.Exchange.Accounts.AlgoOrder(venue.Alice, algo.AlgoId, null)!.Status;
        for (int i = 0; i < 20_000 && StatusOf(open) == AlgoStatus.New; i++)
            venue.Run(seconds: 1);
        Assert.Equal((AlgoStatus.New, AlgoStatus.Finished), (StatusOf(guarded), StatusOf(open)));
        listing.Replace(terms);
        for (int i = 0; i < 20_000 && StatusOf(guarded) == AlgoStatus.New; i++)
            venue.Run(seconds: 1);
        Assert.Equal(AlgoStatus.Finished, StatusOf(guarded));
    }

    [Fact]
    public void A_trailing_stop_waits_for_its_activation_price()
    {
        using var venue = new TestExchange();
        Price activate = (venue.Touch.Ask + Price.Of(5)).FloorTo(Price.Parse("0.1"));
        AlgoOrderView placed = venue.Exchange.Execute(new PlaceAlgoOrder(venue.Alice, TestExchange.Btc, Side.Sell, OrderType.TrailingStopMarket)
        {
            Quantity = Quantity.Parse("0.010"), CallbackPercent = Rate.Parse("0.1"), ActivatePrice = activate,
        }).Value!;
        Assert.False(placed.IsActivated);
        int seen = venue.Events.Trades.Count;
        for (int i = 0; i < 20_000 && venue.Exchange.Accounts.AlgoOrder(venue.Alice, placed.AlgoId, null)!.Status == AlgoStatus.New; i++)
            venue.Run(seconds: 1);
        AlgoOrderUpdated activated = venue.Events.Of<AlgoOrderUpdated>().First(update => update.Order.IsActivated);
        Assert.Equal(AlgoStatus.New, activated.Order.Status);
        Assert.DoesNotContain(venue.Events.Trades.Skip(seen), trade => trade.Symbol == TestExchange.Btc && trade.Time_ms < activated.Time_ms && trade.Price >= activate);
    }

    /// <summary>The prices that are checked for conditional orders, until one triggers.</summary>
    private sealed class PriceWatch(WorkingType source) : IExchangeSink
    {
        private long _last_ms;

        public List<Price> Seen { get; } = [];

        /// <summary>Number of the last prices with the same time; orders are checked after all of them.</summary>
        public int OfLastMoment { get; private set; }

        public bool IsTriggered { get; private set; }

        public void TradePrinted(in TradeView trade)
        {
            if (source == WorkingType.ContractPrice && trade.Symbol == TestExchange.Btc)
                See(trade.Price, trade.Time_ms);
        }

        public void MarkPriceTicked(in PremiumView premium)
        {
            if (source == WorkingType.MarkPrice && premium.Symbol == TestExchange.Btc)
                See(premium.MarkPrice, premium.Time_ms);
        }

        public void AlgoOrderUpdated(AlgoOrderUpdated update) => IsTriggered |= update.Order.Status == AlgoStatus.Triggering;

        private void See(Price price, long time_ms)
        {
            if (IsTriggered)
                return;
            OfLastMoment = time_ms == _last_ms ? OfLastMoment + 1 : 1;
            _last_ms = time_ms;
            Seen.Add(price);
        }
    }
}
