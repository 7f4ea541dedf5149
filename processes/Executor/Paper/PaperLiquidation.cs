using System.Globalization;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Gateway;
using Platform.Hosting.Alerts;
using Platform.Primitives.Numbers;
using Platform.Primitives.Time;

namespace Platform.Executor.Paper;

/// <summary>
/// Closes a paper account whose margin balance has reached its maintenance margin, with all margin crossed: open orders expire, every
/// position is closed at its mark price with the taker commission, and a clearance fee is paid from what is left, or the insurance fund
/// covers a negative wallet. Owned by the account's context.
/// </summary>
internal sealed class PaperLiquidation(PaperLedger ledger, AlertPublisher alerts, TimeProvider clock)
{
    /// <summary>Of the closed notional; liquidationFee in exchangeInfo, which is the same for all contracts with few exceptions.</summary>
    private static readonly Rate s_clearanceFee = Rate.Parse("0.0125");

    /// <summary>True when the margin balance does not exceed the maintenance margin of open positions.</summary>
    public static bool IsDue(AccountState account) =>
        account.Positions.Count > 0 && account.Totals.MaintenanceMargin.Units > 0 && account.Totals.MarginBalance <= account.Totals.MaintenanceMargin;

    /// <summary>
    /// Everything is on disk when it returns; the alert follows. Does nothing when the positions have changed since the account was read: the
    /// next read decides.
    /// </summary>
    public void Close(AccountState account, Rate taker)
    {
        if (account.Positions.Any(position => ledger.State.Held(position.Symbol, position.PositionSide) != position.Quantity))
            return;
        long now_ms = clock.NowMilliseconds();
        foreach (PaperOrder open in ledger.State.OpenOrders.ToArray())
            ledger.Record(new PaperEnded(now_ms, open.Order.ClientOrderId, VenueOrderStatus.Expired));
        Notional closed = Notional.Zero;
        foreach (PositionRisk position in account.Positions)
            closed += Close(position, now_ms, taker);
        Money wallet = ledger.State.Wallet, cleared = wallet.Units < 0 ? -wallet : -Money.Min(wallet, s_clearanceFee.Of(closed));
        if (!cleared.IsZero)
            ledger.Record(new PaperCleared(now_ms, account.Positions[0].Symbol, cleared));
        ledger.Commit(now_ms);
        string held = string.Join(", ", account.Positions.Select(position => $"{position.Symbol} {position.Quantity} at {position.MarkPrice}"));
        alerts.RaiseIncident(
            "paper_liquidation", AlertSeverity.Critical,
            $"the paper account is liquidated: margin balance {account.Totals.MarginBalance}, maintenance margin {account.Totals.MaintenanceMargin}; closed {held}; wallet {ledger.State.Wallet}");
    }

    private Notional Close(PositionRisk position, long now_ms, Rate taker)
    {
        long id = ledger.State.NextId(now_ms);
        var order = new VenueOrder(
            id, string.Create(CultureInfo.InvariantCulture, $"{PaperBookings.LiquidationPrefix}{id}"), position.Symbol, position.Quantity.Sign > 0 ? Side.Sell : Side.Buy, position.PositionSide,
            OrderType.Limit, VenueOrderStatus.New, position.Quantity.Abs, Quantity.Zero, position.MarkPrice, Price.Zero, ReduceOnly: true, now_ms);
        ledger.Record(new PaperPlaced(now_ms, order));
        ledger.Record(ledger.State.FillOf(now_ms, order, new DepthLevel(position.MarkPrice, order.Quantity), taker, isMaker: false));
        return (position.MarkPrice * order.Quantity).Abs;
    }
}
