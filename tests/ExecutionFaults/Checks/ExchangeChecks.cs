using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Orders;
using Platform.ExecutionFaults.Platforms;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.ExecutionFaults.Checks;

/// <summary>Compares what the exchange holds with what the ledger says, to the last digit, when nothing is on its way any more.</summary>
internal static class ExchangeChecks
{
    private const int Rows = 1_000;
    private const int PagesMax = 50;

    public static async Task<IReadOnlyList<string>> RunAsync(VenueControl venue, IReadOnlyList<string> symbols, OrderLedger ledger)
    {
        var findings = new List<string>(await PositionsAsync(venue, ledger));
        Money traded = Money.Zero;
        foreach (string symbol in symbols)
        {
            IReadOnlyList<VenueOrder> orders = Require(await venue.Orders.GetAllOrdersAsync(symbol, null, null, Rows, CancellationToken.None));
            IReadOnlyList<VenueTrade> trades = await TradesAsync(venue, symbol);
            findings.AddRange(Orders(symbol, orders, ledger));
            findings.AddRange(Fills(orders.ToDictionary(order => order.OrderId, order => order.ClientOrderId), trades, ledger));
            traded = trades.Aggregate(traded, (sum, trade) => sum + trade.RealizedPnl - trade.Commission);
        }

        findings.AddRange(await WalletAsync(venue, traded));
        IReadOnlyList<VenueOrder> open = Require(await venue.Orders.GetOpenOrdersAsync(null, CancellationToken.None));
        findings.AddRange(open.Select(order => $"{order.Symbol}: order {order.ClientOrderId} is open after everything ended"));
        return findings;
    }

    /// <summary>Differences between the positions of the exchange and those that the ledger explains.</summary>
    public static async Task<IReadOnlyList<string>> PositionsAsync(VenueControl venue, OrderLedger ledger)
    {
        var shown = Require(await venue.Account.GetPositionsAsync(null, CancellationToken.None))
            .Where(row => !row.Quantity.IsZero).ToDictionary(row => (row.Symbol, row.PositionSide), row => row.Quantity);
        return
        [
            .. shown.Keys.Union(ledger.ExpectedPositions.Keys)
                .Where(key => shown.GetValueOrDefault(key) != ledger.ExpectedPositions.GetValueOrDefault(key))
                .Select(key => $"{key.Item1} {key.Item2}: the exchange holds {shown.GetValueOrDefault(key)}, the ledger {ledger.ExpectedPositions.GetValueOrDefault(key)}"),
        ];
    }

    private static IEnumerable<string> Orders(string symbol, IReadOnlyList<VenueOrder> orders, OrderLedger ledger)
    {
        foreach (IGrouping<string, VenueOrder> twice in orders.GroupBy(order => order.ClientOrderId).Where(group => group.Count() > 1))
            yield return $"{symbol}: client id {twice.Key} was accepted {twice.Count()} times";
        foreach (VenueOrder order in orders.Where(order => OrderIds.IsOurs(AccountPlatform.Account, order.ClientOrderId)))
        {
            if (ledger.FindOrder(order.ClientOrderId) is not { } child)
                yield return $"{symbol}: order {order.ClientOrderId} is not in the ledger";
            else if (!child.State.IsTerminal() || child.Executed != order.Executed || child.Booked != order.Executed)
                yield return $"{symbol}: order {order.ClientOrderId} executed {order.Executed} at the exchange; the ledger has it {child.State}, executed {child.Executed}, booked {child.Booked}";
        }
    }

    private static IEnumerable<string> Fills(Dictionary<long, string> ids, IReadOnlyList<VenueTrade> trades, OrderLedger ledger)
    {
        foreach (VenueTrade trade in trades)
        {
            string id = ids.GetValueOrDefault(trade.OrderId, "");
            if (!OrderIds.IsOurs(AccountPlatform.Account, id))
                continue;
            OrderFill? fill = ledger.FindOrder(id)?.Fills.FirstOrDefault(fill => fill.TradeId == trade.TradeId);
            if (fill is null || fill.Quantity != trade.Quantity || fill.Price != trade.Price || fill.Commission != trade.Commission || fill.RealizedPnl != trade.RealizedPnl)
                yield return $"{trade.Symbol}: trade {trade.TradeId} of {id} is {trade.Quantity} at {trade.Price}, commission {trade.Commission}, realized {trade.RealizedPnl}; the ledger has {fill?.ToString() ?? "nothing"}";
        }
    }

    /// <summary>Wallet = initial balance + profits and commissions of trades + all other bookings.</summary>
    private static async Task<IReadOnlyList<string>> WalletAsync(VenueControl venue, Money traded)
    {
        AccountTotals totals = Require(await venue.Account.GetAccountAsync(CancellationToken.None));
        Money others = Money.Zero;
        for (int page = 1; page <= PagesMax; page++)
        {
            IReadOnlyList<IncomeEntry> rows = Require(await venue.Account.GetIncomePageAsync(venue.Anchor.VirtualStart_ms - 1_000, venue.Anchor.VirtualStart_ms + 6 * 86_400_000L, page, Rows, CancellationToken.None));
            others = rows.Where(row => row.Kind is not ("REALIZED_PNL" or "COMMISSION")).Aggregate(others, (sum, row) => sum + row.Amount);
            if (rows.Count < Rows)
                break;
        }

        Money explained = Money.Of(PlatformTerms.ScenarioBalance) + traded + others;
        return explained == totals.WalletBalance ? [] : [$"the wallet is {totals.WalletBalance}; trades ({traded}) and other bookings ({others}) explain {explained}"];
    }

    private static async Task<IReadOnlyList<VenueTrade>> TradesAsync(VenueControl venue, string symbol)
    {
        var trades = new SortedDictionary<long, VenueTrade>();
        IReadOnlyList<VenueTrade> page = Require(await venue.Orders.GetTradesSinceAsync(symbol, venue.Anchor.VirtualStart_ms - 1_000, Rows, CancellationToken.None));
        for (int pages = 0; page.Count > 0 && pages < PagesMax; pages++)
        {
            foreach (VenueTrade trade in page)
                trades[trade.TradeId] = trade;
            if (page.Count < Rows)
                break;
            page = Require(await venue.Orders.GetTradesFromAsync(symbol, trades.Last().Key + 1, Rows, CancellationToken.None));
        }

        return [.. trades.Values];
    }

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new InvalidOperationException(result.Fault.Message);
}
