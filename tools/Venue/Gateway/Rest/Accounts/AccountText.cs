using System.Text.Json;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Accounts;

/// <summary>Writes accounts, balances and positions as JSON of responses (spec/binance-usdm.md §4.6).</summary>
internal sealed class AccountText(Precisions precisions)
{
    /// <summary>Writes the response of GET account; version 2 has flags and a row for every symbol.</summary>
    public void WriteAccount(Utf8JsonWriter json, AccountView account, IReadOnlyList<PositionView> positions, bool second)
    {
        json.WriteStartObject();
        if (second)
        {
            WriteFlags(json, account);
            json.WriteNumber("updateTime"u8, 0);
        }

        json.WriteMoney("totalInitialMargin"u8, account.InitialMargin);
        json.WriteMoney("totalMaintMargin"u8, account.MaintenanceMargin);
        json.WriteMoney("totalWalletBalance"u8, account.WalletBalance);
        json.WriteMoney("totalUnrealizedProfit"u8, account.UnrealizedPnl);
        json.WriteMoney("totalMarginBalance"u8, account.MarginBalance);
        json.WriteMoney("totalPositionInitialMargin"u8, account.PositionInitialMargin);
        json.WriteMoney("totalOpenOrderInitialMargin"u8, account.OpenOrderInitialMargin);
        json.WriteMoney("totalCrossWalletBalance"u8, account.CrossWalletBalance);
        json.WriteMoney("totalCrossUnPnl"u8, account.CrossUnrealizedPnl);
        json.WriteMoney("availableBalance"u8, account.AvailableBalance);
        json.WriteMoney("maxWithdrawAmount"u8, account.MaxWithdraw);
        json.WriteStartArray("assets"u8);
        WriteAsset(json, account, second);
        json.WriteEndArray();
        json.WriteStartArray("positions"u8);
        foreach (PositionView position in positions)
            WriteAccountPosition(json, position, second);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void WriteBalance(Utf8JsonWriter json, AccountView account)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("accountAlias"u8, Alias(account.Name));
        json.WriteString("asset"u8, account.Asset);
        json.WriteMoney("balance"u8, account.WalletBalance);
        json.WriteMoney("crossWalletBalance"u8, account.CrossWalletBalance);
        json.WriteMoney("crossUnPnl"u8, account.CrossUnrealizedPnl);
        json.WriteMoney("availableBalance"u8, account.AvailableBalance);
        json.WriteMoney("maxWithdrawAmount"u8, account.MaxWithdraw);
        json.WriteBoolean("marginAvailable"u8, true);
        json.WriteNumber("updateTime"u8, account.Updated_ms);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>The account alias: letters derived from the name of the account.</summary>
    private static string Alias(string name)
    {
        uint mixed = 2_166_136_261;
        foreach (char letter in name)
            mixed = (mixed ^ letter) * 16_777_619;
        return string.Create(4, mixed, static (text, seed) =>
        {
            for (int i = 0; i < text.Length; i++, seed /= 52)
                text[i] = (char)(seed % 52 is var letter && letter < 26 ? 'A' + letter : 'a' + letter - 26);
        });
    }

    /// <summary>Writes a row of positionRisk; <paramref name="second"/> for version 2.</summary>
    public void WriteRisk(Utf8JsonWriter json, PositionView position, bool second)
    {
        Decimals decimals = precisions.Of(position.Symbol);
        json.WriteStartObject();
        json.WriteString("symbol"u8, position.Symbol);
        json.WriteString("positionSide"u8, WireNames.Of(position.PositionSide));
        json.WriteQuantity("positionAmt"u8, position.Amount, decimals.Quantity);
        json.WriteDecimal("entryPrice"u8, position.EntryPrice.Units, position.EntryPrice.IsZero ? 1 : -1);
        json.WriteDecimal("breakEvenPrice"u8, position.BreakEvenPrice.Units, position.BreakEvenPrice.IsZero ? 1 : -1);
        json.WritePrice("markPrice"u8, position.MarkPrice, 8);
        json.WriteMoney("unRealizedProfit"u8, position.UnrealizedPnl);
        json.WritePrice("liquidationPrice"u8, position.LiquidationPrice, position.LiquidationPrice.IsZero ? 0 : 8);
        if (second)
        {
            json.WriteString("leverage"u8, Number(position.Leverage));
            json.WriteString("maxNotionalValue"u8, Whole(position.MaxNotional));
            json.WriteString("marginType"u8, position.MarginType == MarginType.Isolated ? "isolated"u8 : "cross"u8);
            json.WriteMoney("isolatedMargin"u8, position.IsolatedMargin);
            json.WriteString("isAutoAddMargin"u8, "false"u8);
            json.WriteMoneyOrZero("notional"u8, position.Notional);
            json.WriteMoneyOrZero("isolatedWallet"u8, position.IsolatedWallet);
        }
        else
        {
            WriteMargins(json, position);
        }

        json.WriteNumber("updateTime"u8, position.Updated_ms);
        json.WriteEndObject();
    }

    public static void WriteFlags(Utf8JsonWriter json, AccountView account, bool withMode = false)
    {
        json.WriteNumber("feeTier"u8, account.FeeTier);
        if (!withMode)
            json.WriteBoolean("feeBurn"u8, account.FeeBurn);
        json.WriteBoolean("canTrade"u8, true);
        json.WriteBoolean("canDeposit"u8, true);
        json.WriteBoolean("canWithdraw"u8, true);
        if (withMode)
        {
            json.WriteBoolean("dualSidePosition"u8, account.Hedge);
            json.WriteNumber("updateTime"u8, 0);
        }

        json.WriteBoolean("multiAssetsMargin"u8, account.MultiAssets);
        json.WriteNumber("tradeGroupId"u8, -1);
    }

    /// <summary>The text of a maximum notional, in whole units as the exchange writes it.</summary>
    public static string Whole(Money amount) => amount.ToString(0);

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void WriteAsset(Utf8JsonWriter json, AccountView account, bool second)
    {
        json.WriteStartObject();
        json.WriteString("asset"u8, account.Asset);
        json.WriteMoney("walletBalance"u8, account.WalletBalance);
        json.WriteMoney("unrealizedProfit"u8, account.UnrealizedPnl);
        json.WriteMoney("marginBalance"u8, account.MarginBalance);
        json.WriteMoney("maintMargin"u8, account.MaintenanceMargin);
        json.WriteMoney("initialMargin"u8, account.InitialMargin);
        json.WriteMoney("positionInitialMargin"u8, account.PositionInitialMargin);
        json.WriteMoney("openOrderInitialMargin"u8, account.OpenOrderInitialMargin);
        json.WriteMoney("crossWalletBalance"u8, account.CrossWalletBalance);
        json.WriteMoney("crossUnPnl"u8, account.CrossUnrealizedPnl);
        json.WriteMoney("availableBalance"u8, account.AvailableBalance);
        json.WriteMoney("maxWithdrawAmount"u8, account.MaxWithdraw);
        if (second)
            json.WriteBoolean("marginAvailable"u8, true);
        json.WriteNumber("updateTime"u8, account.Updated_ms);
        json.WriteEndObject();
    }

    private void WriteAccountPosition(Utf8JsonWriter json, PositionView position, bool second)
    {
        Decimals decimals = precisions.Of(position.Symbol);
        json.WriteStartObject();
        json.WriteString("symbol"u8, position.Symbol);
        json.WriteString("positionSide"u8, WireNames.Of(position.PositionSide));
        json.WriteQuantity("positionAmt"u8, position.Amount, decimals.Quantity);
        json.WriteMoney("unrealizedProfit"u8, position.UnrealizedPnl);
        if (second)
        {
            json.WriteString("leverage"u8, Number(position.Leverage));
            json.WriteBoolean("isolated"u8, position.MarginType == MarginType.Isolated);
            json.WriteDecimal("entryPrice"u8, position.EntryPrice.Units, position.EntryPrice.IsZero ? 1 : -1);
            json.WriteDecimal("breakEvenPrice"u8, position.BreakEvenPrice.Units, position.BreakEvenPrice.IsZero ? 1 : -1);
            json.WriteString("maxNotional"u8, Whole(position.MaxNotional));
            json.WriteMoney("positionInitialMargin"u8, position.PositionInitialMargin);
            json.WriteMoney("openOrderInitialMargin"u8, position.OpenOrderInitialMargin);
            json.WriteMoneyOrZero("bidNotional"u8, position.BidNotional);
            json.WriteMoneyOrZero("askNotional"u8, position.AskNotional);
        }
        else
        {
            json.WriteMoney("isolatedMargin"u8, position.IsolatedMargin);
        }

        json.WriteMoneyOrZero("notional"u8, position.Notional);
        json.WriteMoneyOrZero("isolatedWallet"u8, position.IsolatedWallet);
        json.WriteMoney("initialMargin"u8, position.InitialMargin);
        json.WriteMoney("maintMargin"u8, position.MaintenanceMargin);
        json.WriteNumber("updateTime"u8, position.Updated_ms);
        json.WriteEndObject();
    }

    private static void WriteMargins(Utf8JsonWriter json, PositionView position)
    {
        json.WriteMoney("isolatedMargin"u8, position.IsolatedMargin);
        json.WriteMoney("notional"u8, position.Notional);
        json.WriteString("marginAsset"u8, "USDT"u8);
        json.WriteMoneyOrZero("isolatedWallet"u8, position.IsolatedWallet);
        json.WriteMoney("initialMargin"u8, position.InitialMargin);
        json.WriteMoney("maintMargin"u8, position.MaintenanceMargin);
        json.WriteMoney("positionInitialMargin"u8, position.PositionInitialMargin);
        json.WriteMoney("openOrderInitialMargin"u8, position.OpenOrderInitialMargin);
        json.WriteNumber("adl"u8, position.AdlQuantile);
        json.WriteMoneyOrZero("bidNotional"u8, position.BidNotional);
        json.WriteMoneyOrZero("askNotional"u8, position.AskNotional);
    }
}
