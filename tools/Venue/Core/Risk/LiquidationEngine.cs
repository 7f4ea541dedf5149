using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Entry;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Risk;

/// <summary>Checks margins once per virtual second and closes positions below the maintenance margin; the insurance fund covers a shortfall.</summary>
internal sealed class LiquidationEngine(CoreState state, OrderEntry orders, FillProcessor fills, Matcher matcher)
{
    private readonly MarginCallEngine _calls = new(state);

    public void Tick()
    {
        foreach (Account account in state.Accounts)
            Watch(account);
    }

    /// <summary>Liquidates the positions of an account in one symbol, or in all when null, without a check of the margin.</summary>
    public void Force(Account account, SymbolState? only)
    {
        foreach (Holding holding in account.Holdings.ToArray())
        {
            if (!holding.HasPosition || (only is not null && holding.Listing != only.Listing))
                continue;
            orders.CancelAll(holding, state.Symbols[holding.Listing.Index], OrderStatus.Expired, ExpiryReason.Liquidation);
            foreach (ExactPosition position in holding.Positions)
                Liquidate(holding, position, atBankruptcy: false);
        }

        CoverShortfall(account);
    }

    /// <summary>Closes the account's positions in a symbol at the mark price, without a fee, against the market maker.</summary>
    public void Deleverage(Account account, SymbolState symbol)
    {
        if (account.TryIn(symbol.Listing) is not { HasPosition: true } holding)
            return;
        foreach (ExactPosition position in holding.Positions)
        {
            if (position.IsOpen)
                TakeOver(Begin(holding, position, "adl_autoclose", symbol.Listing.MarkPrice), symbol, TradeOrigin.Adl);
        }
    }

    /// <summary>Closes the open positions of a delisted contract or a closed account at the mark price, without a fee.</summary>
    public void SettleAtMark(Holding holding, SymbolState symbol)
    {
        foreach (ExactPosition position in holding.Positions)
        {
            if (position.IsOpen)
                TakeOver(Begin(holding, position, "settlement_autoclose", symbol.Listing.MarkPrice), symbol, TradeOrigin.InsuranceFund);
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

        _calls.Check(account, sums);
        foreach (Holding holding in account.Holdings.ToArray())
        {
            if (holding.IsIsolated && holding.HasPosition)
                LiquidateIsolated(holding);
        }
    }

    /// <summary>Liquidates isolated positions below their maintenance margin. In hedge mode each side has its own wallet and is liquidated separately.</summary>
    private void LiquidateIsolated(Holding holding)
    {
        foreach (ExactPosition position in holding.Positions)
        {
            if (!IsLost(holding, position))
                continue;
            orders.CancelAll(holding, state.Symbols[holding.Listing.Index], OrderStatus.Expired, ExpiryReason.Liquidation, position.Side);
            Liquidate(holding, position, atBankruptcy: true);
        }
    }

    private static bool IsLost(Holding holding, ExactPosition position) =>
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
            if (holding.IsIsolated)
                continue;
            foreach (ExactPosition position in holding.Positions)
                Liquidate(holding, position, atBankruptcy: true);
        }

        CoverShortfall(account);
    }

    /// <summary>
    /// Closes a position in the book up to its bankruptcy price. The insurance fund takes over what the book does not fill,
    /// at the bankruptcy price, or at the mark price when an operator forced the liquidation. The clearance fee is paid from the remaining margin;
    /// the fund covers a negative margin, so that an isolated position never costs more than its own wallet.
    /// </summary>
    private void Liquidate(Holding holding, ExactPosition position, bool atBankruptcy)
    {
        if (!position.IsOpen)
            return;
        (Account account, SymbolState symbol) = (holding.Account, state.Symbols[holding.Listing.Index]);
        (Money walletBefore, Money isolatedBefore) = (account.Wallet, position.IsolatedWallet);
        Order order = Begin(holding, position, "autoclose", MarginRules.BankruptcyPrice(holding, position, MarginRules.Sum(account)));
        matcher.Match(symbol, order.Side, order, order.Quantity, order.Price, state.PrintsClients, out _);
        if (order.IsOpen)
            TakeByFund(order, symbol, atBankruptcy ? order.Price : symbol.Listing.MarkPrice);
        Money left = holding.IsIsolated ? isolatedBefore + account.Wallet - walletBefore : Money.Max(Money.Zero, account.CrossWallet);
        Money fee = Money.Min(symbol.Listing.View.LiquidationFee.Of(order.ExecutedQuote), left);
        Charge(account, fee, symbol.Listing.Symbol);
        ShowForceOrder(order, isDeleveraging: false);
    }

    /// <summary>The insurance fund takes over a position and passes it to the market maker at the mark price; the fund pays or receives the difference.</summary>
    private void TakeByFund(Order order, SymbolState symbol, Price price)
    {
        Quantity taken = order.Remaining;
        fills.Book(symbol, order.Side, order, null, price, taken, state.PrintsClients, TradeOrigin.InsuranceFund);
        Notional over = (price - symbol.Listing.MarkPrice) * taken;
        state.Ledger.PayMarketMaker((order.Side == Side.Sell ? over : -over).Truncate());
    }

    /// <summary>Creates a liquidation order for the whole position; it is published and not added to the book.</summary>
    private Order Begin(Holding holding, ExactPosition position, string prefix, Price price)
    {
        long id = state.NextOrderId();
        var order = new Order
        {
            Id = id, Holding = holding, ClientId = $"{prefix}-{id}", Side = position.Amount.Sign > 0 ? Side.Sell : Side.Buy,
            PositionSide = position.Side, Type = OrderType.Liquidation, OriginalType = OrderType.Liquidation, TimeInForce = TimeInForce.Ioc,
            Created_ms = state.Now_ms, Updated_ms = state.Now_ms, Closes = true, Price = price, Quantity = position.Amount.Abs,
        };
        state.SymbolOrdersOf(holding).Add(order);
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
        fills.AddIncome(account, symbol, IncomeType.InsuranceClear, -amount, "INSURANCE_CLEAR", 0);
        if (state.Events.HasListeners)
            state.Events.AccountUpdated(AccountViewBuilder.Change(account, AccountReason.InsuranceClear, state.Now_ms, -amount, null, null));
    }

    /// <summary>The insurance fund covers a negative cross wallet when no cross position is open.</summary>
    private void CoverShortfall(Account account)
    {
        Money cross = account.CrossWallet;
        if (cross.Units < 0 && !account.Holdings.Any(holding => !holding.IsIsolated && holding.HasPosition))
            Charge(account, cross, "");
    }
}
