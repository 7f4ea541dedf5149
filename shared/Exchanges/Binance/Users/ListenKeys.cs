using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Users;

/// <summary>The key that names a user-data stream; it lives 60 minutes of the venue's time unless kept alive.</summary>
internal sealed class ListenKeys(BinanceRest rest)
{
    /// <summary>While a key is alive the venue gives the same one and extends it.</summary>
    public Task<Result<string>> CreateAsync(CancellationToken cancel) => rest.SendAsync(Request(HttpMethod.Post), root => root.Text("listenKey"), cancel);

    /// <summary>NotFound when the key is dead.</summary>
    public Task<Result<Done>> KeepAliveAsync(CancellationToken cancel) => rest.SendAsync(Request(HttpMethod.Put), static _ => Done.Value, cancel);

    private static BinanceRequest Request(HttpMethod method) =>
        new(method, "/fapi/v1/listenKey", new RequestText(), new RequestCost(1, RiskReducing: true), RequestSecurity.Key);
}
