using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Gateway;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Paper;

/// <summary>
/// What changed the wallet of a paper account, as the exchange would report it, and the trades and orders of its liquidations. Facts are
/// added on the account's context and become visible to readers, on any thread, when they are on disk.
/// </summary>
internal sealed class PaperBookings : IAccountBookings
{
    /// <summary>Client order ids of liquidations begin with it, as at the exchange.</summary>
    public const string LiquidationPrefix = "autoclose-";

    /// <summary>Bound on bookings that wait for the recorder; beyond it the oldest are dropped, and the report names the difference.</summary>
    private const int RowsMax = 200_000;

    /// <summary>Bound on the trades of liquidations kept.</summary>
    private const int TradesMax = 2_000;

    private const string Asset = "USDT";

    private readonly Lock _gate = new();
    private readonly List<IncomeEntry> _added = [];
    private readonly List<IncomeEntry> _visible = [];
    private readonly List<(VenueOrder Order, VenueTrade Trade)> _forced = [];

    /// <summary>The bookings of a fill: its commission, and the profit of what it closed.</summary>
    public void Add(VenueOrder order, VenueTrade trade)
    {
        string id = trade.TradeId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!trade.RealizedPnl.IsZero)
            _added.Add(new IncomeEntry(trade.Symbol, "REALIZED_PNL", trade.RealizedPnl, Asset, trade.Time_ms, trade.TradeId, id));
        if (!trade.Commission.IsZero)
            _added.Add(new IncomeEntry(trade.Symbol, "COMMISSION", -trade.Commission, trade.CommissionAsset, trade.Time_ms, trade.TradeId, id));
        AddForced(order, trade);
    }

    /// <summary>Has the time of its booking: it is known up to a minute after its settlement, or later after a downtime.</summary>
    public void Add(PaperFunded funded) =>
        _added.Add(new IncomeEntry(funded.Symbol, "FUNDING_FEE", funded.Amount, Asset, funded.At_ms, funded.Funding_ms * 4 + (int)funded.Side, ""));

    public void Add(PaperCleared cleared) => _added.Add(new IncomeEntry(cleared.Symbol, "INSURANCE_CLEAR", cleared.Amount, Asset, cleared.At_ms, cleared.At_ms, ""));

    /// <summary>Makes everything added visible; call when its facts are on disk.</summary>
    public void Publish()
    {
        lock (_gate)
        {
            _visible.AddRange(_added);
            _added.Clear();
            if (_visible.Count > RowsMax)
                _visible.RemoveRange(0, _visible.Count - RowsMax);
        }
    }

    /// <summary>Every booking that is not recorded yet, for a checkpoint.</summary>
    public IReadOnlyList<IncomeEntry> Unrecorded()
    {
        lock (_gate)
            return [.. _visible, .. _added];
    }

    /// <summary>Starts again from a checkpoint.</summary>
    public void Restore(IReadOnlyList<IncomeEntry> income, IEnumerable<PaperOrder> orders)
    {
        lock (_gate)
        {
            _visible.Clear();
            _added.Clear();
            _added.AddRange(income);
            _forced.Clear();
        }

        foreach (PaperOrder order in orders)
        {
            foreach (VenueTrade trade in order.Trades)
                AddForced(order.Order, trade);
        }
    }

    public Task<Result<IReadOnlyList<IncomeEntry>>> IncomePageAsync(long start_ms, long end_ms, int page, int limit, CancellationToken cancel)
    {
        lock (_gate)
        {
            IEnumerable<IncomeEntry> rows = _visible.Where(row => row.Time_ms >= start_ms && row.Time_ms <= end_ms).Skip((page - 1) * limit).Take(limit);
            return Task.FromResult(Result<IReadOnlyList<IncomeEntry>>.Ok([.. rows]));
        }
    }

    /// <summary>Trades of liquidations only: all others are fills of our orders.</summary>
    public Task<Result<IReadOnlyList<VenueTrade>>> TradesFromAsync(string symbol, long fromId, int limit, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(Result<IReadOnlyList<VenueTrade>>.Ok(
                [.. _forced.Select(forced => forced.Trade).Where(trade => trade.Symbol == symbol && trade.TradeId >= fromId).Take(limit)]));
        }
    }

    public Task<Result<VenueOrder>> OrderAsync(string symbol, long orderId, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult<Result<VenueOrder>>(_forced.Find(forced => forced.Order.OrderId == orderId && forced.Order.Symbol == symbol).Order is { } order
                ? order
                : new Fault(FaultKind.NotFound, $"{symbol} {orderId} is no liquidation on paper"));
        }
    }

    public void Recorded(long before_ms)
    {
        lock (_gate)
            _visible.RemoveAll(row => row.Time_ms < before_ms);
    }

    private void AddForced(VenueOrder order, VenueTrade trade)
    {
        if (!order.ClientOrderId.StartsWith(LiquidationPrefix, StringComparison.Ordinal))
            return;
        lock (_gate)
        {
            _forced.Add((order, trade));
            if (_forced.Count > TradesMax)
                _forced.RemoveAt(0);
        }
    }
}
