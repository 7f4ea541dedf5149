using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Orders;

namespace Platform.Executor.Gateway;

/// <summary>Where orders go: the venue, or paper in a dry run. The faults are those of the venue's client.</summary>
internal interface IOrderGateway
{
    /// <summary>Real time to wait for fills on the stream before they are queried.</summary>
    TimeSpan FillRetryPolicy { get; }

    Task<Result<VenueOrder>> PlaceAsync(NewOrder order, CancellationToken cancel);

    /// <summary>NotFound when there is no such open order; it may have filled.</summary>
    Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel);

    Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel);

    Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel);
}
