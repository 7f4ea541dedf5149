using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Entry;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Risk;

/// <summary>Watches margins once per second and closes what can no longer be carried; the insurance fund takes the shortfall.</summary>
internal sealed class LiquidationEngine(CoreState state, OrderEntry orders, FillProcessor fills, Matcher matcher)
{
    private readonly MarginCallEngine _calls = new(state);

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
            if (!holding.HasPosition || (only is not null && holding.Listing != only.Listing))
                continue;
            orders.CancelAll(holding, state.Symbols[holding.Listing.Index], OrderStatus.Expired, ExpiryReason.Liquidation);
            foreach (ExactPosition position in holding.Positions)
                Liquidate(holding, position, atBankruptcy: false);
        }

        CoverShortfall(account);
    }

    /// <summary>Takes the account's positions in a symbol at the mark price, without a fee, against the house.</summary>
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

    /// <summary>Closes what is open, of a contract or an account that ends, at the mark price, without a fee.</summary>
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

        _calls.Look(account, sums);
        foreach (Holding holding in account.Holdings.ToArray())
        {
            if (holding.IsIsolated && holding.HasPosition)
                LiquidateIsolated(holding);
        }
    }

    /// <summary>In hedge mode each side has its own wallet, and one may be lost without the other.</summary>
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
    /// Closes a position in the book down to the price at which its margin is used up; what the book does not take the fund takes,
    /// at that price or, where the margin would have carried on, at the mark. The clearance fee comes out of what is left of the margin;
    /// a margin below zero the fund makes good, so that an isolated position never costs more than its own wallet.
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

    /// <summary>The fund takes a position over and hands it on to the house at the mark; it bears, or keeps, the difference.</summary>
    private void TakeByFund(Order order, SymbolState symbol, Price price)
    {
        Quantity taken = order.Remaining;
        fills.Book(symbol, order.Side, order, null, price, taken, state.PrintsClients, TradeOrigin.InsuranceFund);
        Notional over = (price - symbol.Listing.MarkPrice) * taken;
        state.Ledger.PayMarketMaker((order.Side == Side.Sell ? over : -over).Truncate());
    }

    /// <summary>A liquidation order of the whole position, announced, in no book.</summary>
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
        fills.Earn(account, symbol, IncomeType.InsuranceClear, -amount, "INSURANCE_CLEAR", 0);
        if (state.Events.IsHeard)
            state.Events.AccountUpdated(AccountBooks.Change(account, AccountReason.InsuranceClear, state.Now_ms, -amount, null, null));
    }

    /// <summary>A cross wallet below zero, with nothing open any more that it carries, is brought back to zero by the fund.</summary>
    private void CoverShortfall(Account account)
    {
        Money cross = account.CrossWallet;
        if (cross.Units < 0 && !account.Holdings.Any(holding => !holding.IsIsolated && holding.HasPosition))
            Charge(account, cross, "");
    }
}
