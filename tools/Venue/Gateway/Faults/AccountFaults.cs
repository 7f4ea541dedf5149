using System.Collections.Concurrent;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Injects the faults of accounts and orders: zero or stale balances, and orders that are only partially filled. Thread-safe.</summary>
internal sealed class AccountFaults(FaultPlan plan)
{
    private readonly ConcurrentDictionary<(FaultRule, int), AccountView> _stale = new();

    /// <summary>Returns the order, marked for a partial fill when a fault of the plan applies to it.</summary>
    public PlaceOrder Mark(PlaceOrder order, string? key) =>
        plan.Inject("POST", $"/fapi/v1/order {order.Symbol}", key ?? "", type => type == FaultType.PartialFills) is null ? order : order with { FillsPartly = true };

    /// <summary>Returns the account with the balances that a fault of the plan prescribes, if any.</summary>
    public AccountView Show(AccountView account, string key)
    {
        if (plan.IsEmpty)
        {
            _stale.Clear();
            return account;
        }

        FaultRule? rule = plan.Inject("GET", "balance", key, type => type is FaultType.ZeroBalance or FaultType.StaleBalance);
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
