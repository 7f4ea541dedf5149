using Platform.Domain.Orders;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;

namespace Platform.Exchanges.Binance.Accounts;

/// <summary>Sets the position mode of one account, and margin type and leverage of its contracts. Setters return Already when the setting already has the value.</summary>
public sealed class BinanceAccountSettings(BinanceTradingRest rest)
{
    /// <summary>Sets hedge or one-way mode; refused while positions or orders exist.</summary>
    public Task<Result<Done>> SetHedgeModeAsync(bool hedge, CancellationToken cancel) =>
        SetAsync("/fapi/v1/positionSide/dual", new RequestText().Add("dualSidePosition", hedge ? "true" : "false"), cancel);

    /// <summary>Sets crossed or isolated margin of one contract; refused while it has a position or orders.</summary>
    public Task<Result<Done>> SetMarginTypeAsync(string symbol, MarginType type, CancellationToken cancel) =>
        SetAsync("/fapi/v1/marginType", new RequestText().Add("symbol", symbol).Add("marginType", type.ToWire()), cancel);

    /// <summary>Sets the leverage of one contract, which decides its initial margin.</summary>
    public Task<Result<Done>> SetLeverageAsync(string symbol, int leverage, CancellationToken cancel) =>
        SetAsync("/fapi/v1/leverage", new RequestText().Add("symbol", symbol).Add("leverage", leverage), cancel);

    private Task<Result<Done>> SetAsync(string path, RequestText text, CancellationToken cancel) =>
        rest.ChangeAsync(BinanceRequest.Signed(HttpMethod.Post, path, text, new RequestCost(1)), static _ => Done.Value, cancel);
}
