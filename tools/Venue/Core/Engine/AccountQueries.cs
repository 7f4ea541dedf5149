using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Conditional;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Engine;

/// <summary>Queries of one account; each returns an immutable view. Thread-safe.</summary>
internal sealed class AccountQueries(Turn turn)
{
    public AccountView Account(AccountId account) => turn.Take(core => AccountViewBuilder.Show(core.State.Of(account)));

    /// <summary>The positions that are open or have open orders; with <paramref name="all"/>, one row for each symbol and side.</summary>
    public IReadOnlyList<PositionView> Positions(AccountId account, string? symbol, bool all, bool bothRow = false) => turn.Take(core =>
    {
        Account owner = core.State.Of(account);
        MarginSums sums = MarginRules.Sum(owner);
        var rows = new List<PositionView>();
        foreach (SymbolState at in core.State.Symbols)
        {
            if (symbol is not null && at.Listing.Symbol != symbol)
                continue;
            Holding? holding = owner.TryIn(at.Listing);
            if (holding is null && !all)
                continue;
            holding ??= new Holding(owner, at.Listing);
            foreach (ExactPosition position in bothRow && owner.Hedge ? holding.Positions.Prepend(holding.Both) : holding.Positions)
            {
                if (all || position.IsOpen || holding.OpenOrders > 0)
                    rows.Add(AccountViewBuilder.Show(holding, position, sums));
            }
        }

        return rows;
    });

    /// <summary>An open or ended order; null when there is no such order.</summary>
    public OrderView? Order(AccountId account, string symbol, long? orderId, string? clientOrderId) =>
        turn.Take(core => OrdersIn(core, account, symbol)?.Find(orderId, clientOrderId) is { } order && !order.IsForgotten(core.State.Now_ms) ? order.ToView() : null);

    public IReadOnlyList<OrderView> OpenOrders(AccountId account, string? symbol) => turn.Take<IReadOnlyList<OrderView>>(core =>
        [.. AllOrdersIn(core, account, symbol).SelectMany(orders => orders.Open).OrderBy(order => order.Id).Select(order => order.ToView())]);

    /// <summary>The orders from an order id on, or the newest orders between two times (Unix ms, inclusive); ascending by id.</summary>
    public IReadOnlyList<OrderView> AllOrders(AccountId account, string? symbol, int limit, long? orderId = null, long? start_ms = null, long? end_ms = null) => turn.Take<IReadOnlyList<OrderView>>(core =>
    {
        IEnumerable<Order> rows = AllOrdersIn(core, account, symbol).SelectMany(orders => orders.All)
            .Where(order => !order.IsForgotten(core.State.Now_ms) && order.Id >= (orderId ?? 0) && order.Created_ms >= (start_ms ?? 0) && order.Created_ms <= (end_ms ?? long.MaxValue))
            .OrderBy(order => order.Id);
        rows = orderId is null ? rows.TakeLast(limit) : rows.Take(limit);
        return [.. rows.Select(order => order.ToView())];
    });

    /// <summary>The first fills from a trade id or start time (Unix ms, inclusive) on; without both, the newest fills. Ascending by id.</summary>
    public IReadOnlyList<UserTradeView> Trades(AccountId account, string symbol, int limit, long? orderId = null, long? fromId = null, long? start_ms = null, long? end_ms = null) => turn.Take<IReadOnlyList<UserTradeView>>(core =>
    {
        if (core.State.Find(symbol) is not { } at || core.State.Of(account).TryIn(at.Listing) is not { } holding)
            return [];
        long oldest_ms = Math.Max(start_ms ?? 0, Oldest(core));
        IEnumerable<UserTradeRow> rows = core.State.OrdersOf(holding.Account).Fills.Items().Where(trade => trade.Symbol == at.Listing.Index
            && trade.TradeId >= (fromId ?? 0) && trade.Time_ms >= oldest_ms
            && trade.Time_ms <= (end_ms ?? long.MaxValue) && (orderId is null || trade.OrderId == orderId));
        bool bounded = fromId is not null || start_ms is not null;
        rows = bounded ? rows.Take(limit) : rows.TakeLast(limit);
        return [.. rows.Select(row => row.ToView(holding))];
    });

    public IReadOnlyList<AmendmentView> Amendments(AccountId account, string symbol, long? orderId, string? clientOrderId, int limit, long? start_ms = null, long? end_ms = null) => turn.Take<IReadOnlyList<AmendmentView>>(core =>
        [.. core.State.OrdersOf(core.State.Of(account)).Amendments.Items().Reverse().Where(row => row.Symbol == symbol && (orderId is null || row.OrderId == orderId) && (clientOrderId is null || row.ClientOrderId == clientOrderId)
            && row.Time_ms >= Math.Max(start_ms ?? 0, Oldest(core)) && row.Time_ms <= (end_ms ?? long.MaxValue)).Take(limit)]);

    public AlgoOrderView? AlgoOrder(AccountId account, long? algoId, string? clientAlgoId) =>
        turn.Take(core => core.Algos.Find(core.State.Of(account), algoId, clientAlgoId)?.ToView());

    public IReadOnlyList<AlgoOrderView> OpenAlgoOrders(AccountId account, string? symbol) => turn.Take<IReadOnlyList<AlgoOrderView>>(core =>
        [.. core.Algos.Open.Where(algo => IsOf(algo, account, symbol)).Select(algo => algo.ToView())]);

