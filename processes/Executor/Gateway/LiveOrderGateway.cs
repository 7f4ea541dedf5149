using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Gateway;

/// <summary>Sends orders and settings to the exchange. The only type of the executor that holds a session which can change an account.</summary>
internal sealed class LiveOrderGateway(BinanceTradingRest rest, TimeSpan fillRetryPolicy, TimeProvider clock) : IOrderGateway
{
    private const int TransfersMax = 1_000;

    private readonly BinanceOrderEntry _entry = new(rest);
    private readonly BinanceOrderClient _orders = new(rest);
    private readonly BinanceAccountSettings _settings = new(rest);
    private readonly BinanceAccountClient _account = new(rest);
    private readonly QuoteReader _quotes = new(rest, clock);

    public bool IsPaper => false;

    public IAccountBookings Bookings { get; } = new ExchangeBookings(rest);

    public TimeSpan FillRetryPolicy => fillRetryPolicy;

    public Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string> whyNot, CancellationToken cancel) => _entry.PlaceAsync(order, whyNot, cancel);

    public Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel) => _entry.CancelAsync(symbol, clientOrderId, cancel);

    public Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel) => _orders.QueryAsync(symbol, clientOrderId, cancel);

    public Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel) => _orders.GetTradesOfAsync(symbol, venueOrderId, cancel);

    public Task<Result<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(string? symbol, CancellationToken cancel) => _orders.GetOpenOrdersAsync(symbol, cancel);

    public Task<Result<IReadOnlyList<ConditionalOrder>>> ConditionalOrdersAsync(string? symbol, CancellationToken cancel) => _orders.GetConditionalOrdersAsync(symbol, cancel);

    public async Task<Result<Done>> CancelAllAsync(string symbol, CancellationToken cancel)
    {
        Result<Done>[] cancelled = await Task.WhenAll(_entry.CancelAllAsync(symbol, cancel), _entry.CancelAllConditionalAsync(symbol, cancel));
        return Array.Find(cancelled, result => !result.IsOk) is { Fault: { } fault } ? fault : Done.Value;
    }

    public Task<Result<Done>> CountDownAsync(string symbol, long countdown_ms, CancellationToken cancel) => _entry.CountDownAsync(symbol, countdown_ms, cancel);

    public async Task<Result<AccountState>> AccountAsync(CancellationToken cancel)
    {
        Task<Result<AccountTotals>> totals = _account.GetAccountAsync(cancel);
        Task<Result<IReadOnlyList<PositionRisk>>> positions = _account.GetPositionsAsync(null, cancel);
        await Task.WhenAll(totals, positions);
        return ((await totals).Fault ?? (await positions).Fault) is { } fault ? fault : new AccountState((await totals).Value, (await positions).Value);
    }

    public Task<Result<IReadOnlyList<IncomeEntry>>> TransfersAsync(long from_ms, CancellationToken cancel) => _account.GetIncomeAsync("TRANSFER", from_ms, null, TransfersMax, cancel);

    public async Task<Result<bool>> HedgeModeAsync(CancellationToken cancel)
    {
        Result<bool> multi = await _account.GetMultiAssetsModeAsync(cancel);
        return multi is { IsOk: true, Value: true } ? ModeFaults.MultiAssets : await _account.GetHedgeModeAsync(cancel);
    }

    public Task<Result<Done>> SetHedgeModeAsync(bool hedge, CancellationToken cancel) => _settings.SetHedgeModeAsync(hedge, cancel);

    public Task<Result<Done>> SetMarginTypeAsync(string symbol, MarginType type, CancellationToken cancel) => _settings.SetMarginTypeAsync(symbol, type, cancel);

    public Task<Result<Done>> SetLeverageAsync(string symbol, int leverage, CancellationToken cancel) => _settings.SetLeverageAsync(symbol, leverage, cancel);

    public Task<Result<IReadOnlyList<BestQuote>>> QuotesAsync(string? symbol, CancellationToken cancel) => _quotes.ReadAsync(symbol, cancel);

    /// <summary>Does nothing: the creator of the session disposes it, because others read with it.</summary>
    public void Dispose()
    {
    }
}

/// <summary>The bookings of the exchange's account.</summary>
internal sealed class ExchangeBookings(BinanceRest rest) : IAccountBookings
{
    private readonly BinanceAccountClient _account = new(rest);
    private readonly BinanceOrderClient _orders = new(rest);

    public Task<Result<IReadOnlyList<IncomeEntry>>> IncomePageAsync(long start_ms, long end_ms, int page, int limit, CancellationToken cancel) =>
        _account.GetIncomePageAsync(start_ms, end_ms, page, limit, cancel);

    public Task<Result<IReadOnlyList<VenueTrade>>> TradesFromAsync(string symbol, long fromId, int limit, CancellationToken cancel) => _orders.GetTradesFromAsync(symbol, fromId, limit, cancel);

    public Task<Result<VenueOrder>> OrderAsync(string symbol, long orderId, CancellationToken cancel) => _orders.QueryByIdAsync(symbol, orderId, cancel);

    /// <summary>Does nothing: the exchange keeps its bookings.</summary>
    public void Recorded(long before_ms)
    {
    }
}

/// <summary>Reads quotes whose times are valid for computing ages.</summary>
internal sealed class QuoteReader(BinanceRest rest, TimeProvider clock)
{
    private readonly BinanceMarketClient _market = new(rest);

    /// <summary>Reads quotes. The time of a quote is at most the time of the request, which also replaces a missing time.</summary>
    public async Task<Result<IReadOnlyList<BestQuote>>> ReadAsync(string? symbol, CancellationToken cancel)
    {
        long asked_ms = clock.NowMilliseconds();
        Result<IReadOnlyList<BestQuote>> read = await _market.GetBestQuotesAsync(symbol, cancel);
        return read.Then(quotes => Result<IReadOnlyList<BestQuote>>.Ok(
            [.. quotes.Select(quote => quote.Time_ms <= 0 || quote.Time_ms > asked_ms ? quote with { Time_ms = asked_ms } : quote)]));
    }
}

/// <summary>Modes of an account that cannot be traded in.</summary>
internal static class ModeFaults
{
    public static Fault MultiAssets { get; } =
        new(FaultKind.Denied, "the account is in multi-assets mode; sizing needs single-asset mode: switch it off at the exchange");
}
