using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Entry;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Risk;

/// <summary>Executes changes of account settings: leverage, margin type, position mode, isolated margin, transfers (spec/binance-usdm.md §4.6).</summary>
internal sealed class AccountSettingsEntry(CoreState state, FillProcessor fills)
{
    public Reply<LeverageView> SetLeverage(SetLeverage request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        Holding holding = state.Of(request.Account).In(symbol.Listing);
        IReadOnlyList<Bracket> brackets = symbol.Listing.View.Brackets;
        if (request.Leverage < 1 || request.Leverage > brackets[0].Leverage)
            return VenueErrors.LeverageInvalid(request.Leverage);
        if (request.Leverage < holding.Leverage && holding.IsIsolated && holding.HasPosition)
            return VenueErrors.LeverageIsolatedPosition;
        Money cap = Money.Of(Brackets.CapFor(brackets, request.Leverage));
        Notional exposure = Notional.Zero;
        foreach (ExactPosition position in holding.Positions)
            exposure += MarginRules.ExactNotional(holding, position);
        if ((exposure + holding.OpeningBids).Truncate() > cap || (exposure + holding.OpeningAsks).Truncate() > cap)
            return VenueErrors.AboveBracket;
        int before = holding.Leverage;
        holding.Leverage = request.Leverage;
        MarginSums sums = MarginRules.Sum(holding.Account);
        if (request.Leverage < before && sums.CrossWallet + sums.CrossUnrealized < sums.CrossPositionInitial + sums.OpenOrderInitial)
        {
            holding.Leverage = before;
            return VenueErrors.LeverageTooSmall;
        }

        if (before != request.Leverage)
            state.Events.AccountConfigured(new AccountConfigured(request.Account, request.Symbol, request.Leverage, holding.Account.MultiAssets, state.Now_ms));
        return new LeverageView(request.Symbol, request.Leverage, cap);
    }

    public Reply<Accepted> SetMarginType(SetMarginType request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        Holding holding = state.Of(request.Account).In(symbol.Listing);
        if (holding.MarginType == request.MarginType)
            return VenueErrors.MarginTypeAlready;
        if (request.MarginType == MarginType.Isolated && holding.Account.MultiAssets)
            return VenueErrors.IsolatedUnderMultiAssets;
        if (holding.OpenOrders > 0)
            return VenueErrors.MarginTypeOpenOrders;
        if (holding.HasPosition)
            return VenueErrors.MarginTypePosition;
        holding.MarginType = request.MarginType;
        if (state.Events.HasListeners)
            state.Events.AccountUpdated(AccountViewBuilder.Change(holding.Account, AccountReason.MarginTypeChange, state.Now_ms, Money.Zero, holding, holding.Both));
        return new Accepted();
    }

    public Reply<Accepted> SetPositionMode(SetPositionMode request)
    {
        Account account = state.Of(request.Account);
        if (account.Hedge == request.Hedge)
            return VenueErrors.PositionSideAlready;
        if (account.Holdings.Any(holding => holding.OpenOrders > 0))
            return VenueErrors.PositionSideOpenOrders;
        if (account.Holdings.Any(holding => holding.HasPosition))
            return VenueErrors.PositionSidePosition;
        account.Hedge = request.Hedge;
        return new Accepted();
    }

    public Reply<Accepted> SetMultiAssets(SetMultiAssets request)
    {
        Account account = state.Of(request.Account);
        if (account.MultiAssets == request.MultiAssets)
            return VenueErrors.MultiAssetsAlready;
        if (account.Holdings.Any(holding => holding.OpenOrders > 0))
            return VenueErrors.MultiAssetsOpenOrders;
        if (request.MultiAssets && account.Holdings.Any(holding => holding.IsIsolated))
            return VenueErrors.MultiAssetsIsolatedExists;
        account.MultiAssets = request.MultiAssets;
        state.Events.AccountConfigured(new AccountConfigured(request.Account, null, 0, request.MultiAssets, state.Now_ms));
        return new Accepted();
    }

    public Reply<Accepted> SetFeeBurn(SetFeeBurn request)
    {
        state.Of(request.Account).FeeBurn = request.FeeBurn;
        return new Accepted();
    }

    public Reply<Accepted> AdjustIsolatedMargin(AdjustIsolatedMargin request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        if (request.Amount.IsZero)
            return VenueErrors.AmountNotPositive;
        Holding holding = state.Of(request.Account).In(symbol.Listing);
        if (ParameterRules.SideOf(request.PositionSide, holding.Account.Hedge) is { } mismatch)
            return mismatch;
        if (!holding.IsIsolated)
            return VenueErrors.OnlyIsolated;
        ExactPosition position = holding.Of(request.PositionSide);
        if (!position.IsOpen)
            return VenueErrors.NoPositionToMargin;
        if (request.Amount.Sign > 0 && request.Amount > MarginRules.Sum(holding.Account).Available)
            return VenueErrors.CrossBalanceInsufficient;
        if (request.Amount.Sign < 0 && -request.Amount > Removable(holding, position))
            return VenueErrors.IsolatedBalanceInsufficient;
        position.IsolatedWallet += request.Amount;
        holding.Account.MarginChanges.Add(new MarginChangeView(
            request.Symbol, request.Amount.Sign > 0 ? 1 : 2, request.Amount.Abs, request.PositionSide, state.Now_ms));
        if (state.Events.HasListeners)
            state.Events.AccountUpdated(AccountViewBuilder.Change(holding.Account, AccountReason.MarginTransfer, state.Now_ms, Money.Zero, holding, position));
        return new Accepted("Successfully modify position margin.");
    }

    public Reply<Accepted> Transfer(TransferMoney request)
    {
        Account account = state.Of(request.Account);
        if (request.Amount.Sign < 0 && -request.Amount > MarginRules.Sum(account).Available)
            return new VenueError(-2018, "Balance is insufficient.");
        Move(account, request.Amount);
        return new Accepted();
    }

    /// <summary>Sets the wallet of an account that is being closed to zero: a positive balance is withdrawn, a negative balance is covered by a deposit.</summary>
    public void PayOut(Account account)
    {
        if (!account.Wallet.IsZero)
            Move(account, -account.Wallet);
    }

    private void Move(Account account, Money amount)
    {
        state.Ledger.Deposit(account, amount);
        fills.AddIncome(account, "", IncomeType.Transfer, amount, "TRANSFER", 0);
        AccountReason reason = amount.Sign < 0 ? AccountReason.Withdraw : AccountReason.Deposit;
        if (state.Events.HasListeners)
            state.Events.AccountUpdated(AccountViewBuilder.Change(account, reason, state.Now_ms, amount, null, null));
    }

    /// <summary>The amount that may be removed from an isolated wallet without falling below the initial margin.</summary>
    private static Money Removable(Holding holding, ExactPosition position)
    {
        Money profit = Money.Min(Money.Zero, MarginRules.Unrealized(holding, position));
        return Money.Max(Money.Zero, position.IsolatedWallet + profit - MarginRules.PositionInitial(holding, position));
    }
}
