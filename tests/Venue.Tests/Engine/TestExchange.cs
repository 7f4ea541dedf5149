using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Market;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>An exchange with a clock that the test advances, two accounts, and a log of all events.</summary>
internal sealed class TestExchange : IDisposable
{
    public const long Start_ms = 1_766_361_600_000;
    public const string Btc = "BTCUSDT";

    private readonly IDisposable _subscription;

    public TestExchange(Func<ExchangeOptions, ExchangeOptions>? options = null)
    {
        Clock = ManualClock.At(Start_ms);
        var defaults = new ExchangeOptions
        {
            Symbols = 2, VirtualStart_ms = Start_ms, Accounts = [new AccountSeed("alice", Money.Of(100_000)), new AccountSeed("bob", Money.Of(100_000))],
        };
        Result<Exchange> made = Exchange.Create(options is null ? defaults : options(defaults), Clock, MarketSources.Open);
        Assert.True(made.IsOk, made.Fault?.Message);
        Exchange = made.Value;
        _subscription = Exchange.Subscribe(Events);
        Run(seconds: 2);
    }

    public ManualClock Clock { get; }

    public Exchange Exchange { get; }

    public EventLog Events { get; } = new();

    public AccountId Alice => new(0);

    public AccountId Bob => new(1);

    public BookTickerView Touch => Exchange.Market.BookTicker(Btc)!.Value;

    public void Run(double seconds)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        Exchange.CatchUp();
    }

    /// <summary>Runs exactly to a virtual time.</summary>
    public void RunUntil(long time_ms)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(time_ms - Exchange.Clock.Now_ms));
        Exchange.CatchUp();
    }

    public Reply<OrderView> Market(AccountId account, Side side, string quantity, bool? reduceOnly = null) =>
        Exchange.Execute(new PlaceOrder(account, Btc, side, OrderType.Market) { Quantity = Quantity.Parse(quantity), ReduceOnly = reduceOnly });

    public Reply<OrderView> Limit(AccountId account, Side side, string quantity, Price price, TimeInForce timeInForce = TimeInForce.Gtc, bool? reduceOnly = null) =>
        Exchange.Execute(new PlaceOrder(account, Btc, side, OrderType.Limit)
        {
            Quantity = Quantity.Parse(quantity), Price = price, TimeInForce = timeInForce, ReduceOnly = reduceOnly,
        });

    /// <summary>A price that is a number of ticks better (positive) or worse (negative) than the best price of the side.</summary>
    public Price Near(Side side, int ticks)
    {
        Price touch = side == Side.Buy ? Touch.Bid : Touch.Ask;
        return touch + Price.FromUnits(ticks * (int)side * Price.Parse("0.1").Units);
    }

    public PositionView? Position(AccountId account) =>
        Exchange.Accounts.Positions(account, Btc, all: true).FirstOrDefault(row => !row.Amount.IsZero);

    public void Dispose()
    {
        _subscription.Dispose();
        Assert.True(Exchange.Imbalance().IsZero, $"money was made or lost: {Exchange.Imbalance()}");
    }
}
