using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;

namespace Platform.Executor.Gateway;

/// <summary>
/// A dry run: the exchange checks orders without placing them, and they are filled on paper at the opposite best price.
/// Owned by the account's context; orders of an earlier process are unknown here.
/// </summary>
internal sealed class PaperOrderGateway(BinanceOrderClient client, BinanceMarketClient market, TimeProvider clock) : IOrderGateway
{
    private const int OrdersKept = 1_000;

    private readonly Dictionary<string, VenueOrder> _orders = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();
    private long _lastId;

    public TimeSpan FillRetryPolicy => TimeSpan.Zero;

    public async Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string> whyNot, CancellationToken cancel)
    {
        Result<Done> tested = await client.TestAsync(order, cancel);
        if (!tested.IsOk)
            return tested.Fault.Kind == FaultKind.Unknown ? tested.Fault with { Kind = FaultKind.Unavailable } : tested.Fault;
        Result<IReadOnlyList<BestQuote>> quotes = await market.GetBestQuotesAsync(order.Symbol, cancel);
        if (!quotes.IsOk)
            return quotes.Fault;
        Price price = order.Side == Side.Buy ? quotes.Value[0].Ask.Price : quotes.Value[0].Bid.Price;
        if (whyNot() is { Length: > 0 } why)
            return new Fault(FaultKind.Denied, $"not placed: {why}", IsTransient: true);
        bool fills = !price.IsZero && (order.Price is not { } limit || (order.Side == Side.Buy ? price <= limit : price >= limit));
        var placed = new VenueOrder(
            NextId(), order.ClientOrderId, order.Symbol, order.Side, order.PositionSide, order.Type, fills ? VenueOrderStatus.Filled : VenueOrderStatus.Expired,
            order.Quantity, fills ? order.Quantity : Quantity.Zero, order.Price ?? Price.Zero, fills ? price : Price.Zero, order.ReduceOnly, clock.NowMilliseconds());
        Keep(placed);
        return placed;
    }

    /// <summary>No order rests on paper: it fills or ends immediately.</summary>
    public Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel) => QueryAsync(symbol, clientOrderId, cancel);

    public Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel) => Task.FromResult<Result<VenueOrder>>(
        _orders.TryGetValue(clientOrderId, out VenueOrder? order) ? order : new Fault(FaultKind.NotFound, $"{clientOrderId} was never placed on paper"));

    public Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel)
    {
        IReadOnlyList<VenueTrade> trades =
        [
            .. _orders.Values.Where(order => order.OrderId == venueOrderId && !order.Executed.IsZero).Select(order => new VenueTrade(
                order.OrderId, order.OrderId, symbol, order.Side, order.PositionSide, order.AveragePrice, order.Executed, Money.Zero, "USDT", Money.Zero, false, order.Update_ms)),
        ];
        return Task.FromResult(Result<IReadOnlyList<VenueTrade>>.Ok(trades));
    }

    public Task<Result<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(string? symbol, CancellationToken cancel) => Task.FromResult(Result<IReadOnlyList<VenueOrder>>.Ok([]));

    public Task<Result<IReadOnlyList<ConditionalOrder>>> ConditionalOrdersAsync(string? symbol, CancellationToken cancel) =>
        Task.FromResult(Result<IReadOnlyList<ConditionalOrder>>.Ok([]));

    /// <summary>Does nothing: no order rests on paper, and a dry run must not cancel orders at the exchange.</summary>
    public Task<Result<Done>> CancelAllAsync(string symbol, CancellationToken cancel) => Task.FromResult(Result<Done>.Ok(Done.Value));

    public Task<Result<Done>> CountDownAsync(string symbol, long countdown_ms, CancellationToken cancel) => Task.FromResult(Result<Done>.Ok(Done.Value));

    private void Keep(VenueOrder order)
    {
        _orders[order.ClientOrderId] = order;
        _byAge.Enqueue(order.ClientOrderId);
        if (_byAge.Count > OrdersKept)
            _orders.Remove(_byAge.Dequeue());
    }

    /// <summary>Paper ids increase with time, so that they stay unique across restarts.</summary>
    private long NextId() => _lastId = Math.Max(_lastId + 1, clock.NowMilliseconds() * 1_000);
}
