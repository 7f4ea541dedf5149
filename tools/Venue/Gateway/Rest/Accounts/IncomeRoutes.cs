using System.Globalization;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Accounts;

/// <summary>Route of the income history.</summary>
internal sealed class IncomeRoutes(Exchange exchange)
{
    private const long Week_ms = 7 * 86_400_000L;

    public IEnumerable<Route> Routes => [new("GET", "/fapi/v1/income", RouteSecurity.Signed, IncomeAsync) { Weight = static _ => 30 }];

    private ValueTask<ApiError?> IncomeAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string? symbol = read.Text("symbol"), type = read.Text("incomeType");
        int limit = read.Limit(100, 1000);
        long page = read.Long("page") ?? 1;
        (long? start, long? end) = read.Window();
        bool isOther = type is not null && WireNames.OtherIncomeTypes.Contains(type);
        IncomeType? known = isOther ? null : read.OneOf("incomeType", WireNames.IncomeTypes, ApiError.Malformed("incomeType"));
        if (page is < 1 or > int.MaxValue)
            read.Fail(ApiError.Malformed("page"));
        if (read.Error is { } error)
            return new(error);
        if (symbol is not null && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        if (start is null && end is null)
            start = call.Now_ms - Week_ms;
        IEnumerable<IncomeView> rows = isOther ? [] : exchange.Accounts.Income(new(call.Account), symbol, known, limit, start, end, (int)page);
        call.Json.WriteArray(rows, row => Write(call, row));
        return default;
    }

    private static void Write(ApiCall call, IncomeView row)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, row.Symbol);
        call.Json.WriteString("incomeType"u8, WireNames.Of(row.Type));
        call.Json.WriteMoney("income"u8, row.Income);
        call.Json.WriteString("asset"u8, "USDT"u8);
        call.Json.WriteString("info"u8, row.Text);
        call.Json.WriteNumber("time"u8, row.Time_ms);
        call.Json.WriteNumber("tranId"u8, row.TransactionId);
        call.Json.WriteString("tradeId"u8, row.TradeId == 0 ? "" : row.TradeId.ToString(CultureInfo.InvariantCulture));
        call.Json.WriteEndObject();
    }
}
