using Platform.Domain.Market;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>Routes of the order book, trades and aggregate trades.</summary>
internal sealed class TapeRoutes(Exchange exchange, Precisions precisions, UnconfirmedFacts facts)
{
    private const long Hour_ms = 3_600_000;
    private const long TradesLookBack_ms = 30 * 24 * Hour_ms;
    private static readonly int[] DepthLimits = [5, 10, 20, 50, 100, 500, 1000];

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/fapi/v1/depth", RouteSecurity.Public, DepthAsync) { Weight = RequestWeights.Depth },
        new("GET", "/fapi/v1/rpiDepth", RouteSecurity.Public, RpiDepthAsync) { Weight = static _ => 20 },
        new("GET", "/fapi/v1/trades", RouteSecurity.Public, call => TradesAsync(call, 500, 1000)) { Weight = static _ => 5 },
        new("GET", "/fapi/v1/historicalTrades", RouteSecurity.Key, call => TradesAsync(call, 100, 500)) { Weight = _ => facts.HistoricalTradesWeight },
        new("GET", "/fapi/v1/aggTrades", RouteSecurity.Public, AggTradesAsync) { Weight = static _ => 20 },
    ];

    public ValueTask<ApiError?> DepthAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        long limit = read.Long("limit") ?? 500;
        if (read.Error is { } error)
            return new(error);
        if (!DepthLimits.Contains((int)limit))
            return new(BadDepth(limit));
        return Write(call, symbol, exchange.Market.Book(symbol, (int)limit));
    }

    private ValueTask<ApiError?> RpiDepthAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        long limit = read.Long("limit") ?? 1000;
        if (read.Error is { } error)
            return new(error);
        if (limit != 1000)
            return new(BadDepth(limit));
        return Write(call, symbol, exchange.Market.RpiBook(symbol, 1000));
    }

    private static ApiError BadDepth(long limit) => new(-4021, $"'{limit}' is not valid depth limit.");

    private ValueTask<ApiError?> Write(ApiCall call, string symbol, BookView? found)
    {
        if (found is not { } book)
            return new(ApiError.InvalidSymbol);
        Decimals decimals = precisions.Of(symbol);
        call.Json.WriteStartObject();
        call.Json.WriteNumber("lastUpdateId"u8, book.LastUpdateId);
        call.Json.WriteNumber("E"u8, book.EventTime_ms);
        call.Json.WriteNumber("T"u8, book.Time_ms);
        call.Json.WritePropertyName("bids"u8);
        call.Json.WriteArray(book.Bids, level => call.Json.WriteLevel(level.Price, level.Quantity, decimals));
        call.Json.WritePropertyName("asks"u8);
        call.Json.WriteArray(book.Asks, level => call.Json.WriteLevel(level.Price, level.Quantity, decimals));
        call.Json.WriteEndObject();
        return default;
    }

    private ValueTask<ApiError?> TradesAsync(ApiCall call, int standard, int largest)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        int limit = read.Limit(standard, largest);
        long? fromId = read.Long("fromId");
        if (read.Error is { } error)
            return new(error);
        if (exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        Decimals decimals = precisions.Of(symbol);
        long oldest_ms = call.Now_ms - TradesLookBack_ms;
        IEnumerable<TradeView> trades = exchange.Market.Trades(symbol, limit, fromId).Where(trade => trade.Time_ms >= oldest_ms);
        call.Json.WriteArray(trades, trade =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteNumber("id"u8, trade.Id);
            call.Json.WritePrice("price"u8, trade.Price, decimals.Price);
            call.Json.WriteQuantity("qty"u8, trade.Quantity, decimals.Quantity);
            call.Json.WriteNotional("quoteQty"u8, trade.Quote, Math.Min(8, decimals.Price + decimals.Quantity));
            call.Json.WriteNumber("time"u8, trade.Time_ms);
            call.Json.WriteBoolean("isBuyerMaker"u8, trade.BuyerIsMaker);
            call.Json.WriteBoolean("isRPITrade"u8, trade.IsRpi);
            call.Json.WriteEndObject();
        });
        return default;
    }

    private ValueTask<ApiError?> AggTradesAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        int limit = read.Limit(500, 1000);
        long? fromId = read.Long("fromId");
        (long? start, long? end) = read.Window();
        if (fromId is not null && (start is not null || end is not null))
            read.Fail(new ApiError(-1128, "Combination of optional parameters invalid."));
        if (end - start > Hour_ms)
            read.Fail(new ApiError(-1127, "More than 1 hours between startTime and endTime."));
        if (read.Error is { } error)
            return new(error);
        if (exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        Decimals decimals = precisions.Of(symbol);
        long oldest_ms = call.Now_ms - facts.AggTradesLookBack_hours * Hour_ms;
        if (fromId is { } id && exchange.Market.OldestAggTrade(symbol, oldest_ms) is { } oldest && id < oldest.Id)
            return new(new ApiError(-1130, $"Data sent for parameter 'fromId' is not valid: aggregate trades go back at most {facts.AggTradesLookBack_hours} hours, to id {oldest.Id}."));
        IEnumerable<AggTradePublished> trades = exchange.Market.AggTrades(symbol, limit, fromId, start, end).Where(row => row.Trade.Time_ms >= oldest_ms);
        call.Json.WriteArray(trades, trade => WriteAggTrade(call, trade, decimals));
        return default;
    }

    private static void WriteAggTrade(ApiCall call, in AggTradePublished published, Decimals decimals)
    {
        AggTrade trade = published.Trade;
        call.Json.WriteStartObject();
        call.Json.WriteNumber("a"u8, trade.Id);
        call.Json.WritePrice("p"u8, trade.Price, decimals.Price);
        call.Json.WriteQuantity("q"u8, trade.Quantity, decimals.Quantity);
        call.Json.WriteQuantity("nq"u8, published.QuantityWithoutRpi, decimals.Quantity);
        call.Json.WriteNumber("f"u8, trade.FirstTradeId);
        call.Json.WriteNumber("l"u8, trade.LastTradeId);
        call.Json.WriteNumber("T"u8, trade.Time_ms);
        call.Json.WriteBoolean("m"u8, trade.BuyerIsMaker);
        call.Json.WriteEndObject();
    }
}
