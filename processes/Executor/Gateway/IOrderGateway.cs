using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Orders;

namespace Platform.Executor.Gateway;

/// <summary>The destination of orders: the exchange, or paper in a dry run. Its faults are those of the exchange client.</summary>
internal interface IOrderGateway
{
    /// <summary>Real time to wait for fills on the stream before they are queried.</summary>
    TimeSpan FillRetryPolicy { get; }

    /// <param name="whyNot">Called immediately before the order is sent; when it returns a reason, the result is Denied and nothing was sent.</param>
    Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string> whyNot, CancellationToken cancel);

    /// <summary>NotFound when there is no such open order; it may have filled.</summary>
    Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel);

    Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel);

    Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel);

    /// <summary>Orders in the book, whoever placed them.</summary>
    /// <param name="symbol">Null for all.</param>
    Task<Result<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(string? symbol, CancellationToken cancel);

    /// <summary>Conditional orders that wait for their trigger price, whoever placed them.</summary>
    /// <param name="symbol">Null for all.</param>
    Task<Result<IReadOnlyList<ConditionalOrder>>> ConditionalOrdersAsync(string? symbol, CancellationToken cancel);

    /// <summary>Cancels every order of the symbol, including conditional orders.</summary>
    Task<Result<Done>> CancelAllAsync(string symbol, CancellationToken cancel);

    /// <summary>The exchange cancels the symbol's orders unless this is called again within the time; 0 ends the countdown.</summary>
    Task<Result<Done>> CountDownAsync(string symbol, long countdown_ms, CancellationToken cancel);
}
