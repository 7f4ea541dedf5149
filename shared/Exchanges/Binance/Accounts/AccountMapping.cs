using System.Text.Json;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Wire;

namespace Platform.Exchanges.Binance.Accounts;

/// <summary>Maps rows of the account endpoints to values (spec/binance-usdm.md §4.6).</summary>
internal static class AccountMapping
{
    public static AccountTotals Totals(JsonElement row) => new(
        row.Money("totalWalletBalance"),
        row.Money("totalUnrealizedProfit"),
        row.Money("totalMarginBalance"),
        row.Money("availableBalance"),
        row.Money("totalInitialMargin"),
        row.Money("totalMaintMargin"),
        row.Field("positions").Many(Position));

    public static PositionRisk Risk(JsonElement row) => new(
        row.Text("symbol"),
        OrderWireNames.ReadPositionSide(row.TextOrEmpty("positionSide")),
        row.Quantity("positionAmt"),
        row.PriceOrZero("entryPrice"),
        row.PriceOrZero("markPrice"),
        row.MoneyOrZero("unRealizedProfit"),
        row.PriceOrZero("liquidationPrice"),
        row.Int64Or("updateTime", 0));

    public static string Uid(JsonElement row) => row.TextOrEmpty("accountAlias");

    public static IncomeEntry Income(JsonElement row) => new(
        row.TextOrEmpty("symbol"), row.Text("incomeType"), row.Money("income"), row.TextOrEmpty("asset"), row.Int64("time"), row.Int64Or("tranId", 0), row.TextOrEmpty("tradeId"));

    public static SymbolBrackets Brackets(JsonElement row) => new(row.Text("symbol"), row.Field("brackets").Many(Bracket));

    private static AccountPosition Position(JsonElement row) => new(
        row.Text("symbol"), OrderWireNames.ReadPositionSide(row.TextOrEmpty("positionSide")), row.Quantity("positionAmt"), row.MoneyOrZero("unrealizedProfit"), row.Notional("notional"));

    private static LeverageBracket Bracket(JsonElement row) => new(
        (int)row.Int64("bracket"), (int)row.Int64("initialLeverage"), row.Notional("notionalCap"), row.Notional("notionalFloor"), row.Rate("maintMarginRatio"), row.MoneyOrZero("cum"));
}
