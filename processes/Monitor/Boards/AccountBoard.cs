using Platform.Analytics.Accounts;
using Platform.Domain.Accounts;
using Platform.Domain.Orders;
using Platform.Monitor.Rows;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;
using PositionRow = Platform.Monitor.Rows.PositionRow;
using WirePosition = Platform.Wire.V1.PositionRow;

namespace Platform.Monitor.Boards;

/// <summary>The newest state of every account. Written by the feed's loop only; read by any thread.</summary>
internal sealed class AccountBoard
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MonitoredAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>Takes an event unless a newer one is stored.</summary>
    public void Apply(AccountEvent account)
    {
        lock (_gate)
        {
            if (!_accounts.TryGetValue(account.Account, out MonitoredAccount? held))
                _accounts[account.Account] = new MonitoredAccount(account, Money.FromUnits(account.Equity));
            else if (account.AtMs >= held.Event.AtMs)
                _accounts[account.Account] = new MonitoredAccount(account, held.FirstEquity);
        }
    }

    public IReadOnlyList<MonitoredAccount> Views()
    {
        lock (_gate)
            return [.. _accounts.Values];
    }

    public IReadOnlyList<AccountRow> Rows() => [.. Views().Select(view => view.Row())];

    public IReadOnlyList<PositionRow> Positions(string? account) =>
        [.. Views().Where(view => account is null || view.Event.Account == account).SelectMany(view => view.Positions())];
}

/// <summary>One account as the page shows it.</summary>
/// <param name="account">Its newest event.</param>
/// <param name="firstEquity">The first equity seen by this monitor; changes are measured from it.</param>
internal sealed class MonitoredAccount(AccountEvent account, Money firstEquity)
{
    public AccountEvent Event { get; } = account;

    public Money FirstEquity { get; } = firstEquity;

    public AccountSnapshot Snapshot { get; } = new(
        account.Account, account.AtMs, Money.FromUnits(account.WalletBalance), Money.FromUnits(account.UnrealizedPnl), Money.FromUnits(account.AvailableBalance),
        Money.FromUnits(account.InitialMargin), Money.FromUnits(account.MaintenanceMargin), [.. account.Positions.Select(ToPosition)]);

    public Exposure Exposure => Exposure.Of(Snapshot.Positions, Snapshot.Equity);

    public MarginUse Margin => MarginUse.Of(Snapshot);

    /// <summary>
    /// Deviation of live positions from their newest targets, including targets without any fill; a position without a known target is
    /// ignored.
    /// </summary>
    public PositionDeviation Deviation => PositionDeviation.Of(Event.Positions
        .Where(position => position.HasTargetQuantity)
        .GroupBy(position => position.Symbol)
        .Select(group => new PositionPair(
            group.Key,
            Quantity.FromUnits(group.Sum(position => position.Quantity)),
            Quantity.FromUnits(group.Sum(position => position.TargetQuantity)),
            Price.FromUnits(group.First().MarkPrice))));

    /// <summary>Σ|target| at mark prices.</summary>
    public Notional TargetGross => Event.Positions.Aggregate(
        Notional.Zero, (sum, position) => sum + Price.FromUnits(position.MarkPrice) * Quantity.FromUnits(Math.Abs(position.TargetQuantity)));

    public AccountRow Row()
    {
        Exposure exposure = Exposure;
        return new AccountRow(
            Event.Account, Event.AtMs, Snapshot.WalletBalance.ToString(), Snapshot.UnrealizedPnl.ToString(), Snapshot.Equity.ToString(), Snapshot.AvailableBalance.ToString(),
            exposure.Long.ToString(), exposure.Short.ToString(), exposure.Gross.ToString(), exposure.Net.ToString(),
            Known(exposure.GrossLeverage), Known(Margin.MarginRatio), Known(Deviation.Notional),
            Snapshot.Positions.Count(position => !position.Quantity.IsZero), Event.Label, (Snapshot.Equity - FirstEquity).ToString());
    }

    public IEnumerable<PositionRow> Positions() => Event.Positions
        .Where(position => position.Quantity != 0 || position.TargetQuantity != 0)
        .Select(position => new PositionRow(
            Event.Account, position.Symbol, position.PositionSide, Quantity.FromUnits(position.Quantity).ToString(), position.HasTargetQuantity ? Quantity.FromUnits(position.TargetQuantity).ToString() : "",
            Price.FromUnits(position.EntryPrice).ToString(), Price.FromUnits(position.MarkPrice).ToString(), ToPosition(position).Notional.ToString(), Money.FromUnits(position.UnrealizedPnl).ToString()));

    private static Position ToPosition(WirePosition row) => new(
        row.Symbol,
        row.PositionSide switch { "LONG" => PositionSide.Long, "SHORT" => PositionSide.Short, _ => PositionSide.Both },
        Quantity.FromUnits(row.Quantity), Price.FromUnits(row.EntryPrice), Price.FromUnits(row.MarkPrice));

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
