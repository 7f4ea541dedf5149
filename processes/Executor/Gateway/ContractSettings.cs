using Platform.Domain.Orders;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Accounts;

namespace Platform.Executor.Gateway;

/// <summary>The settings that an account's contracts must have.</summary>
/// <param name="IsReadOnly">A dry run: nothing is changed, and a setting that prevents trading is reported.</param>
internal sealed record ContractTerms(bool Hedge, MarginType MarginType, int Leverage, bool IsReadOnly = false);

/// <summary>
/// Applies the position mode at the start, and margin type and leverage of a symbol before its first order. The exchange's answer "no
/// change needed" is success.
/// </summary>
internal sealed class ContractSettings(BinanceAccountClient client, ContractTerms terms)
{
    private const int PositionExists = -4048;
    private const int OrdersExist = -4047;
    private const int IsolatedPositionExists = -4161;

    private readonly Dictionary<string, int> _largest = new(StringComparer.Ordinal);
    private Task<Result<IReadOnlyList<SymbolBrackets>>>? _reading;
    private readonly HashSet<string> _applied = new(StringComparer.Ordinal);

    /// <summary>Applies the account's mode; a fault states the obstacle and what to do.</summary>
    public async Task<Result<Done>> ApplyToAccountAsync(CancellationToken cancel)
    {
        Result<bool> multi = await client.GetMultiAssetsModeAsync(cancel);
        if (multi is { IsOk: true, Value: true })
            return new Fault(FaultKind.Denied, "the account is in multi-assets mode; expected single-asset mode: switch multi-assets mode off at the exchange");
        Result<bool> hedge = await client.GetHedgeModeAsync(cancel);
        if (!hedge.IsOk)
            return hedge.Fault;
        if (hedge.Value == terms.Hedge)
            return Done.Value;
        if (terms.IsReadOnly)
            return new Fault(FaultKind.Denied, "the account's position mode differs from execution.position_mode, and a dry run does not change it: change the configuration or the account");
        Result<Done> set = await client.SetHedgeModeAsync(terms.Hedge, cancel);
        if (set.IsOk || set.Fault.Kind == FaultKind.Already)
            return Done.Value;
        return set.Fault with { Message = $"position mode cannot be set to execution.position_mode: {set.Fault.Message}. Close positions and orders, or change the configuration." };
    }

    /// <summary>
    /// Applies the settings of a symbol; after a fault, no position may be opened in it. The leverage is lowered to what the contract
    /// allows; settings that open positions or orders block are left unchanged.
    /// </summary>
    public async Task<Result<Done>> ApplyToSymbolAsync(string symbol, CancellationToken cancel)
    {
        if (terms.IsReadOnly || _applied.Contains(symbol))
            return Done.Value;
        Result<Done> margin = await client.SetMarginTypeAsync(symbol, terms.MarginType, cancel);
        if (!IsSet(margin) && margin.Fault!.Code is not (PositionExists or OrdersExist))
            return margin.Fault;
        int leverage = Math.Min(terms.Leverage, await LargestLeverageAsync(symbol, cancel));
        Result<Done> set = await client.SetLeverageAsync(symbol, leverage, cancel);
        if (!IsSet(set) && set.Fault!.Code != IsolatedPositionExists)
            return set.Fault;
        _applied.Add(symbol);
        return Done.Value;
    }

    /// <summary>The highest leverage that the contract's brackets allow; the configured leverage when the brackets cannot be read.</summary>
    private async Task<int> LargestLeverageAsync(string symbol, CancellationToken cancel)
    {
        if (_largest.Count == 0)
        {
            _reading ??= client.GetLeverageBracketsAsync(null, cancel);
            Result<IReadOnlyList<SymbolBrackets>> read = await _reading;
            _reading = null;
            foreach (SymbolBrackets row in read.IsOk ? read.Value.Where(row => row.Brackets.Count > 0) : [])
                _largest[row.Symbol] = row.Brackets.Max(bracket => bracket.InitialLeverage);
        }

        return _largest.GetValueOrDefault(symbol, terms.Leverage);
    }

    /// <summary>The leverage was changed elsewhere; applies the configured one again before the next order.</summary>
    public void Forget(string symbol)
    {
        _applied.Remove(symbol);
        // The brackets may have changed too.
        _largest.Remove(symbol);
    }

    private static bool IsSet(Result<Done> set) => set.IsOk || set.Fault.Kind == FaultKind.Already;
}
