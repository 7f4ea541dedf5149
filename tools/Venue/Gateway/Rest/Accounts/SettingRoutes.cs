using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Accounts;

/// <summary>Routes of account settings: leverage, margin type, position mode, multi-assets mode, isolated margin.</summary>
internal sealed class SettingRoutes(Exchange exchange)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/fapi/v1/leverage", RouteSecurity.Signed, LeverageAsync),
        new("POST", "/fapi/v1/marginType", RouteSecurity.Signed, MarginTypeAsync),
        new("GET", "/fapi/v1/positionSide/dual", RouteSecurity.Signed, call => FlagAsync(call, "dualSidePosition", account => account.Hedge)) { Weight = static _ => 30 },
        new("POST", "/fapi/v1/positionSide/dual", RouteSecurity.Signed, call => SetFlagAsync(call, "dualSidePosition", value => new SetPositionMode(new(call.Account), value))),
        new("GET", "/fapi/v1/multiAssetsMargin", RouteSecurity.Signed, call => FlagAsync(call, "multiAssetsMargin", account => account.MultiAssets)) { Weight = static _ => 30 },
        new("POST", "/fapi/v1/multiAssetsMargin", RouteSecurity.Signed, call => SetFlagAsync(call, "multiAssetsMargin", value => new SetMultiAssets(new(call.Account), value))),
        new("GET", "/fapi/v1/feeBurn", RouteSecurity.Signed, call => FlagAsync(call, "feeBurn", account => account.FeeBurn)) { Weight = static _ => 30 },
        new("POST", "/fapi/v1/feeBurn", RouteSecurity.Signed, call => SetFlagAsync(call, "feeBurn", value => new SetFeeBurn(new(call.Account), value))),
        new("POST", "/fapi/v1/positionMargin", RouteSecurity.Signed, MarginAsync),
        new("GET", "/fapi/v1/positionMargin/history", RouteSecurity.Signed, MarginHistoryAsync),
    ];

    private async ValueTask<ApiError?> LeverageAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        long leverage = read.RequiredLong("leverage");
        if (read.Error is { } error)
            return error;
        Reply<LeverageView> reply = await exchange.ExecuteAsync(new SetLeverage(new(call.Account), symbol, (int)Math.Clamp(leverage, int.MinValue, int.MaxValue)));
        return reply.WriteTo(call.Json, (json, view) =>
        {
            json.WriteStartObject();
            json.WriteString("symbol"u8, view.Symbol);
            json.WriteNumber("leverage"u8, view.Leverage);
            json.WriteString("maxNotionalValue"u8, AccountText.Whole(view.MaxNotional));
            json.WriteEndObject();
        });
    }

    private async ValueTask<ApiError?> MarginTypeAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        read.Required("marginType");
        MarginType type = read.OneOf("marginType", WireNames.MarginTypes, ApiError.Malformed("marginType")) ?? MarginType.Crossed;
        if (read.Error is { } error)
            return error;
        return (await exchange.ExecuteAsync(new SetMarginType(new(call.Account), symbol, type))).WriteDone(call.Json, "success");
    }

    private ValueTask<ApiError?> FlagAsync(ApiCall call, string name, Func<AccountView, bool> value)
    {
        call.Json.WriteStartObject();
        call.Json.WriteBoolean(name, value(exchange.Accounts.Account(new(call.Account))));
        call.Json.WriteEndObject();
        return default;
    }

    private async ValueTask<ApiError?> SetFlagAsync(ApiCall call, string name, Func<bool, Command<Accepted>> command)
    {
        ParameterReader read = call.Read();
        read.Required(name);
        bool value = read.Flag(name) ?? false;
        if (read.Error is { } error)
            return error;
        return (await exchange.ExecuteAsync(command(value))).WriteDone(call.Json, "success");
    }

    private async ValueTask<ApiError?> MarginAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        read.Required("amount");
        Money amount = read.Money("amount") ?? Money.Zero;
        long type = read.RequiredLong("type");
        PositionSide side = read.OneOf("positionSide", WireNames.PositionSides, ApiError.Of(VenueErrors.InvalidPositionSide)) ?? PositionSide.Both;
        if (type is not (1 or 2))
            read.Fail(ApiError.Malformed("type"));
        if (amount.Sign <= 0)
            read.Fail(ApiError.Of(VenueErrors.AmountNotPositive));
        if (read.Error is { } error)
            return error;
        Reply<Accepted> reply = await exchange.ExecuteAsync(new AdjustIsolatedMargin(new(call.Account), symbol, side, type == 1 ? amount : -amount));
        return reply.WriteTo(call.Json, (json, _) =>
        {
            json.WriteStartObject();
            json.WriteDecimalNumber("amount"u8, amount.Units);
            json.WriteNumber("code"u8, 200);
            json.WriteString("msg"u8, "Successfully modify position margin."u8);
            json.WriteNumber("type"u8, type);
            json.WriteEndObject();
        });
    }

    private ValueTask<ApiError?> MarginHistoryAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        long? type = read.Long("type");
        int limit = read.Limit(500, 500);
        (long? start, long? end) = read.Window(longest_days: 30);
        if (type is not (null or 1 or 2))
            read.Fail(ApiError.Malformed("type"));
        if ((read.Error ?? (exchange.Market.Listing(symbol) is null ? ApiError.InvalidSymbol : null)) is { } error)
            return new(error);
        call.Json.WriteArray(exchange.Accounts.MarginChanges(new(call.Account), symbol, limit, (int?)type, start, end), row =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, row.Symbol);
            call.Json.WriteNumber("type"u8, row.Type);
            call.Json.WriteString("deltaType"u8, "USER_ADJUST"u8);
            call.Json.WriteMoney("amount"u8, row.Amount);
            call.Json.WriteString("asset"u8, "USDT"u8);
            call.Json.WriteNumber("time"u8, row.Time_ms);
            call.Json.WriteString("positionSide"u8, WireNames.Of(row.PositionSide));
            call.Json.WriteEndObject();
        });
        return default;
    }
}
