using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Gateway;
using Platform.Executor.Tests.Kit;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Files;
using Platform.TestKit.Http;
using Xunit;

namespace Platform.Executor.Tests.Gateway;

/// <summary>
/// What holds for every order gateway, each judged with an account of its own at the simulated exchange, started as the process
/// it is. Time moves only where a fact moves it, so that the book stands still while it is compared.
/// </summary>
public abstract class OrderGatewayConformance(GatewayVenue fixture) : IClassFixture<GatewayVenue>, IAsyncLifetime
{
    private protected const string Balance = "1000000";
    private const long Tolerance = 1;
    private readonly TempFolder _folder = new("gateway");
    private readonly CancellationToken _cancel = CancellationToken.None;
    private BinanceTradingRest? _trading;
    private RecordingProxy? _proxy;
    private bool _isCut;
    private int _ids;

    private protected IOrderGateway Gateway { get; private set; } = null!;

    private protected ApiKey Key { get; private set; } = null!;

    private protected SteppedVenue Venue => fixture.Venue;

    private protected string Symbol => Venue.Symbols[0];

    /// <summary>The gateway of an account, reached at the endpoints.</summary>
    private protected abstract IOrderGateway Create(BinanceEndpoints endpoints, string folder);

    /// <summary>Brings a resting purchase to be filled in so many parts.</summary>
    private protected abstract Task FillInPartsAsync(NewOrder order, Quantity part, int parts);

