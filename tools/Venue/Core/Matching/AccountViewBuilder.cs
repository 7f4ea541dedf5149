using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Matching;

/// <summary>Builds immutable views of accounts and positions at the current mark prices.</summary>
internal static class AccountViewBuilder
{
    public static PositionView Show(Holding holding, ExactPosition position, in MarginSums sums)
    {
        Account account = holding.Account;
        bool carriesOrders = position == (account.Hedge ? holding.Long : holding.Both);
        return new PositionView
        {
            Symbol = holding.Listing.Symbol,
            PositionSide = position.Side,
            Amount = position.Amount,
            EntryPrice = position.EntryPrice,
            BreakEvenPrice = position.BreakEvenPrice,
            MarkPrice = holding.Listing.MarkPrice,
            UnrealizedPnl = MarginRules.Unrealized(holding, position),
            LiquidationPrice = MarginRules.LiquidationPrice(account, holding, position, sums),
            Notional = (position.Amount * holding.Listing.MarkPrice).Truncate(),
            IsolatedWallet = position.IsolatedWallet,
            IsolatedMargin = holding.IsIsolated && position.IsOpen ? position.IsolatedWallet + MarginRules.Unrealized(holding, position) : Money.Zero,
            PositionInitialMargin = MarginRules.PositionInitial(holding, position),
            OpenOrderInitialMargin = carriesOrders ? MarginRules.OpenOrderInitial(holding) : Money.Zero,
            MaintenanceMargin = MarginRules.Maintenance(holding, position),
            BidNotional = carriesOrders ? holding.Bids.Truncate() : Money.Zero,
            AskNotional = carriesOrders ? holding.Asks.Truncate() : Money.Zero,
            MarginType = holding.MarginType,
            Leverage = holding.Leverage,
            MaxNotional = holding.MaxNotional,
            AccumulatedRealized = position.AccumulatedRealized,
            AdlQuantile = AdlQuantile(holding, position),
            Updated_ms = position.Updated_ms,
        };
    }

    public static AccountView Show(Account account)
    {
        MarginSums sums = MarginRules.Sum(account);
        var positions = new List<PositionView>();
        foreach (Holding holding in account.Holdings)
        {
            if (!holding.IsActive)
                continue;
            foreach (ExactPosition position in holding.Positions)
            {
                if (position.IsOpen || holding.OpenOrders > 0)
                    positions.Add(Show(holding, position, sums));
            }
        }

        return new AccountView
        {
            Account = account.Id,
            Name = account.Name,
            WalletBalance = account.Wallet,
            CrossWalletBalance = sums.CrossWallet,
            UnrealizedPnl = sums.Unrealized,
            CrossUnrealizedPnl = sums.CrossUnrealized,
            PositionInitialMargin = sums.PositionInitial,
            OpenOrderInitialMargin = sums.OpenOrderInitial,
            MaintenanceMargin = sums.Maintenance,
            AvailableBalance = sums.Available,
            MaxWithdraw = Money.Max(Money.Zero, Money.Min(sums.Available, sums.CrossWallet)),
            Hedge = account.Hedge,
            MultiAssets = account.MultiAssets,
            FeeBurn = account.FeeBurn,
            FeeTier = account.FeeTier,
            Updated_ms = account.Updated_ms,
            Positions = positions,
        };
    }

    /// <summary>Builds an account event: the balance, and the rows of the position that changed.</summary>
    public static AccountUpdated Change(Account account, AccountReason reason, long now_ms, Money change, Holding? holding, ExactPosition? position, string? symbol = null)
    {
        MarginSums sums = MarginRules.Sum(account);
        IReadOnlyList<PositionView> positions = holding is null || position is null ? [] : [.. ReportedPositions(holding, position).Select(row => Show(holding, row, sums))];
        return new AccountUpdated(account.Id, reason, now_ms, account.Wallet, sums.CrossWallet, change, HasBalance: true, positions, symbol);
    }

    /// <summary>The position rows of an event. In hedge mode they include the empty BOTH row, and the other side when it has an isolated wallet.</summary>
    private static IEnumerable<ExactPosition> ReportedPositions(Holding holding, ExactPosition changed) => !holding.Account.Hedge ? [changed]
        : [holding.Both, .. holding.Positions.Where(side => side == changed || (holding.IsIsolated && !side.IsolatedWallet.IsZero))];

    /// <summary>Auto-deleveraging quantile, 0 to 4, by the profit of the position relative to its margin.</summary>
    public static int AdlQuantile(Holding holding, ExactPosition position)
    {
        Money margin = MarginRules.PositionInitial(holding, position);
        if (margin.Units <= 0)
            return 0;
        long percent = (long)((Int128)MarginRules.Unrealized(holding, position).Units * 100 / margin.Units);
        return percent <= 0 ? 0 : percent < 25 ? 1 : percent < 50 ? 2 : percent < 100 ? 3 : 4;
    }
}
