using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Reconciliation;

/// <summary>The cause of a difference between the exchange and the ledger.</summary>
internal enum DifferenceVerdict
{
    /// <summary>The position existed before this ledger began.</summary>
    FirstSeen = 1,

    Liquidated,
    Deleveraged,

    /// <summary>The contract was settled by the exchange.</summary>
    Settled,

    /// <summary>Somebody else traded on this account.</summary>
    Foreign,

    Unexplained,
}

/// <summary>
/// Explains a position by the account's trades that the ledger does not know: a liquidation, auto-deleveraging, a settlement, or foreign
/// orders (spec/binance-usdm.md §7).
/// </summary>
internal sealed class PositionExplanation(BinanceOrderClient orders, string account)
{
    private const int RowsMax = 1_000;

    /// <summary>Tolerance for the difference between the exchange's clock and ours.</summary>
    private const long Margin_ms = 60_000;

    /// <summary>The verdict and its evidence; a fault when the trades cannot be read now.</summary>
    /// <param name="since_ms">Time at which the ledger and the exchange last agreed.</param>
    public async Task<Result<(DifferenceVerdict Verdict, string Detail)>> ExplainAsync(PositionDifference difference, long since_ms, CancellationToken cancel)
    {
        long from_ms = Math.Max(0, since_ms - Margin_ms);
        Result<IReadOnlyList<VenueTrade>> trades = await orders.GetTradesSinceAsync(difference.Symbol, from_ms, RowsMax, cancel);
        if (!trades.IsOk)
            return trades.Fault;
        Result<IReadOnlyList<VenueOrder>> placed = await orders.GetAllOrdersAsync(difference.Symbol, from_ms, null, RowsMax, cancel);
        if (!placed.IsOk)
            return placed.Fault;
        var ids = placed.Value.ToDictionary(order => order.OrderId, order => order.ClientOrderId);
        VenueTrade[] strange =
        [
            .. trades.Value.Where(trade => trade.PositionSide == difference.Side && trade.Time_ms >= since_ms && !OrderIds.IsOurs(account, ids.GetValueOrDefault(trade.OrderId, ""))),
        ];
        Quantity sum = strange.Aggregate(Quantity.Zero, (total, trade) => total + (trade.Side == Side.Buy ? trade.Quantity : -trade.Quantity));
        if (strange.Length == 0 || sum != difference.Gap)
            return (DifferenceVerdict.Unexplained, $"foreign trades since then sum to {sum}");
        string[] names = [.. strange.Select(trade => ids.GetValueOrDefault(trade.OrderId, $"order {trade.OrderId}")).Distinct(StringComparer.Ordinal)];
        return (VerdictOf(names), $"by {string.Join(", ", names.Take(3))}");
    }

    private static DifferenceVerdict VerdictOf(string[] names) =>
        names.Any(name => name.StartsWith("autoclose-", StringComparison.Ordinal)) ? DifferenceVerdict.Liquidated
        : names.Any(name => name.StartsWith("adl_autoclose", StringComparison.Ordinal)) ? DifferenceVerdict.Deleveraged
        : names.Any(name => name.StartsWith("settlement_autoclose-", StringComparison.Ordinal)) ? DifferenceVerdict.Settled
        : DifferenceVerdict.Foreign;
}