    public async ValueTask InitializeAsync()
    {
        Key = await Venue.OpenAccountAsync($"{GetType().Name}-{fixture.NextAccount()}", Balance);
        _trading = Venue.Rest(Key);
        await Venue.StepAsync(2_000);
        _proxy = new RecordingProxy(Venue.Endpoints.Rest, call => _isCut && call is ("POST /fapi/v1/order" or "POST /fapi/v1/order/test"));
        Gateway = Create(Venue.Endpoints with { Rest = _proxy.Address }, _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Gateway.Dispose();
        _trading!.Dispose();
        await _proxy!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_market_order_fills_through_the_depth_and_pays_the_taker_commission()
    {
        BookSnapshot book = await BookAsync();
        Quantity quantity = book.Asks[0].Quantity + book.Asks[1].Quantity;
        CommissionRates rates = (await new BinanceAccountClient(_trading!).GetCommissionRatesAsync(Symbol, _cancel)).Value;

        VenueOrder order = await PlacedAsync(Market(Side.Buy, quantity));
        IReadOnlyList<VenueTrade> trades = (await Gateway.TradesOfAsync(Symbol, order.OrderId, _cancel)).Value;

        Assert.Equal((VenueOrderStatus.Filled, quantity), (order.Status, order.Executed));
        Assert.Equal(book.Asks.Take(2).Select(level => (level.Price, level.Quantity)), trades.GroupBy(trade => trade.Price).OrderBy(level => level.Key).Select(level => (level.Key, Sum(level))));
        Assert.All(trades, trade => Assert.Equal((rates.Taker.Of(trade.Price * trade.Quantity), false), (trade.Commission, trade.IsMaker)));
        AccountState account = await AccountAsync();
        Assert.Equal(Money.Parse(Balance) - Paid(trades), account.Totals.WalletBalance);
        PositionRisk position = Assert.Single(account.Positions);
        Assert.Equal((Symbol, PositionSide.Both, quantity), (position.Symbol, position.PositionSide, position.Quantity));
        Assert.Equal(account.Totals.WalletBalance + account.Totals.UnrealizedPnl, account.Totals.MarginBalance);
    }

    [Fact]
    public async Task What_is_closed_realises_its_profit_and_the_wallet_has_it_to_the_last_digit()
    {
        Quantity quantity = await Venue.QuantityOfAsync(Symbol, 5_000);
        VenueOrder bought = await PlacedAsync(Market(Side.Buy, quantity));
        await Venue.StepAsync(120_000);
        VenueOrder sold = await PlacedAsync(Market(Side.Sell, quantity));

        VenueTrade[] trades = [.. (await Gateway.TradesOfAsync(Symbol, bought.OrderId, _cancel)).Value, .. (await Gateway.TradesOfAsync(Symbol, sold.OrderId, _cancel)).Value];
        AccountState account = await AccountAsync();
        Money realized = trades.Aggregate(Money.Zero, (sum, trade) => sum + trade.RealizedPnl);
        Notional exact = trades.Aggregate(Notional.Zero, (sum, trade) => trade.Side == Side.Sell ? sum + trade.Price * trade.Quantity : sum - trade.Price * trade.Quantity);

        Assert.DoesNotContain(account.Positions, position => !position.Quantity.IsZero);
        Assert.Equal(account.Totals.WalletBalance, Money.Parse(Balance) + realized - Paid(trades));
        Assert.InRange((realized.ToNotional() - exact).Abs.ToDouble(), 0, 1e-6);
    }

    [Fact]
    public async Task An_immediate_order_takes_what_its_limit_allows_and_the_rest_ends()
    {
        DepthLevel best = (await BookAsync()).Asks[0];

        VenueOrder part = await PlacedAsync(Limit(Side.Buy, best.Quantity + best.Quantity, best.Price, TimeInForce.Ioc));
        VenueOrder none = await PlacedAsync(Limit(Side.Buy, await Venue.QuantityOfAsync(Symbol, 1_000), (await BookAsync()).Bids[0].Price, TimeInForce.Ioc));

        Assert.Equal((VenueOrderStatus.Expired, best.Quantity), (part.Status, part.Executed));
        Assert.Equal(best.Quantity, Sum((await Gateway.TradesOfAsync(Symbol, part.OrderId, _cancel)).Value));
        Assert.Equal((VenueOrderStatus.Expired, Quantity.Zero), (none.Status, none.Executed));
        Assert.Empty((await Gateway.TradesOfAsync(Symbol, none.OrderId, _cancel)).Value);
    }

    [Fact]
    public async Task What_one_order_took_the_next_does_not_find()
    {
        DepthLevel best = (await BookAsync()).Asks[0];

        VenueOrder first = await PlacedAsync(Limit(Side.Buy, best.Quantity, best.Price, TimeInForce.Ioc));
        VenueOrder second = await PlacedAsync(Limit(Side.Buy, best.Quantity, best.Price, TimeInForce.Ioc));

        Assert.Equal((best.Quantity, Quantity.Zero), (first.Executed, second.Executed));
    }

    [Fact]
    public async Task A_maker_order_that_would_trade_at_once_is_refused_and_another_rests_until_it_is_cancelled()
    {
        BookSnapshot book = await BookAsync();
        Quantity quantity = await Venue.QuantityOfAsync(Symbol, 1_000);

        Fault refused = await RefusedAsync(Limit(Side.Buy, quantity, book.Asks[0].Price, TimeInForce.Gtx));
        NewOrder passive = Limit(Side.Buy, quantity, book.Bids[0].Price, TimeInForce.Gtx);
        VenueOrder rests = await PlacedAsync(passive);
        string[] open = [.. (await Gateway.OpenOrdersAsync(Symbol, _cancel)).Value.Select(order => order.ClientOrderId)];
        VenueOrder cancelled = (await Gateway.CancelAsync(Symbol, passive.ClientOrderId, _cancel)).Value;

        Assert.Equal((FaultKind.Rejected, -5022), (refused.Kind, refused.Code));
        Assert.Equal((VenueOrderStatus.New, Quantity.Zero), (rests.Status, rests.Executed));
        Assert.Equal([passive.ClientOrderId], open);
        Assert.Equal(VenueOrderStatus.Canceled, cancelled.Status);
        Assert.Empty((await Gateway.OpenOrdersAsync(null, _cancel)).Value);
        Assert.Equal(FaultKind.NotFound, (await Gateway.CancelAsync(Symbol, passive.ClientOrderId, _cancel)).Fault!.Kind);
        Assert.Equal(VenueOrderStatus.Canceled, (await Gateway.QueryAsync(Symbol, passive.ClientOrderId, _cancel)).Value.Status);
    }

    [Fact]
    public async Task Everything_of_a_symbol_is_cancelled_at_once_and_nothing_waits_for_a_trigger()
    {
        BookSnapshot book = await BookAsync();
        Quantity quantity = await Venue.QuantityOfAsync(Symbol, 1_000);
        for (int i = 0; i < 3; i++)
            await PlacedAsync(Limit(Side.Buy, quantity, book.Bids[i].Price, TimeInForce.Gtx));

        Assert.True((await Gateway.CountDownAsync(Symbol, 60_000, _cancel)).IsOk);
        Assert.True((await Gateway.CancelAllAsync(Symbol, _cancel)).IsOk);

        Assert.Empty((await Gateway.OpenOrdersAsync(null, _cancel)).Value);
        Assert.Empty((await Gateway.ConditionalOrdersAsync(null, _cancel)).Value);
    }

    [Fact]
    public async Task A_reduction_is_never_more_than_the_position_and_needs_one()
    {
        Quantity quantity = await Venue.QuantityOfAsync(Symbol, 2_000);
        Fault without = await RefusedAsync(Market(Side.Sell, quantity) with { ReduceOnly = true });
        await PlacedAsync(Market(Side.Buy, quantity));

        VenueOrder closed = await PlacedAsync(Market(Side.Sell, quantity + quantity) with { ReduceOnly = true });

        Assert.Equal((FaultKind.Rejected, -2022), (without.Kind, without.Code));
        Assert.Equal((quantity, quantity, VenueOrderStatus.Filled), (closed.Quantity, closed.Executed, closed.Status));
        Assert.DoesNotContain((await AccountAsync()).Positions, position => !position.Quantity.IsZero);
    }

    [Fact]
    public async Task Both_sides_of_hedge_mode_are_positions_of_their_own()
    {
        Assert.False((await Gateway.HedgeModeAsync(_cancel)).Value);
        Assert.True((await new BinanceAccountSettings(_trading!).SetHedgeModeAsync(true, _cancel)).IsOk);
        Quantity quantity = await Venue.QuantityOfAsync(Symbol, 2_000);

        await PlacedAsync(Market(Side.Buy, quantity + quantity) with { PositionSide = PositionSide.Long });
        await PlacedAsync(Market(Side.Sell, quantity) with { PositionSide = PositionSide.Short });
        Fault tooMuch = await RefusedAsync(Market(Side.Buy, quantity + quantity) with { PositionSide = PositionSide.Short });
        await PlacedAsync(Market(Side.Sell, quantity) with { PositionSide = PositionSide.Long });

        Assert.True((await Gateway.HedgeModeAsync(_cancel)).Value);
        Assert.Equal(-2022, tooMuch.Code);
        AccountState account = await AccountAsync();
        Assert.Equal(
            [(PositionSide.Long, quantity), (PositionSide.Short, -quantity)],
            account.Positions.Where(position => !position.Quantity.IsZero).OrderBy(position => position.PositionSide).Select(position => (position.PositionSide, position.Quantity)));
        Assert.Equal(account.Positions.Where(position => !position.Quantity.IsZero).Sum(position => position.Quantity.Units), account.Totals.Positions.Sum(position => position.Quantity.Units));
    }

    [Fact]
    public async Task What_was_never_placed_is_not_found_and_an_id_is_used_once()
    {
        Assert.Equal(FaultKind.NotFound, (await Gateway.QueryAsync(Symbol, "never", _cancel)).Fault!.Kind);
        Assert.Equal(FaultKind.NotFound, (await Gateway.CancelAsync(Symbol, "never", _cancel)).Fault!.Kind);
        Quantity quantity = await Venue.QuantityOfAsync(Symbol, 1_000);
        NewOrder order = Limit(Side.Buy, quantity, (await BookAsync()).Bids[0].Price, TimeInForce.Gtx);
        await PlacedAsync(order);

        Fault again = await RefusedAsync(order);

        Assert.Equal(-4116, again.Code);
        Assert.Single((await Gateway.OpenOrdersAsync(Symbol, _cancel)).Value);
    }

    [Fact]
    public async Task An_order_that_is_not_wanted_any_more_does_not_leave()
    {
        NewOrder order = Market(Side.Buy, await Venue.QuantityOfAsync(Symbol, 1_000));

        Fault denied = (await Gateway.PlaceAsync(order, () => "the kill switch is on", _cancel)).Fault!;

        Assert.Equal((FaultKind.Denied, true), (denied.Kind, denied.Message.Contains("the kill switch is on", StringComparison.Ordinal)));
        Assert.Equal(FaultKind.NotFound, (await Gateway.QueryAsync(Symbol, order.ClientOrderId, _cancel)).Fault!.Kind);
    }

    [Fact]
    public async Task The_trades_of_an_order_are_read_to_their_end()
    {
        const int parts = 1_003;
        Quantity part = await Venue.QuantityOfAsync(Symbol, 12);
        NewOrder order = Limit(Side.Buy, Quantity.FromUnits(part.Units * parts), await EmptiedBidAsync(), TimeInForce.Gtx);
        VenueOrder placed = await PlacedAsync(order);

        await FillInPartsAsync(order, part, parts);

        VenueOrder filled = (await Gateway.QueryAsync(Symbol, order.ClientOrderId, _cancel)).Value;
        IReadOnlyList<VenueTrade> trades = (await Gateway.TradesOfAsync(Symbol, placed.OrderId, _cancel)).Value;
        Assert.Equal((VenueOrderStatus.Filled, order.Quantity), (filled.Status, filled.Executed));
        Assert.True(trades.Count > 1_000, $"{trades.Count} trades: no second page was read");
        Assert.Equal(trades.Count, trades.Select(trade => trade.TradeId).Distinct().Count());
        Assert.Equal(order.Quantity, Sum(trades));
        Assert.All(trades, trade => Assert.Equal((order.Price!.Value, true), (trade.Price, trade.IsMaker)));
    }

    [Fact]
    public async Task Funding_is_booked_at_its_settlement_on_what_is_held_then()
    {
        Quantity quantity = await Venue.QuantityOfAsync(Symbol, 50_000);
        await PlacedAsync(Market(Side.Sell, quantity));
        Money before = (await AccountAsync()).Totals.WalletBalance;
        var market = new BinanceMarketClient(_trading!);
        long due_ms = (await market.GetPremiumIndexAsync(Symbol, _cancel)).Value[0].NextFundingTime_ms;
        await Venue.StepAsync(due_ms - Venue.Clock.NowMilliseconds() + 20_000);

        FundingRate rate = Assert.Single((await market.GetFundingRatesAsync(Symbol, due_ms - 1_000, null, 10, _cancel)).Value);
        Money expected = rate.Rate.Of(rate.MarkPrice * quantity);

        Money received = (await AccountAsync()).Totals.WalletBalance - before;
        Assert.False(expected.IsZero);
        Assert.InRange(received.Units, expected.Units - Tolerance, expected.Units + Tolerance);
        await Venue.StepAsync(70_000);
        await AccountAsync();
        await Venue.StepAsync(10_000);
        Assert.Equal(before + received, (await AccountAsync()).Totals.WalletBalance);
    }

    [Fact]
    public async Task Leverage_decides_the_initial_margin()
    {
        Assert.True((await Gateway.SetMarginTypeAsync(Symbol, MarginType.Isolated, _cancel)).IsOk);
        Assert.True((await Gateway.SetLeverageAsync(Symbol, 4, _cancel)).IsOk);
        await PlacedAsync(Market(Side.Buy, await Venue.QuantityOfAsync(Symbol, 4_000)));

        AccountState account = await AccountAsync();

        PositionRisk position = account.Positions.Single(row => !row.Quantity.IsZero);
        Assert.Equal((position.MarkPrice * position.Quantity).ToDouble() / 4, account.Totals.InitialMargin.ToDouble(), 1e-4);
        Assert.True(account.Totals.MaintenanceMargin.Sign > 0);
    }

    [Fact]
    public async Task A_quote_has_the_age_of_what_is_known()
    {
        BestQuote quote = (await Gateway.QuotesAsync(Symbol, _cancel)).Value.Single();
        long age_ms = quote.AgeAt(Venue.Clock.NowMilliseconds());
        await Venue.StepAsync(60_000);
        BestQuote next = (await Gateway.QuotesAsync(null, _cancel)).Value.Single(row => row.Symbol == Symbol);

        Assert.InRange(age_ms, 0, 10_000);
        Assert.Equal(age_ms + 60_000, quote.AgeAt(Venue.Clock.NowMilliseconds()));
        Assert.InRange(next.AgeAt(Venue.Clock.NowMilliseconds()), 0, 10_000);
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_either_known_to_a_query_or_was_not_placed()
    {
        NewOrder order = Market(Side.Buy, await Venue.QuantityOfAsync(Symbol, 1_000));
        _isCut = true;
        Fault lost = (await Gateway.PlaceAsync(order, static () => "", _cancel)).Fault!;
        _isCut = false;

        Result<VenueOrder> found = await Gateway.QueryAsync(Symbol, order.ClientOrderId, _cancel);
        Quantity held = (await AccountAsync()).Positions.Aggregate(Quantity.Zero, (sum, position) => sum + position.Quantity);
        Assert.Equal(lost.Kind == FaultKind.Unknown, found.IsOk);
        Assert.Equal(found.IsOk ? order.Quantity : Quantity.Zero, held);
        Assert.True(lost.Kind is FaultKind.Unknown or FaultKind.Unavailable && lost.IsTransient, lost.ToString());
        Assert.Single(_proxy!.Forwarded, call => call.StartsWith("POST /fapi/v1/order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_connection_nothing_is_placed_and_nothing_is_made_up()
    {
        await PlacedAsync(Market(Side.Buy, await Venue.QuantityOfAsync(Symbol, 1_000)));
        await _proxy!.DisposeAsync();

        Assert.Equal(FaultKind.Unavailable, (await Gateway.QuotesAsync(Symbol, _cancel)).Fault!.Kind);
        Assert.True((await Gateway.PlaceAsync(Market(Side.Buy, Quantity.Of(1)), static () => "", _cancel)).Fault!.Kind is FaultKind.Unavailable or FaultKind.Unknown);
        Assert.False((await Gateway.AccountAsync(_cancel)).IsOk);
    }

    /// <summary>Sells into the best bid until it is gone: who buys at its price then is alone there.</summary>
    private async Task<Price> EmptiedBidAsync()
    {
        DepthLevel best = (await BookAsync()).Bids[0];
        using BinanceTradingRest other = Venue.Rest(await Venue.OpenAccountAsync($"sweeper-{Key.Key}", Balance));
        var order = new NewOrder(Symbol, Side.Sell, PositionSide.Both, OrderType.Limit, best.Quantity, false, "sweep", best.Price, TimeInForce.Ioc);
        Assert.Equal(VenueOrderStatus.Filled, (await new BinanceOrderEntry(other).PlaceAsync(order, null, _cancel)).Value.Status);
        return best.Price;
    }

    private protected async Task<BookSnapshot> BookAsync() => (await new BinanceMarketClient(_trading!).GetDepthAsync(Symbol, 20, _cancel)).Value;

    private protected NewOrder Market(Side side, Quantity quantity) => new(Symbol, side, PositionSide.Both, OrderType.Market, quantity, false, $"c{++_ids}");

    private protected NewOrder Limit(Side side, Quantity quantity, Price price, TimeInForce time) =>
        new(Symbol, side, PositionSide.Both, OrderType.Limit, quantity, false, $"c{++_ids}", price, time);

    /// <summary>As a query shows it: the acknowledgement has no price.</summary>
    private async Task<VenueOrder> PlacedAsync(NewOrder order)
    {
        Result<VenueOrder> placed = await Gateway.PlaceAsync(order, static () => "", _cancel);
        Assert.True(placed.IsOk, placed.ToString());
        Assert.Equal(order.ClientOrderId, placed.Value.ClientOrderId);
        return (await Gateway.QueryAsync(Symbol, order.ClientOrderId, _cancel)).Value;
    }

    private async Task<Fault> RefusedAsync(NewOrder order)
    {
        Result<VenueOrder> placed = await Gateway.PlaceAsync(order, static () => "", _cancel);
        Assert.False(placed.IsOk);
        return placed.Fault!;
    }

    private async Task<AccountState> AccountAsync()
    {
        Result<AccountState> read = await Gateway.AccountAsync(_cancel);
        Assert.True(read.IsOk, read.ToString());
        return read.Value;
    }

    private static Quantity Sum(IEnumerable<VenueTrade> trades) => trades.Aggregate(Quantity.Zero, (sum, trade) => sum + trade.Quantity);

    private static Money Paid(IEnumerable<VenueTrade> trades) => trades.Aggregate(Money.Zero, (sum, trade) => sum + trade.Commission);
}

/// <summary>One simulated exchange for all facts of a class.</summary>
public sealed class GatewayVenue : IAsyncLifetime
{
    private int _accounts;

    internal SteppedVenue Venue { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Venue = await SteppedVenue.StartAsync(2);

    public ValueTask DisposeAsync() => Venue.DisposeAsync();

    public int NextAccount() => Interlocked.Increment(ref _accounts);
}
