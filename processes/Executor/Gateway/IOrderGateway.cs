using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Gateway;

/// <summary>
/// The account that orders change: the exchange's account, or a paper account in a dry run. Its faults are those of the exchange
/// client. Owned by the account's context. Only the live gateway holds a session that can change an account.
/// </summary>
internal interface IOrderGateway : IDisposable
{
    /// <summary>True in a dry run: orders, positions and money exist only here, not at the exchange.</summary>
    bool IsPaper { get; }

    /// <summary>What the account has booked.</summary>
    IAccountBookings Bookings { get; }

    /// <summary>Real time to wait for fills on the stream before they are queried.</summary>
    TimeSpan FillRetryPolicy { get; }

    /// <param name="whyNot">Called immediately before the order is sent; when it returns a reason, the result is Denied and nothing was sent.</param>
    Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string> whyNot, CancellationToken cancel);

    /// <summary>NotFound when there is no such open order; it may have filled.</summary>
    Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel);

    /// <summary>NotFound when no such order is known.</summary>
    Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel);

    /// <summary>All fills of one order, however many, oldest first.</summary>
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

    /// <summary>Money and positions, read at the same moment.</summary>
    Task<Result<AccountState>> AccountAsync(CancellationToken cancel);

    /// <summary>Transfers in and, negative, out with time ≥ from, at most 1000; none on paper.</summary>
    Task<Result<IReadOnlyList<IncomeEntry>>> TransfersAsync(long from_ms, CancellationToken cancel);

    /// <summary>True in hedge mode. Multi-assets mode is Denied: sizing needs one margin asset.</summary>
    Task<Result<bool>> HedgeModeAsync(CancellationToken cancel);

    Task<Result<Done>> SetHedgeModeAsync(bool hedge, CancellationToken cancel);

    Task<Result<Done>> SetMarginTypeAsync(string symbol, MarginType type, CancellationToken cancel);

    Task<Result<Done>> SetLeverageAsync(string symbol, int leverage, CancellationToken cancel);

    /// <summary>
    /// Best prices with their quantities. The time of a quote is never later than the request by platform time, and is the time of the
    /// request where the exchange gives none, so that <see cref="BestQuote.AgeAt"/> is the age of the quote.
    /// </summary>
    /// <param name="symbol">Null for all.</param>
    Task<Result<IReadOnlyList<BestQuote>>> QuotesAsync(string? symbol, CancellationToken cancel);
}

/// <summary>The bookings of an account, and the trades and orders they refer to: those of the exchange, or of a paper account. Any thread.</summary>
internal interface IAccountBookings
{
    /// <summary>One page, numbered from 1, of all bookings with start ≤ time ≤ end, oldest first; a page that is not full is the last one.</summary>
    Task<Result<IReadOnlyList<IncomeEntry>>> IncomePageAsync(long start_ms, long end_ms, int page, int limit, CancellationToken cancel);

    /// <summary>Trades of the symbol with id ≥ from, oldest first; at most the limit.</summary>
    Task<Result<IReadOnlyList<VenueTrade>>> TradesFromAsync(string symbol, long fromId, int limit, CancellationToken cancel);

    /// <summary>NotFound when no such order is known.</summary>
    Task<Result<VenueOrder>> OrderAsync(string symbol, long orderId, CancellationToken cancel);

    /// <summary>Bookings before this time are recorded and are not read again.</summary>
    void Recorded(long before_ms);
}

/// <summary>An account at one moment.</summary>
internal sealed record AccountState(AccountTotals Totals, IReadOnlyList<PositionRisk> Positions);
