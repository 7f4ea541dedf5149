using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Accounts;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Core;
using Platform.Venue.Engine.Entry;
using Platform.Venue.Engine.Orders;

namespace Platform.Venue.Engine.Risk;

/// <summary>Watches margins once per second and closes what can no longer be carried; the insurance fund takes the shortfall.</summary>
internal sealed class LiquidationDesk(CoreState state, OrderDesk orders, FillDesk fills, Matcher matcher)
{
    /// <summary>A margin call is sent when maintenance margin reaches this share of the margin balance, in percent.</summary>
    private const int CallAt = 80;

    public void Tick()
    {
        foreach (Account account in state.Accounts)
            Watch(account);
    }

    /// <summary>Closes positions as a liquidation does, whatever the margin; of one symbol or all.</summary>
    public void Force(Account account, SymbolState? only)
    {
        foreach (Holding holding in account.Holdings.ToArray())
        {
            if (holding.HasPosition && (only is null || holding.Listing == only.Listing))
                Liquidate(holding);
        }

        CoverShortfall(account);
    }

    /// <summary>Takes the account's positions in a symbol at the mark price, without a fee, against the house.</summary>
    public void Deleverage(Account account, SymbolState symbol)
    {
        if (account.TryIn(symbol.Listing) is not { HasPosition: true } holding)
            return;
        foreach (Position position in holding.Positions)
        {
            if (position.IsOpen)
                TakeOver(Begin(holding, position, "adl_autoclose"), symbol, TradeOrigin.Adl);
        }
    }

    /// <summary>Closes what is open in a contract that ends, at the mark price, without a fee.</summary>
    public void SettleDelisted(Holding holding, SymbolState symbol)
    {
        foreach (Position position in holding.Positions)
        {
            if (position.IsOpen)
                TakeOver(Begin(holding, position, "settlement_autoclose"), symbol, TradeOrigin.InsuranceFund);
        }
    }

    private void Watch(Account account)
    {
        bool open = false;
        for (int i = 0; i < account.Holdings.Count; i++)
            open |= account.Holdings[i].HasPosition;
        if (!open)
            return;
        MarginSums sums = MarginRules.Sum(account);
        Money balance = sums.CrossWallet + sums.CrossUnrealized;
        if (sums.CrossMaintenance.Units > 0 && balance <= sums.CrossMaintenance)
        {
            LiquidateCross(account);
            return;
        }

        Call(account, sums, balance);
        foreach (Holding holding in account.Holdings.ToArray())
        {
            if (holding.IsIsolated && holding.HasPosition && holding.Positions.Any(position => IsLost(holding, position)))
                Liquidate(holding);
        }

        CoverShortfall(account);
    }

    private static bool IsLost(Holding holding, Position position) =>
        position.IsOpen && position.IsolatedWallet + MarginRules.Unrealized(holding, position) <= MarginRules.Maintenance(holding, position);

    private void LiquidateCross(Account account)
    {
        foreach (Holding holding in account.Holdings.ToArray())
        {
            if (!holding.IsIsolated)
                orders.CancelAll(holding, state.Symbols[holding.Listing.Index], OrderStatus.Expired, ExpiryReason.Liquidation);
        }

        foreach (Holding holding in account.Holdings.ToArray())
        {
            if (!holding.IsIsolated && holding.HasPosition)
                Liquidate(holding);
        }

        CoverShortfall(account);
    }

    private void Liquidate(Holding holding)
    {
        SymbolState symbol = state.Symbols[holding.Listing.Index];
        orders.CancelAll(holding, symbol, OrderStatus.Expired, ExpiryReason.Liquidation);
        foreach (Position position in holding.Positions)
        {
            if (!position.IsOpen)
                continue;
            Order order = Begin(holding, position, "autoclose");
            Price limit = order.Side == Side.Buy ? Price.MaxValue : Price.Zero;
            Quantity left = matcher.Match(symbol, order.Side, order, order.Quantity, limit, state.PrintsClients, out _);
            if (!left.IsZero)
                TakeOver(order, symbol, TradeOrigin.InsuranceFund);
            Money fee = symbol.Listing.View.LiquidationFee.Of(order.ExecutedQuote);
            Money paid = Money.Max(Money.Zero, Money.Min(fee, holding.Account.Wallet));
            Charge(holding.Account, paid, symbol.Listing.Symbol);
            ShowForceOrder(order, isDeleveraging: false);
        }
    }

