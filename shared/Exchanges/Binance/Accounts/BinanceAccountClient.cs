using Platform.Domain.Orders;
using Platform.Primitives.Outcomes;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Signing;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Accounts;

/// <summary>Balances, positions and contract settings of one account. Setters return Already when the setting already has the value.</summary>
public sealed class BinanceAccountClient(BinanceRest rest)
{
    public Task<Result<AccountTotals>> GetAccountAsync(CancellationToken cancel) =>
        rest.SendAsync(Read("/fapi/v3/account", new RequestText(), 5), AccountMapping.Totals, cancel);

    /// <summary>The exchange's id of the account (accountAlias), equal for all keys of the account; empty when the exchange returns none.</summary>
    public Task<Result<string>> GetAccountUidAsync(CancellationToken cancel) =>
        rest.SendAsync(Read("/fapi/v3/balance", new RequestText(), 5), root => root.Many(AccountMapping.Uid).FirstOrDefault(""), cancel);

    /// <summary>Only symbols with a position or open orders; one symbol, or all when null.</summary>
    public Task<Result<IReadOnlyList<PositionRisk>>> GetPositionsAsync(string? symbol, CancellationToken cancel) =>
        rest.SendAsync(Read("/fapi/v3/positionRisk", new RequestText().AddIf("symbol", symbol), 5), root => root.Many(AccountMapping.Risk), cancel);

    /// <summary>Bookings with start ≤ time ≤ end, at most 1000; the venue stores three months.</summary>
    public Task<Result<IReadOnlyList<IncomeEntry>>> GetIncomeAsync(string? kind, long? start_ms, long? end_ms, int limit, CancellationToken cancel) =>
        rest.SendAsync(
            Read("/fapi/v1/income", new RequestText().AddIf("incomeType", kind).AddIf("startTime", start_ms).AddIf("endTime", end_ms).Add("limit", limit), 30),
            root => root.Many(AccountMapping.Income),
            cancel);

    /// <summary>One page, numbered from 1, of all bookings with start ≤ time ≤ end, oldest first; a page that is not full is the last one.</summary>
    public Task<Result<IReadOnlyList<IncomeEntry>>> GetIncomePageAsync(long start_ms, long end_ms, int page, int limit, CancellationToken cancel) =>
        rest.SendAsync(
            Read("/fapi/v1/income", new RequestText().Add("startTime", start_ms).Add("endTime", end_ms).Add("page", page).Add("limit", limit), 30),
            root => root.Many(AccountMapping.Income),
            cancel);

    public Task<Result<IReadOnlyList<SymbolBrackets>>> GetLeverageBracketsAsync(string? symbol, CancellationToken cancel) =>
        rest.SendAsync(Read("/fapi/v1/leverageBracket", new RequestText().AddIf("symbol", symbol), 1), root => root.OneOrMany(AccountMapping.Brackets), cancel);

    public Task<Result<bool>> GetHedgeModeAsync(CancellationToken cancel) =>
        rest.SendAsync(Read("/fapi/v1/positionSide/dual", new RequestText(), 30), root => root.Flag("dualSidePosition"), cancel);

    public Task<Result<bool>> GetMultiAssetsModeAsync(CancellationToken cancel) =>
        rest.SendAsync(Read("/fapi/v1/multiAssetsMargin", new RequestText(), 30), root => root.Flag("multiAssetsMargin"), cancel);

    public Task<Result<Done>> SetHedgeModeAsync(bool hedge, CancellationToken cancel) =>
        SetAsync("/fapi/v1/positionSide/dual", new RequestText().Add("dualSidePosition", hedge ? "true" : "false"), cancel);

    public Task<Result<Done>> SetMarginTypeAsync(string symbol, MarginType type, CancellationToken cancel) =>
        SetAsync("/fapi/v1/marginType", new RequestText().Add("symbol", symbol).Add("marginType", type.ToWire()), cancel);

    public Task<Result<Done>> SetLeverageAsync(string symbol, int leverage, CancellationToken cancel) =>
        SetAsync("/fapi/v1/leverage", new RequestText().Add("symbol", symbol).Add("leverage", leverage), cancel);

    private Task<Result<Done>> SetAsync(string path, RequestText text, CancellationToken cancel) =>
        rest.SendAsync(BinanceRequest.Signed(HttpMethod.Post, path, text, new RequestCost(1)), static _ => Done.Value, cancel);

    private static BinanceRequest Read(string path, RequestText text, int weight) => BinanceRequest.Get(path, text, weight, RequestSecurity.Signed);
}
