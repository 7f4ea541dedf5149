using System.Collections.Concurrent;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Security;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Calls;

/// <summary>
/// Checks request limits, API key, timestamp, signature and order limits of every call, then runs its handler.
/// Shared by HTTP and the WebSocket API; thread-safe.
/// </summary>
internal sealed class ApiGate(KeyRing keys, TimestampRule timestamps, VenueLimits limits, Func<long> now_ms)
{
    private readonly ConcurrentDictionary<string, AddressBudget> _addresses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, OrderBudget> _accounts = new();

    /// <summary>True to refuse repeated, empty, unknown and unexpected parameters.</summary>
    public bool IsStrict { get; init; }

    public KeyRing Keys => keys;

    public VenueLimits Limits => limits;

    /// <summary>The venue's time, Unix ms.</summary>
    public long Now_ms => now_ms();

    public AddressBudget BudgetOf(string address) =>
        _addresses.GetOrAdd(address, static (name, limits) => new AddressBudget(limits, name), limits);

    /// <summary>
    /// Runs the call; returns null or the error. <paramref name="signed"/> returns the signed bytes and the signature, and is called only for signed routes;
    /// <paramref name="trusted"/> is the account of a session, whose calls need no signature.
    /// </summary>
    public async ValueTask<ApiError?> RunAsync(Route route, ApiCall call, Func<(byte[] Text, string? Signature)> signed, int? trusted = null)
    {
        call.Now_ms = now_ms();
        ApiError? refused = route.IsControl ? null : Charge(call, route.Weight(call.Parameters), route.Pool);
        if (route.SharesSocketPool && !call.IsSocket)
            BudgetOf(SocketPool(call.Address)).Spend(call.Now_ms, route.Weight(call.Parameters));
        if (route.CountsOrdersOnly && refused is null && !call.IsSocket)
            call.UsedWeight = -1;
        refused ??= call.Parameters.HasTooMany ? ApiError.TooManyParameters : null;
        refused ??= Authorize(route, call, signed, trusted);
        refused ??= IsStrict && !route.IsControl ? ParameterLists.Check(route, call.Parameters) : null;
        refused ??= CountOrders(route, call);
        return refused ?? await route.Handler(call);
    }

    /// <summary>Name of the request pool of an address for the WebSocket API, which has a separate request weight (spec/binance-usdm.md §0, 2026-10).</summary>
    public static string SocketPool(string address) => $"ws-api {address}";

    /// <summary>Counts a call in the limits of its address; null when the call is allowed.</summary>
    public ApiError? Charge(ApiCall call, int weight, RequestPool pool)
    {
        ApiError? refused = BudgetOf(call.Address).Charge(call.Now_ms, weight, pool, out int used);
        call.UsedWeight = used;
        return refused;
    }

    /// <summary>Checks key, timestamp and signature, and sets the account of the call; null when they are valid.</summary>
    public ApiError? Authorize(Route route, ApiCall call, Func<(byte[] Text, string? Signature)> signed, int? trusted = null)
    {
        if (route.Security == RouteSecurity.Public)
            return null;
        if (trusted is { } account)
        {
            call.Account = account;
            return route.Security == RouteSecurity.Signed ? timestamps.Check(call.Parameters, call.Now_ms) : null;
        }

        if (keys.Find(call.ApiKey, out ApiError? error) is not { } key)
            return error;
        call.Account = key.Account;
        if (route.Security == RouteSecurity.Key)
            return null;
        if (timestamps.Check(call.Parameters, call.Now_ms) is { } late)
            return late;
        (byte[] text, string? signature) = signed();
        if (string.IsNullOrEmpty(signature))
            return ApiError.Missing("signature");
        return keys.Verifies(key.Credential, text, signature) ? null : ApiError.BadSignature;
    }

    private ApiError? CountOrders(Route route, ApiCall call)
    {
        if (route.Orders.Minute == 0)
            return null;
        OrderBudget budget = _accounts.GetOrAdd(call.Account, static (_, limits) => new OrderBudget(limits), limits);
        ApiError? refused = budget.Charge(call.Now_ms, route.Orders.TenSeconds, route.Orders.Minute, out (int, int) counts);
        call.OrderCounts = counts;
        return refused;
    }
}
