using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>One account at one moment: totals, its asset, and one row for each position that is open or has open orders.</summary>
internal sealed record AccountView
{
    public required AccountId Account { get; init; }
    public required string Name { get; init; }
    public required Money WalletBalance { get; init; }
    public required Money CrossWalletBalance { get; init; }
    public required Money UnrealizedPnl { get; init; }
    public required Money CrossUnrealizedPnl { get; init; }
    public required Money PositionInitialMargin { get; init; }
    public required Money OpenOrderInitialMargin { get; init; }
    public required Money MaintenanceMargin { get; init; }
    public required Money AvailableBalance { get; init; }
    public required Money MaxWithdraw { get; init; }
    public required bool Hedge { get; init; }
    public required bool MultiAssets { get; init; }
    public required bool FeeBurn { get; init; }
    public required int FeeTier { get; init; }
    public required long Updated_ms { get; init; }
    public required IReadOnlyList<PositionView> Positions { get; init; }

    /// <summary>The asset of the wallets. Contracts with another margin asset have market data, but their orders are refused because no account has margin in that asset.</summary>
    public const string MarginAsset = "USDT";

    public string Asset => MarginAsset;

    public Money MarginBalance => WalletBalance + UnrealizedPnl;

    public Money InitialMargin => PositionInitialMargin + OpenOrderInitialMargin;
}

/// <summary>One position with its settings. A query for every symbol also returns empty positions.</summary>
internal sealed record PositionView
{
    public required string Symbol { get; init; }
    public required PositionSide PositionSide { get; init; }

    /// <summary>Signed quantity: positive for long, negative for short, zero when there is no position.</summary>
    public required Quantity Amount { get; init; }
    public required Price EntryPrice { get; init; }
    public required Price BreakEvenPrice { get; init; }
    public required Price MarkPrice { get; init; }
    public required Money UnrealizedPnl { get; init; }

    /// <summary>The mark price at which the position is liquidated; zero when there is no such price.</summary>
    public required Price LiquidationPrice { get; init; }
    public required Money Notional { get; init; }
    public required Money IsolatedWallet { get; init; }
    public required Money IsolatedMargin { get; init; }
    public required Money PositionInitialMargin { get; init; }
    public required Money OpenOrderInitialMargin { get; init; }
    public required Money MaintenanceMargin { get; init; }
    public required Money BidNotional { get; init; }
    public required Money AskNotional { get; init; }
    public required MarginType MarginType { get; init; }
    public required int Leverage { get; init; }
    public required Money MaxNotional { get; init; }

    /// <summary>Realised PnL since the position was opened, before fees.</summary>
    public required Money AccumulatedRealized { get; init; }

    /// <summary>Quantile in the auto-deleveraging queue, 0 to 4.</summary>
    public required int AdlQuantile { get; init; }
    public required long Updated_ms { get; init; }

    public Money InitialMargin => PositionInitialMargin + OpenOrderInitialMargin;
}

internal sealed record LeverageView(string Symbol, int Leverage, Money MaxNotional);

internal sealed record SymbolConfigView(string Symbol, MarginType MarginType, int Leverage, Money MaxNotional);

internal sealed record CommissionView(string Symbol, Rate Maker, Rate Taker, Rate Rpi);

internal sealed record IncomeView(AccountId Account, string Symbol, IncomeType Type, Money Income, string Text, long Time_ms, long TransactionId, long TradeId);

/// <summary>One row of positionMargin/history. Type 1: margin was added; type 2: margin was removed.</summary>
internal sealed record MarginChangeView(string Symbol, int Type, Money Amount, PositionSide PositionSide, long Time_ms);

/// <summary>A leverage bracket: the maximum leverage and the maintenance margin rate for a notional above the floor and up to the cap.</summary>
internal sealed record Bracket(int Number, int Leverage, long NotionalCap, long NotionalFloor, Rate MaintenanceRate, Money Cumulative);

/// <summary>A liquidation or deleveraging order: a forceOrders row and the forceOrder event.</summary>
internal sealed record ForceOrderView(OrderView Order, bool IsDeleveraging);

/// <summary>Numbers of items in memory at one moment; each is bounded by <see cref="ExchangeOptions.History"/> and the number of symbols.</summary>
/// <param name="Forgotten">Number of ended orders that were removed because they were too old or too many.</param>
internal sealed record RetentionView(
    long OpenOrders, long EndedOrders, long Forgotten, long Fills, long Incomes, long Amendments, long ConditionalOrders, long Trades, long AggTrades, long Minutes);