    public IReadOnlyList<AlgoOrderView> AllAlgoOrders(AccountId account, string symbol, int limit, long? algoId = null, long? start_ms = null, long? end_ms = null) => turn.Take<IReadOnlyList<AlgoOrderView>>(core =>
        [.. core.Algos.All.Where(algo => IsOf(algo, account, symbol) && algo.Id >= (algoId ?? 0) && algo.Created_ms >= (start_ms ?? 0)
            && algo.Created_ms <= (end_ms ?? long.MaxValue)).OrderBy(algo => algo.Id).TakeLast(limit).Select(algo => algo.ToView())]);

    public IReadOnlyList<ForceOrderView> ForceOrders(AccountId account, string? symbol, bool? deleveraging, int limit, long? start_ms = null, long? end_ms = null) => turn.Take<IReadOnlyList<ForceOrderView>>(core =>
        [.. core.State.Of(account).ForceOrders.Items().Where(row => (symbol is null || row.Order.Symbol == symbol) && (deleveraging is null || row.IsDeleveraging == deleveraging)
            && row.Order.Created_ms >= Math.Max(start_ms ?? 0, Oldest(core)) && row.Order.Created_ms <= (end_ms ?? long.MaxValue)).TakeLast(limit)]);

    public IReadOnlyList<IncomeView> Income(AccountId account, string? symbol, IncomeType? type, int limit, long? start_ms = null, long? end_ms = null, int page = 1) => turn.Take<IReadOnlyList<IncomeView>>(core =>
    {
        IEnumerable<IncomeRow> rows = core.State.Of(account).Income.Items().Where(row => (symbol is null || row.Symbol == symbol) && (type is null || row.Type == type)
            && row.Time_ms >= Math.Max(start_ms ?? 0, Oldest(core)) && row.Time_ms <= (end_ms ?? long.MaxValue));
        rows = start_ms is null && page == 1 ? rows.TakeLast(limit) : rows.Skip((Math.Max(1, page) - 1) * limit).Take(limit);
        return [.. rows.Select(row => row.ToView(account))];
    });

    public IReadOnlyList<MarginChangeView> MarginChanges(AccountId account, string symbol, int limit, int? type = null, long? start_ms = null, long? end_ms = null) => turn.Take<IReadOnlyList<MarginChangeView>>(core =>
        [.. core.State.Of(account).MarginChanges.Items().Where(row => row.Symbol == symbol && (type is null || row.Type == type)
            && row.Time_ms >= Math.Max(start_ms ?? 0, Oldest(core)) && row.Time_ms <= (end_ms ?? long.MaxValue)).TakeLast(limit)]);

    public IReadOnlyList<SymbolConfigView> SymbolConfigs(AccountId account, string? symbol) => turn.Take<IReadOnlyList<SymbolConfigView>>(core =>
        [.. core.State.Symbols.Where(at => symbol is null || at.Listing.Symbol == symbol).Select(at =>
        {
            Holding holding = core.State.Of(account).TryIn(at.Listing) ?? new Holding(core.State.Of(account), at.Listing);
            return new SymbolConfigView(at.Listing.Symbol, holding.MarginType, holding.Leverage, holding.MaxNotional);
        })]);

    public CommissionView Commission(AccountId account, string symbol) => turn.Take(core =>
    {
        Check.That(account.Value < core.State.Accounts.Count, "the account is open");
        FeeRates fees = core.State.Of(account).Fees;
        return new CommissionView(symbol, fees.Maker, fees.Taker, core.State.Options.RpiFee);
    });

    /// <summary>The oldest time for which the exchange shows fills, incomes and liquidations, Unix ms.</summary>
    private static long Oldest(ExchangeCore core) => core.State.Now_ms - Orders.Order.RetentionDays * UnixTime.MillisecondsPerDay;

    /// <summary>The number of items of all accounts and symbols in memory.</summary>
    public RetentionView Retention() => turn.Take(core =>
    {
        AccountOrders[] ledgers = [.. core.State.Accounts.Select(core.State.OrdersOf)];
        return new RetentionView(
            ledgers.Sum(ledger => ledger.BySymbol.Sum(orders => (long)orders.Holding.OpenOrders)), ledgers.Sum(ledger => (long)ledger.Ended), ledgers.Sum(ledger => ledger.Forgotten),
            ledgers.Sum(ledger => (long)ledger.Fills.Count), core.State.Accounts.Sum(account => (long)account.Income.Count), ledgers.Sum(ledger => (long)ledger.Amendments.Count),
            core.Algos.Count, core.State.Symbols.Sum(symbol => (long)symbol.Tape.Trades.Count), core.State.Symbols.Sum(symbol => (long)symbol.Tape.AggTrades.Count),
            core.State.Symbols.Sum(symbol => (long)symbol.Tape.Minutes.Count));
    });

    private static bool IsOf(AlgoOrder algo, AccountId account, string? symbol) =>
        algo.Holding.Account.Id == account && (symbol is null || algo.Holding.Listing.Symbol == symbol);

    private static SymbolOrders? OrdersIn(ExchangeCore core, AccountId account, string symbol) => AllOrdersIn(core, account, symbol).FirstOrDefault();

    private static IEnumerable<SymbolOrders> AllOrdersIn(ExchangeCore core, AccountId account, string? symbol) =>
        core.State.OrdersOf(core.State.Of(account)).BySymbol.Where(orders => symbol is null || orders.Holding.Listing.Symbol == symbol);
}
