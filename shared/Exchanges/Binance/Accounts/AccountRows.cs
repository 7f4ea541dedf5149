using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Exchanges.Binance.Accounts;

/// <summary>Totals of one account in the margin asset.</summary>
/// <param name="MarginBalance">Wallet balance plus unrealised profit: the equity used to size targets.</param>
public sealed record AccountTotals(
    Money WalletBalance, Money UnrealizedPnl, Money MarginBalance, Money AvailableBalance, Money InitialMargin, Money MaintenanceMargin, IReadOnlyList<AccountPosition> Positions);

/// <summary>One position in the account answer, of the same time as the totals.</summary>
/// <param name="Quantity">Signed.</param>
public sealed record AccountPosition(string Symbol, PositionSide PositionSide, Quantity Quantity, Money UnrealizedPnl, Notional Notional);

/// <summary>One position with entry price and mark price.</summary>
/// <param name="Quantity">Signed; negative on the short side in both modes.</param>
public sealed record PositionRisk(
    string Symbol, PositionSide PositionSide, Quantity Quantity, Price EntryPrice, Price MarkPrice, Money UnrealizedPnl, Price LiquidationPrice, long Update_ms);

/// <summary>One booking on the account: commission, realised profit, funding, transfer.</summary>
public sealed record IncomeEntry(string Symbol, string Kind, Money Amount, string Asset, long Time_ms, long TransactionId, string TradeId);

/// <summary>One leverage bracket of a contract.</summary>
public sealed record LeverageBracket(int Bracket, int InitialLeverage, Notional NotionalCap, Notional NotionalFloor, Rate MaintenanceRate, Money Cumulative);

/// <summary>The leverage brackets of one contract, smallest notional first.</summary>
public sealed record SymbolBrackets(string Symbol, IReadOnlyList<LeverageBracket> Brackets);
