using Platform.Primitives.Numbers;

namespace Platform.Domain.Accounts;

/// <summary>One account at one instant, in the margin asset (single-asset USDT mode).</summary>
/// <param name="Time_ms">Platform time of the snapshot, Unix ms.</param>
/// <param name="WalletBalance">Deposits plus realised profit, minus fees, plus funding.</param>
/// <param name="UnrealizedPnl">Sum over all positions at the mark price.</param>
public sealed record AccountSnapshot(
    string Account, long Time_ms, Money WalletBalance, Money UnrealizedPnl, Money AvailableBalance, Money InitialMargin, Money MaintenanceMargin, IReadOnlyList<Position> Positions)
{
    /// <summary>Wallet balance plus unrealised profit: the exchange's totalMarginBalance.</summary>
    public Money Equity => WalletBalance + UnrealizedPnl;
}
