using Platform.Domain.Orders;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Accounts;

namespace Platform.Executor.Gateway;

/// <summary>What an account's contracts are to be set to.</summary>
internal sealed record ContractTerms(bool Hedge, MarginType MarginType, int Leverage);

/// <summary>Applies position mode at start, and margin type and leverage of a symbol before its first order. "Already so" is success.</summary>
internal sealed class ContractSettings(BinanceAccountClient client, ContractTerms terms)
{
    private const int PositionExists = -4048;
    private const int OrdersExist = -4047;

    private readonly HashSet<string> _applied = new(StringComparer.Ordinal);

    /// <summary>The account's mode; a fault says what stands in the way and what to do.</summary>
    public async Task<Result<Done>> ApplyToAccountAsync(CancellationToken cancel)
    {
        Result<bool> multi = await client.GetMultiAssetsModeAsync(cancel);
        if (multi is { IsOk: true, Value: true })
            return new Fault(FaultKind.Denied, "the account is in multi-assets mode; sizing needs single-asset mode: switch it off at the exchange");
        Result<bool> hedge = await client.GetHedgeModeAsync(cancel);
        if (!hedge.IsOk)
            return hedge.Fault;
        if (hedge.Value == terms.Hedge)
            return Done.Value;
        Result<Done> set = await client.SetHedgeModeAsync(terms.Hedge, cancel);
        if (set.IsOk || set.Fault.Kind == FaultKind.Already)
            return Done.Value;
        return set.Fault with { Message = $"position mode cannot be set to execution.position_mode: {set.Fault.Message}. Close positions and orders, or change the configuration." };
    }

    /// <summary>Fault: nothing is to be opened in the symbol yet. A margin type that a position holds fast is left as it is.</summary>
    public async Task<Result<Done>> ApplyToSymbolAsync(string symbol, CancellationToken cancel)
    {
        if (_applied.Contains(symbol))
            return Done.Value;
        Result<Done> margin = await client.SetMarginTypeAsync(symbol, terms.MarginType, cancel);
        if (!IsSet(margin) && margin.Fault!.Code is not (PositionExists or OrdersExist))
            return margin.Fault;
        Result<Done> leverage = await client.SetLeverageAsync(symbol, terms.Leverage, cancel);
        if (!IsSet(leverage))
            return leverage.Fault!;
        _applied.Add(symbol);
        return Done.Value;
    }

    /// <summary>Somebody changed the leverage elsewhere: apply ours again before the next order.</summary>
    public void Forget(string symbol) => _applied.Remove(symbol);

    private static bool IsSet(Result<Done> set) => set.IsOk || set.Fault.Kind == FaultKind.Already;
}
