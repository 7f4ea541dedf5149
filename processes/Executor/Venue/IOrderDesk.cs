using Platform.Primitives.Outcomes;
using Platform.Venues.Binance.Orders;

namespace Platform.Executor.Venue;

/// <summary>Where orders go: the venue, or paper in a dry run. The faults are those of the venue's client.</summary>
internal interface IOrderDesk
{
    /// <summary>Real time to wait for fills to be told before they are asked for.</summary>
    TimeSpan FillPatience { get; }

    Task<Result<VenueOrder>> PlaceAsync(NewOrder order, CancellationToken cancel);

    Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel);

    Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel);
}
