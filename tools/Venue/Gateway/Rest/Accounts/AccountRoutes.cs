using Platform.Domain.Orders;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Rest.Market;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Accounts;

/// <summary>Routes of account queries: totals, balances, positions, permissions.</summary>
internal sealed class AccountRoutes(Exchange exchange, AccountText text, AccountFaults faults, UnconfirmedFacts facts)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/fapi/v3/account", RouteSecurity.Signed, call => AccountAsync(call, second: false)) { Weight = Five },
        new("GET", "/fapi/v2/account", RouteSecurity.Signed, call => AccountAsync(call, second: true)) { Weight = Five },
        new("GET", "/fapi/v3/balance", RouteSecurity.Signed, BalanceAsync) { Weight = Five },
        new("GET", "/fapi/v2/balance", RouteSecurity.Signed, BalanceAsync) { Weight = Five },
        new("GET", "/fapi/v3/positionRisk", RouteSecurity.Signed, call => RiskAsync(call, second: false)) { Weight = Five },
        new("GET", "/fapi/v2/positionRisk", RouteSecurity.Signed, call => RiskAsync(call, second: true)) { Weight = Five },
        new("GET", "/fapi/v1/accountConfig", RouteSecurity.Signed, ConfigAsync) { Weight = Five },
        new("GET", "/fapi/v1/symbolConfig", RouteSecurity.Signed, SymbolConfigAsync) { Weight = Five },
        new("GET", "/fapi/v1/leverageBracket", RouteSecurity.Signed, BracketsAsync),
        new("GET", "/fapi/v1/commissionRate", RouteSecurity.Signed, CommissionAsync) { Weight = static _ => 20 },
        new("GET", "/fapi/v1/adlQuantile", RouteSecurity.Signed, QuantilesAsync) { Weight = Five },
        new("GET", "/fapi/v1/apiTradingStatus", RouteSecurity.Signed, TradingStatusAsync) { Weight = RequestWeights.BySymbol(1, 10) },
    ];

    public ValueTask<ApiError?> AccountAsync(ApiCall call, bool second)
    {
        AccountView account = Seen(call);
        text.WriteAccount(call.Json, account, second ? exchange.Accounts.Positions(new(call.Account), null, all: true) : account.Positions, second);
        return default;
    }

    public ValueTask<ApiError?> BalanceAsync(ApiCall call)
    {
        text.WriteBalance(call.Json, Seen(call));
        return default;
    }

    public ValueTask<ApiError?> RiskAsync(ApiCall call, bool second)
    {
        string? symbol = call.Read().Text("symbol");
        if (symbol is not null && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        call.Json.WriteArray(exchange.Accounts.Positions(new(call.Account), symbol, all: second, bothRow: second && facts.HedgeHasBothRow), position => text.WriteRisk(call.Json, position, second));
        return default;
    }

    private AccountView Seen(ApiCall call) => faults.Show(exchange.Accounts.Account(new(call.Account)), call.ApiKey ?? "");

    private static int Five(RequestParameters parameters) => 5;

    private ValueTask<ApiError?> ConfigAsync(ApiCall call)
    {
        call.Json.WriteStartObject();
        AccountText.WriteFlags(call.Json, exchange.Accounts.Account(new(call.Account)), withMode: true);
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> SymbolConfigAsync(ApiCall call)
    {
        string? symbol = call.Read().Text("symbol");
        if (symbol is not null && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        call.Json.WriteArray(exchange.Accounts.SymbolConfigs(new(call.Account), symbol), row =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, row.Symbol);
            call.Json.WriteString("marginType"u8, row.MarginType == MarginType.Isolated ? "ISOLATED"u8 : "CROSSED"u8);
            call.Json.WriteBoolean("isAutoAddMargin"u8, false);
            call.Json.WriteNumber("leverage"u8, row.Leverage);
            call.Json.WriteString("maxNotionalValue"u8, AccountText.Whole(row.MaxNotional));
            call.Json.WriteEndObject();
        });
        return default;
    }

    private ValueTask<ApiError?> BracketsAsync(ApiCall call)
    {
        string? symbol = call.Read().Text("symbol");
        if (symbol is not null && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        if (symbol is not null && facts.BracketIsObject)
            WriteBrackets(call, exchange.Market.Listing(symbol)!);
        else
            call.Json.WriteArray(exchange.Market.Listings().Where(listing => symbol is null || listing.Symbol == symbol), listing => WriteBrackets(call, listing));
        return default;
    }

    private static void WriteBrackets(ApiCall call, ListingView listing)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, listing.Symbol);
        call.Json.WritePropertyName("brackets"u8);
        call.Json.WriteArray(listing.Brackets, bracket => WriteBracket(call, bracket));
        call.Json.WriteEndObject();
    }

    private static void WriteBracket(ApiCall call, Bracket bracket)
    {
        call.Json.WriteStartObject();
        call.Json.WriteNumber("bracket"u8, bracket.Number);
        call.Json.WriteNumber("initialLeverage"u8, bracket.Leverage);
        call.Json.WriteNumber("notionalCap"u8, bracket.NotionalCap);
        call.Json.WriteNumber("notionalFloor"u8, bracket.NotionalFloor);
        call.Json.WriteDecimalNumber("maintMarginRatio"u8, bracket.MaintenanceRate.Units);
        call.Json.WriteDecimalNumber("cum"u8, bracket.Cumulative.Units);
        call.Json.WriteEndObject();
    }

    private ValueTask<ApiError?> CommissionAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        if (read.Error is { } error)
            return new(error);
        if (exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        CommissionView rates = exchange.Accounts.Commission(new(call.Account), symbol);
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteRate("makerCommissionRate"u8, rates.Maker, 6);
        call.Json.WriteRate("takerCommissionRate"u8, rates.Taker, 6);
        call.Json.WriteRate("rpiCommissionRate"u8, rates.Rpi, 6);
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> QuantilesAsync(ApiCall call)
    {
        string? symbol = call.Read().Text("symbol");
        if (symbol is not null && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        var rows = exchange.Accounts.Positions(new(call.Account), symbol, all: false).Where(row => !row.Amount.IsZero).GroupBy(row => row.Symbol, StringComparer.Ordinal);
        call.Json.WriteArray(rows, row =>
        {
            WriteQuantiles(call, row.Key, [.. row]);
        });
        return default;
    }

    /// <summary>Writes the auto-deleveraging quantile of each position by side. In hedge mode, cross positions of both sides have the higher quantile of the two, and HEDGE, a flag, replaces BOTH.</summary>
    private static void WriteQuantiles(ApiCall call, string symbol, IReadOnlyList<PositionView> held)
    {
        bool isShared = held.Any(static position => position.PositionSide != PositionSide.Both && position.MarginType != MarginType.Isolated);
        int shared = isShared && held.Count == 2 ? held.Max(static position => position.AdlQuantile) : 0;
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteStartObject("adlQuantile"u8);
        call.Json.WriteNumber("LONG"u8, Math.Max(shared, Of(PositionSide.Long)));
        call.Json.WriteNumber("SHORT"u8, Math.Max(shared, Of(PositionSide.Short)));
        call.Json.WriteNumber(isShared ? "HEDGE"u8 : "BOTH"u8, Of(PositionSide.Both));
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();

        int Of(PositionSide side) => held.FirstOrDefault(position => position.PositionSide == side)?.AdlQuantile ?? 0;
    }

    private static ValueTask<ApiError?> TradingStatusAsync(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartObject("indicators"u8);
        call.Json.WriteEndObject();
        call.Json.WriteNumber("updateTime"u8, call.Now_ms);
        call.Json.WriteEndObject();
        return default;
    }
}
