using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Engine;

/// <summary>Private questions to the exchange; each answers an immutable view.</summary>
internal sealed class AccountQueries
{
    public AccountView Account(AccountId account) => throw new NotSupportedException();

    /// <summary>Rows with a position or open orders; with all, a row per symbol and side.</summary>
    public IReadOnlyList<PositionView> Positions(AccountId account, string? symbol, bool all) => throw new NotSupportedException();

    /// <summary>Open or finished; null when there is none.</summary>
    public OrderView? Order(AccountId account, string symbol, long? orderId, string? clientOrderId) => throw new NotSupportedException();

    public IReadOnlyList<OrderView> OpenOrders(AccountId account, string? symbol) => throw new NotSupportedException();

    /// <summary>From an order id on, or the newest of the window; ascending.</summary>
    public IReadOnlyList<OrderView> AllOrders(AccountId account, string? symbol, int limit, long? orderId = null, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    /// <summary>The oldest of the window (or from an id); without bounds the newest. Ascending.</summary>
    public IReadOnlyList<UserTradeView> Trades(AccountId account, string symbol, int limit, long? orderId = null, long? fromId = null, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    public IReadOnlyList<AmendmentView> Amendments(AccountId account, string symbol, long? orderId, string? clientOrderId, int limit, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    public AlgoOrderView? AlgoOrder(AccountId account, long? algoId, string? clientAlgoId) => throw new NotSupportedException();

    public IReadOnlyList<AlgoOrderView> OpenAlgoOrders(AccountId account, string? symbol) => throw new NotSupportedException();

    public IReadOnlyList<AlgoOrderView> AllAlgoOrders(AccountId account, string symbol, int limit, long? algoId = null, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    public IReadOnlyList<ForceOrderView> ForceOrders(AccountId account, string? symbol, bool? deleveraging, int limit, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    public IReadOnlyList<IncomeView> Income(AccountId account, string? symbol, IncomeType? type, int limit, long? start_ms = null, long? end_ms = null, int page = 1) => throw new NotSupportedException();

    public IReadOnlyList<MarginChangeView> MarginChanges(AccountId account, string symbol, int limit, int? type = null, long? start_ms = null, long? end_ms = null) => throw new NotSupportedException();

    public IReadOnlyList<SymbolConfigView> SymbolConfigs(AccountId account, string? symbol) => throw new NotSupportedException();

    public CommissionView Commission(AccountId account, string symbol) => throw new NotSupportedException();
}
