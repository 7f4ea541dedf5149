using System.Text.Json;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.Binance.Rest;

/// <summary>
/// A REST session that can also change an account: the only type that signs such requests. The holder of a
/// <see cref="BinanceRest"/> can only read and test orders; a dry run never creates a trading session.
/// </summary>
/// <param name="gate">The request budget, shared with the other sessions of the address.</param>
/// <param name="clock">Platform time; the timestamp of requests.</param>
/// <param name="realTime">Real time; limits the wait for answers.</param>
/// <param name="key">The key that signs; it needs the permission to trade.</param>
public sealed class BinanceTradingRest(BinanceEndpoints endpoints, BinanceRestOptions options, IWeightGate gate, TimeProvider clock, TimeProvider realTime, ApiKey key)
    : BinanceRest(endpoints, options, gate, clock, realTime, key)
{
    /// <summary>Sends a request that changes the account. The outcome is not known after a fault of kind Unknown.</summary>
    internal Task<Result<T>> ChangeAsync<T>(BinanceRequest request, Func<JsonElement, T> read, CancellationToken cancel)
    {
        Check.That(request.ChangesAccount, $"{request.Method} {request.Path} changes nothing: send it with SendAsync");
        return SendAnyAsync(request, read, cancel);
    }
}
