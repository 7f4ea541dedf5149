using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.TestKit.Clocks;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market;
using Xunit;

namespace Platform.Venue.Tests.Market;

/// <summary>How clients trade in a recorded book.</summary>
public sealed class RecordedActionsTests
{
    private const long Start_ms = 1_766_361_600_000;
    private readonly ManualClock _clock = ManualClock.At(Start_ms);
    private readonly ScriptedSource _source = new(Start_ms);
    private readonly Exchange _exchange;
    private long _time_ms = Start_ms;

    public RecordedActionsTests()
    {
        var options = new ExchangeOptions { Market = MarketKind.Captures, VirtualStart_ms = Start_ms, Accounts = [new AccountSeed("alice", Money.Of(10_000_000))] };
        _exchange = Exchange.Create(options, _clock, MarketSources.Open, given: _source).Value;
        Happens(actions =>
        {
            actions.Level(0, Side.Buy, Units("99.9"), Units("3"));
            actions.Level(0, Side.Buy, Units("99.8"), Units("5"));
            actions.Level(0, Side.Sell, Units("100"), Units("2"));
            actions.Level(0, Side.Sell, Units("100.1"), Units("4"));
            actions.Level(0, Side.Sell, Units("100.3"), Units("8"));
        });
    }

    [Fact]
    public void A_taker_fills_at_the_recorded_levels_and_the_quantity_stays_removed_until_the_next_recorded_change()
    {
        Place(Side.Buy, OrderType.Market, "5", null);
        Assert.Equal([("2", "100"), ("3", "100.1")], Fills());
        Assert.Equal([("100.1", "1"), ("100.3", "8")], Asks());
        Happens(actions => actions.Level(0, Side.Sell, Units("100.1"), Units("4.5")));
        Assert.Equal([("100.1", "4.5"), ("100.3", "8")], Asks());
        Assert.Empty(_exchange.Market.Trades("BTCUSDT", 10));
    }

    [Fact]
    public void A_bid_inside_the_recorded_spread_fills_first_and_at_most_the_traded_quantity()
    {
        Happens(actions => actions.Level(0, Side.Sell, Units("100"), 0));
        Place(Side.Buy, OrderType.Limit, "10", "100");
        Happens(actions => actions.Replay(0, new RecordedPrint(Side.Sell, Units("99.9"), Units("1.5"))));
        Assert.Equal([("1.5", "100")], Fills());
        TradeView printed = Assert.Single(_exchange.Market.Trades("BTCUSDT", 10));
        Assert.Equal(("99.9", "1.5"), (printed.Price.ToString(), printed.Quantity.ToString()));
    }

    [Fact]
    public void A_recorded_level_that_crosses_a_resting_order_trades_with_it_and_shows_the_rest()
    {
        Happens(actions => actions.Level(0, Side.Sell, Units("100"), 0));
        Place(Side.Buy, OrderType.Limit, "1", "100");
        Happens(actions => actions.Level(0, Side.Sell, Units("100"), Units("2.5")));
        Assert.Equal([("1", "100")], Fills());
        Assert.Equal(("100", "1.5"), Asks()[0]);
    }

    [Fact]
    public void Levels_better_than_a_recorded_trade_are_removed()
    {
        Happens(actions => actions.Replay(0, new RecordedPrint(Side.Buy, Units("100.1"), Units("1"))));
        Assert.Equal([("100.1", "3"), ("100.3", "8")], Asks());
    }

    [Fact]
    public void The_market_maker_never_trades_with_itself()
    {
        Happens(actions => actions.Level(0, Side.Buy, Units("100.1"), Units("1")));
        Assert.Equal([("100.3", "8")], Asks());
        Assert.Equal("100.1", _exchange.Market.Book("BTCUSDT", 5)!.Bids[0].Price.ToString());
    }

    private void Happens(Action<IMarketActions> what)
    {
        _time_ms += 10;
        _source.Add(_time_ms, what);
        _clock.Advance(TimeSpan.FromMilliseconds(_time_ms + 1 - _clock.GetUtcNow().ToUnixTimeMilliseconds()));
        _exchange.CatchUp();
    }

    private void Place(Side side, OrderType type, string quantity, string? price) => _exchange.Execute(new PlaceOrder(new AccountId(0), "BTCUSDT", side, type)
    {
        Quantity = Quantity.Parse(quantity), Price = price is null ? null : Price.Parse(price), TimeInForce = type == OrderType.Limit ? TimeInForce.Gtc : null,
    });

    private (string Quantity, string Price)[] Fills() =>
        [.. _exchange.Accounts.Trades(new AccountId(0), "BTCUSDT", 10).Select(fill => (fill.Quantity.ToString(), fill.Price.ToString()))];

    private (string Price, string Quantity)[] Asks() => [.. _exchange.Market.Book("BTCUSDT", 5)!.Asks.Select(level => (level.Price.ToString(), level.Quantity.ToString()))];

    private static long Units(string text) => Price.Parse(text).Units;
}