    /// <summary>A liquidation order of the whole position, announced, in no book.</summary>
    private Order Begin(Holding holding, Position position, string prefix)
    {
        long id = state.NextOrderId();
        var order = new Order
        {
            Id = id, Holding = holding, ClientId = $"{prefix}-{id}", Side = position.Amount.Sign > 0 ? Side.Sell : Side.Buy,
            PositionSide = position.Side, Type = OrderType.Liquidation, OriginalType = OrderType.Liquidation, TimeInForce = TimeInForce.Ioc,
            Created_ms = state.Now_ms, Updated_ms = state.Now_ms, Closes = true, Price = holding.Listing.MarkPrice, Quantity = position.Amount.Abs,
        };
        state.ShelfOf(holding).Add(order);
        fills.Report(order, ExecutionType.New);
        return order;
    }

    private void TakeOver(Order order, SymbolState symbol, TradeOrigin origin)
    {
        fills.Book(symbol, order.Side, order, null, symbol.Listing.MarkPrice, order.Remaining, state.PrintsClients, origin);
        if (origin == TradeOrigin.Adl)
            ShowForceOrder(order, isDeleveraging: true);
    }

    private void ShowForceOrder(Order order, bool isDeleveraging)
    {
        var shown = new ForceOrderView(order.ToView(), isDeleveraging);
        order.Account.ForceOrders.Add(shown);
        if (!isDeleveraging)
            state.Events.ForceOrderPlaced(shown, shown.Order.AveragePrice, state.Now_ms);
    }

    private void Charge(Account account, Money amount, string symbol)
    {
        if (amount.IsZero)
            return;
        state.Ledger.MoveToInsurance(account, amount);
        fills.Earn(account, symbol, IncomeType.InsuranceClear, -amount, "INSURANCE_CLEAR", 0);
        if (state.Events.IsHeard)
            state.Events.AccountUpdated(AccountBooks.Change(account, AccountReason.InsuranceClear, state.Now_ms, -amount, null, null));
    }

    /// <summary>A flat account below zero is brought back to zero by the fund.</summary>
    private void CoverShortfall(Account account)
    {
        if (account.Wallet.Units >= 0 || account.Holdings.Any(holding => holding.HasPosition))
            return;
        Charge(account, account.Wallet, "");
    }

    private void Call(Account account, in MarginSums sums, Money balance)
    {
        bool near = IsNear(sums.CrossMaintenance, balance);
        if (near && !account.IsMarginCalled && state.Events.IsHeard)
        {
            IReadOnlyList<PositionView> crossed = [.. AccountBooks.Show(account).Positions.Where(row => !row.Amount.IsZero && row.MarginType == MarginType.Crossed)];
            state.Events.MarginCalled(new MarginCalled(account.Id, sums.CrossWallet, crossed, state.Now_ms));
        }

        account.IsMarginCalled = near;
        foreach (Holding holding in account.Holdings)
        {
            if (!holding.IsIsolated)
                continue;
            foreach (Position position in holding.Positions)
                CallIsolated(holding, position, sums);
        }
    }

    private void CallIsolated(Holding holding, Position position, in MarginSums sums)
    {
        bool near = position.IsOpen && IsNear(MarginRules.Maintenance(holding, position), position.IsolatedWallet + MarginRules.Unrealized(holding, position));
        if (near && !position.IsMarginCalled && state.Events.IsHeard)
            state.Events.MarginCalled(new MarginCalled(holding.Account.Id, null, [AccountBooks.Show(holding, position, sums)], state.Now_ms));
        position.IsMarginCalled = near;
    }

    private static bool IsNear(Money maintenance, Money balance) => maintenance.Units > 0 && (Int128)maintenance.Units * 100 >= (Int128)balance.Units * CallAt;
}
