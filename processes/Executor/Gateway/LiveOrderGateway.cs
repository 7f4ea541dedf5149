using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Orders;

namespace Platform.Executor.Gateway;

/// <summary>Sends orders to the exchange.</summary>
internal sealed class LiveOrderGateway(BinanceOrderClient client, TimeSpan fillRetryPolicy) : IOrderGateway
{
    public TimeSpan FillRetryPolicy => fillRetryPolicy;

    public Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string> whyNot, CancellationToken cancel) => client.PlaceAsync(order, whyNot, cancel);

    public Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel) => client.CancelAsync(symbol, clientOrderId, cancel);

    public Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel) => client.QueryAsync(symbol, clientOrderId, cancel);

    public Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel) => client.GetTradesOfAsync(symbol, venueOrderId, cancel);

    public Task<Result<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(string? symbol, CancellationToken cancel) => client.GetOpenOrdersAsync(symbol, cancel);

    public Task<Result<IReadOnlyList<ConditionalOrder>>> ConditionalOrdersAsync(string? symbol, CancellationToken cancel) => client.GetConditionalOrdersAsync(symbol, cancel);

    public async Task<Result<Done>> CancelAllAsync(string symbol, CancellationToken cancel)
    {
        Result<Done>[] cancelled = await Task.WhenAll(client.CancelAllAsync(symbol, cancel), client.CancelAllConditionalAsync(symbol, cancel));
        return Array.Find(cancelled, result => !result.IsOk) is { Fault: { } fault } ? fault : Done.Value;
    }

    public Task<Result<Done>> CountDownAsync(string symbol, long countdown_ms, CancellationToken cancel) => client.CountDownAsync(symbol, countdown_ms, cancel);
}
