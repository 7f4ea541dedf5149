using System.Collections.Concurrent;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Shows accounts as the plan wants them seen: with zero balances, or as they once were. Thread-safe.</summary>
internal sealed class BalanceFaults(FaultPlan plan)
{
    private readonly ConcurrentDictionary<(FaultRule, int), AccountView> _stale = new();

    public AccountView Show(AccountView account, string key)
    {
        if (plan.IsEmpty)
        {
            _stale.Clear();
            return account;
        }

        FaultRule? rule = plan.Strike("GET", "balance", key, type => type is FaultType.ZeroBalance or FaultType.StaleBalance);
        return rule?.Type switch
        {
            FaultType.ZeroBalance => account with
            {
                WalletBalance = Money.Zero,
                CrossWalletBalance = Money.Zero,
                UnrealizedPnl = Money.Zero,
                CrossUnrealizedPnl = Money.Zero,
                AvailableBalance = Money.Zero,
                MaxWithdraw = Money.Zero,
            },
            FaultType.StaleBalance => _stale.GetOrAdd((rule, account.Account.Value), account),
            _ => account,
        };
    }
}
