using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;

namespace Platform.Venue.Core.Risk;

/// <summary>Sends one margin call when the margin ratio is reached, for all cross positions together and for each isolated position.</summary>
internal sealed class MarginCallEngine(CoreState state)
{
    /// <summary>Ratio of maintenance margin to margin balance at which a margin call is sent, in percent.</summary>
    private const int CallAt = 80;

    public void Check(Account account, in MarginSums sums)
    {
        Money balance = sums.CrossWallet + sums.CrossUnrealized;
        bool near = IsNear(sums.CrossMaintenance, balance);
        if (near && !account.IsMarginCalled && state.Events.HasListeners)
        {
            IReadOnlyList<PositionView> crossed = [.. AccountViewBuilder.Show(account).Positions.Where(row => !row.Amount.IsZero && row.MarginType == MarginType.Crossed)];
            state.Events.MarginCalled(new MarginCalled(account.Id, sums.CrossWallet, crossed, state.Now_ms));
        }

        account.IsMarginCalled = near;
        foreach (Holding holding in account.Holdings)
        {
            if (!holding.IsIsolated)
                continue;
            foreach (ExactPosition position in holding.Positions)
                CallIsolated(holding, position, sums);
        }
    }

    private void CallIsolated(Holding holding, ExactPosition position, in MarginSums sums)
    {
        bool near = position.IsOpen && IsNear(MarginRules.Maintenance(holding, position), position.IsolatedWallet + MarginRules.Unrealized(holding, position));
        if (near && !position.IsMarginCalled && state.Events.HasListeners)
            state.Events.MarginCalled(new MarginCalled(holding.Account.Id, null, [AccountViewBuilder.Show(holding, position, sums)], state.Now_ms));
        position.IsMarginCalled = near;
    }

    private static bool IsNear(Money maintenance, Money balance) => maintenance.Units > 0 && (Int128)maintenance.Units * 100 >= (Int128)balance.Units * CallAt;
}
