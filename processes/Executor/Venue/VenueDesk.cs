using Platform.Primitives.Outcomes;
using Platform.Venues.Binance.Orders;

namespace Platform.Executor.Venue;

/// <summary>Sends orders to the exchange.</summary>
internal sealed class VenueDesk(BinanceOrderClient client, TimeSpan fillPatience) : IOrderDesk
{
    public TimeSpan FillPatience => fillPatience;

    public Task<Result<VenueOrder>> PlaceAsync(NewOrder order, CancellationToken cancel) => client.PlaceAsync(order, cancel);

    public Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel) => client.QueryAsync(symbol, clientOrderId, cancel);

    public Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel) => client.GetTradesOfAsync(symbol, venueOrderId, cancel);
}
