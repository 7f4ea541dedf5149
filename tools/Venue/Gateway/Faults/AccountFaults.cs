using System.Collections.Concurrent;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Faults;

/// <summary>Faults of accounts and their orders: zero or stale balances, missing positions, and orders that are filled in part only. Thread-safe.</summary>
internal sealed class AccountFaults(FaultPlan plan)
{
    private readonly ConcurrentDictionary<(FaultRule, int), AccountView> _stale = new();

    /// <summary>The order, marked to be filled in part only when a fault of the plan applies to it.</summary>
    public PlaceOrder Mark(PlaceOrder order, string? key) =>
        plan.Inject("POST", $"/fapi/v1/order {order.Symbol}", key ?? "", type => type == FaultType.PartialFills) is null ? order : order with { FillsPartly = true };

    /// <summary>The positions as the plan shows them to a call of the path.</summary>
    public IReadOnlyList<PositionView> Show(IReadOnlyList<PositionView> positions, string path, string key) =>
        plan.Inject("GET", path, key, static type => type == FaultType.EmptyPositions) is { } rule ? [.. positions.Take(rule.Keep)] : positions;

    /// <summary>The account as the plan shows it.</summary>
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
