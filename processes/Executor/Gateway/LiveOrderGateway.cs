using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Orders;

namespace Platform.Executor.Gateway;

/// <summary>Sends orders to the exchange.</summary>
internal sealed class LiveOrderGateway(BinanceOrderClient client, TimeSpan fillRetryPolicy) : IOrderGateway
{
    public TimeSpan FillRetryPolicy => fillRetryPolicy;

    public Task<Result<VenueOrder>> PlaceAsync(NewOrder order, CancellationToken cancel) => client.PlaceAsync(order, cancel);

    public Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel) => client.CancelAsync(symbol, clientOrderId, cancel);

    public Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel) => client.QueryAsync(symbol, clientOrderId, cancel);

    public Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel) => client.GetTradesOfAsync(symbol, venueOrderId, cancel);
}
