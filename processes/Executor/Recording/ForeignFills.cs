using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Recording;

/// <summary>
/// Finds the fills that the ledger does not explain: an income record refers to a trade of no known order, such as a liquidation or an
/// order placed elsewhere. The trade is queried at the exchange after the ledger has had time to receive it. One task at a time.
/// </summary>
internal sealed class ForeignFills(IAccountBookings bookings, AccountStoreReader stored, string account)
{
    private const long Delay_ms = 30 * UnixTime.MillisecondsPerSecond;
    private const long Memory_ms = UnixTime.MillisecondsPerHour;
    private const int PageRows = 1000;
    private static readonly string[] s_forcedPrefixes = ["autoclose-", "adl_autoclose"];

    private readonly Dictionary<(string Symbol, long TradeId), long> _known = [];
    private readonly Dictionary<(string Symbol, long TradeId), long> _unexplained = [];

    /// <summary>Trades in income records that no stored fill explains, of the last day before the store ends.</summary>
    public Result<Done> Resume(AccountManifest manifest)
    {
        var period = new StorePeriod(manifest.Income_ms - UnixTime.MillisecondsPerDay, long.MaxValue);
        Result<List<FillRecord>> fills = stored.Fills(account, period);
        Result<List<IncomeRecord>> income = stored.Income(account, period);
        if ((fills.Fault ?? income.Fault) is { } fault)
            return fault;
        Know(fills.Value);
        Take(income.Value);
        return Done.Value;
    }

    /// <summary>Fills that the ledger has booked, or that were found here.</summary>
    public void Know(IEnumerable<FillRecord> fills)
    {
        foreach (FillRecord fill in fills)
        {
            _known[(fill.Symbol, fill.TradeId)] = fill.Time_ms;
            _unexplained.Remove((fill.Symbol, fill.TradeId));
        }
    }

    /// <summary>Takes new income records.</summary>
    public void Take(IEnumerable<IncomeRecord> rows)
    {
        foreach (IncomeRecord row in rows)
        {
            if (row.Kind is "REALIZED_PNL" or "COMMISSION" && long.TryParse(row.TradeId, out long id) && !_known.ContainsKey((row.Symbol, id)))
                _unexplained[(row.Symbol, id)] = row.Time_ms;
        }
    }

    /// <summary>Removes trades to which no new income record can refer.</summary>
    public void Forget(long now_ms)
    {
        foreach (var old in _known.Where(known => known.Value < now_ms - Memory_ms).ToArray())
            _known.Remove(old.Key);
    }

    /// <summary>Reads the fills of unknown trades; returns them again until <see cref="Know"/> is called with them.</summary>
    /// <param name="unsettled">Symbols of orders whose fills are not complete yet; their trades wait.</param>
    public async Task<Result<IReadOnlyList<FillRecord>>> ReadAsync(long now_ms, IReadOnlySet<string> unsettled, CancellationToken cancel)
    {
        var found = new List<FillRecord>();
        foreach (var symbol in _unexplained.Where(trade => trade.Value < now_ms - Delay_ms && !unsettled.Contains(trade.Key.Symbol)).GroupBy(trade => trade.Key.Symbol).ToArray())
        {
            Dictionary<long, long> wanted = symbol.ToDictionary(trade => trade.Key.TradeId, trade => trade.Value);
            Result<List<FillRecord>> before = stored.Fills(account, new StorePeriod(wanted.Values.Min(), wanted.Values.Max() + 1));
            if (!before.IsOk)
                return before.Fault;
            Know(before.Value.Where(fill => fill.Symbol == symbol.Key));
            foreach (long id in wanted.Keys.Where(id => _known.ContainsKey((symbol.Key, id))).ToArray())
                wanted.Remove(id);
            Result<List<FillRecord>> read = wanted.Count == 0 ? new List<FillRecord>() : await ReadAsync(symbol.Key, wanted.Keys.ToHashSet(), cancel);
            if (!read.IsOk)
                return read.Fault;
            found.AddRange(read.Value);
            // A trade that the exchange does not return is queried once.
            foreach (long id in wanted.Keys.Except(read.Value.Select(fill => fill.TradeId)))
                _unexplained.Remove((symbol.Key, id));
        }

        return found;
    }

    private async Task<Result<List<FillRecord>>> ReadAsync(string symbol, HashSet<long> wanted, CancellationToken cancel)
    {
        var fills = new List<FillRecord>();
        var origins = new Dictionary<long, (FillOrigin Origin, string ClientId)>();
        for (long from = wanted.Min(); ;)
        {
            Result<IReadOnlyList<VenueTrade>> page = await bookings.TradesFromAsync(symbol, from, PageRows, cancel);
            if (!page.IsOk)
                return page.Fault;
            foreach (VenueTrade trade in page.Value.Where(trade => wanted.Contains(trade.TradeId)))
            {
                if (!origins.TryGetValue(trade.OrderId, out (FillOrigin Origin, string ClientId) origin))
                {
                    Result<(FillOrigin, string)> asked = await OriginOfAsync(symbol, trade.OrderId, cancel);
                    if (!asked.IsOk)
                        return asked.Fault;
                    origins[trade.OrderId] = origin = asked.Value;
                }

                fills.Add(new FillRecord(
                    0, trade.Time_ms, symbol, trade.TradeId, origin.Origin, origin.ClientId, trade.OrderId, "", "", trade.Side, trade.PositionSide, trade.Quantity, trade.Price, trade.Commission,
                    trade.CommissionAsset, trade.RealizedPnl, trade.IsMaker));
            }

            if (page.Value.Count < PageRows || page.Value[^1].TradeId >= wanted.Max())
                return fills;
            from = page.Value[^1].TradeId + 1;
        }
    }

    private async Task<Result<(FillOrigin, string)>> OriginOfAsync(string symbol, long orderId, CancellationToken cancel)
    {
        Result<VenueOrder> order = await bookings.OrderAsync(symbol, orderId, cancel);
        if (!order.IsOk)
            return order.Fault.Kind == FaultKind.NotFound ? (FillOrigin.Foreign, "") : order.Fault;
        string id = order.Value.ClientOrderId;
        FillOrigin origin = OrderIds.IsOurs(account, id) ? FillOrigin.Own
            : s_forcedPrefixes.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal)) ? FillOrigin.Forced
            : FillOrigin.Foreign;
        return (origin, id);
    }
}
