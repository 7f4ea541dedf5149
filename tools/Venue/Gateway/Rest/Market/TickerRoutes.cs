using System.Text.Json;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>Routes of current prices: tickers, mark and index price, funding, open interest.</summary>
internal sealed class TickerRoutes(Exchange exchange, Precisions precisions, UnconfirmedFacts facts)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/fapi/v1/ticker/24hr", RouteSecurity.Public, DayAsync) { Weight = RequestWeights.BySymbol(1, 40) },
        new("GET", "/fapi/v1/ticker/price", RouteSecurity.Public, PriceAsync) { Weight = RequestWeights.BySymbol(1, 2) },
        new("GET", "/fapi/v2/ticker/price", RouteSecurity.Public, PriceAsync) { Weight = RequestWeights.BySymbol(1, 2) },
        new("GET", "/fapi/v1/ticker/bookTicker", RouteSecurity.Public, BookTickerAsync) { Weight = RequestWeights.BySymbol(2, 5) },
        new("GET", "/fapi/v1/premiumIndex", RouteSecurity.Public, PremiumAsync) { Weight = RequestWeights.BySymbol(1, 10) },
        new("GET", "/fapi/v1/fundingRate", RouteSecurity.Public, FundingAsync) { Weight = static _ => 0, Pool = RequestPool.Funding },
        new("GET", "/fapi/v1/openInterest", RouteSecurity.Public, OpenInterestAsync),
    ];

    public ValueTask<ApiError?> PriceAsync(ApiCall call) => EachAsync(call, exchange.Market.Ticker, (json, ticker) =>
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, ticker.Symbol);
        json.WritePrice("price"u8, ticker.Last, precisions.Of(ticker.Symbol).Price);
        json.WriteNumber("time"u8, ticker.Close_ms);
        json.WriteEndObject();
    });

    public ValueTask<ApiError?> BookTickerAsync(ApiCall call) => EachAsync(call, symbol => Boxed(exchange.Market.BookTicker(symbol)), (json, box) =>
    {
        (BookTickerView ticker, Decimals decimals) = (box.Value, precisions.Of(box.Value.Symbol));
        json.WriteStartObject();
        json.WriteString("symbol"u8, ticker.Symbol);
        json.WritePrice("bidPrice"u8, ticker.Bid, decimals.Price);
        json.WriteQuantity("bidQty"u8, ticker.BidQuantity, decimals.Quantity);
        json.WritePrice("askPrice"u8, ticker.Ask, decimals.Price);
        json.WriteQuantity("askQty"u8, ticker.AskQuantity, decimals.Quantity);
        json.WriteNumber("time"u8, ticker.Time_ms);
        if (facts.BookTickerHasUpdateId)
            json.WriteNumber("lastUpdateId"u8, ticker.UpdateId);
        json.WriteEndObject();
    });

    private ValueTask<ApiError?> DayAsync(ApiCall call) => EachAsync(call, exchange.Market.Ticker, (json, ticker) =>
    {
        Decimals decimals = precisions.Of(ticker.Symbol);
        json.WriteStartObject();
        json.WriteString("symbol"u8, ticker.Symbol);
        json.WritePrice("priceChange"u8, ticker.Change, decimals.Price);
        json.WriteRate("priceChangePercent"u8, ticker.ChangePercent, 3);
        json.WritePrice("weightedAvgPrice"u8, ticker.WeightedAverage, decimals.Price);
        json.WritePrice("lastPrice"u8, ticker.Last, decimals.Price);
        json.WriteQuantity("lastQty"u8, ticker.LastQuantity, decimals.Quantity);
        json.WritePrice("openPrice"u8, ticker.Open, decimals.Price);
        json.WritePrice("highPrice"u8, ticker.High, decimals.Price);
        json.WritePrice("lowPrice"u8, ticker.Low, decimals.Price);
        json.WriteQuantity("volume"u8, ticker.Volume, decimals.Quantity);
        json.WriteNotional("quoteVolume"u8, ticker.QuoteVolume, Math.Min(8, decimals.Price + decimals.Quantity));
        json.WriteNumber("openTime"u8, ticker.Open_ms);
        json.WriteNumber("closeTime"u8, ticker.Close_ms);
        json.WriteNumber("firstId"u8, ticker.FirstTradeId);
        json.WriteNumber("lastId"u8, ticker.LastTradeId);
        json.WriteNumber("count"u8, ticker.TradeCount);
        json.WriteEndObject();
    });

    private ValueTask<ApiError?> PremiumAsync(ApiCall call) => EachAsync(call, symbol => Boxed(exchange.Market.Premium(symbol)), (json, box) =>
    {
        PremiumView premium = box.Value;
        json.WriteStartObject();
        json.WriteString("symbol"u8, premium.Symbol);
        json.WritePrice("markPrice"u8, premium.MarkPrice, 8);
        json.WritePrice("indexPrice"u8, premium.IndexPrice, 8);
        json.WritePrice("estimatedSettlePrice"u8, premium.EstimatedSettlePrice, 8);
        if (premium.NextFunding_ms == 0)
        {
            json.WriteString("lastFundingRate"u8, ""u8);
            json.WriteString("interestRate"u8, ""u8);
        }
        else
        {
            json.WriteRate("lastFundingRate"u8, premium.EstimatedFundingRate, 8);
            json.WriteRate("interestRate"u8, premium.InterestRate, 8);
        }

        json.WriteNumber("nextFundingTime"u8, premium.NextFunding_ms);
        json.WriteNumber("time"u8, premium.Time_ms);
        json.WriteEndObject();
    });

    private ValueTask<ApiError?> FundingAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string? symbol = read.Text("symbol");
        int limit = read.Limit(100, 1000);
        (long? start, long? end) = read.Window();
        if (read.Error is { } error)
            return new(error);
        if (symbol is not null && exchange.Market.Listing(symbol) is null)
            return new(ApiError.InvalidSymbol);
        if (start is null && end is null && !read.Has("limit"))
            limit = 200;
        call.Json.WriteArray(exchange.Market.FundingRates(symbol, limit, start, end), row =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, row.Symbol);
            call.Json.WriteRate("fundingRate"u8, row.FundingRate, 8);
            call.Json.WriteNumber("fundingTime"u8, row.Funding_ms);
            call.Json.WritePrice("markPrice"u8, row.MarkPrice, 8);
            call.Json.WriteString("rateType"u8, "REGULAR"u8);
            call.Json.WriteEndObject();
        });
        return default;
    }

    private ValueTask<ApiError?> OpenInterestAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        if (read.Error is { } error)
            return new(error);
        if (exchange.Market.OpenInterest(symbol) is not { } interest)
            return new(ApiError.InvalidSymbol);
        call.Json.WriteStartObject();
        call.Json.WriteQuantity("openInterest"u8, interest.OpenInterest, precisions.Of(symbol).Quantity);
        call.Json.WriteString("symbol"u8, symbol);
        call.Json.WriteNumber("time"u8, interest.Time_ms);
        call.Json.WriteEndObject();
        return default;
    }

    /// <summary>Writes one object when a symbol is given, else an array of all symbols.</summary>
    private ValueTask<ApiError?> EachAsync<T>(ApiCall call, Func<string, T?> find, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (call.Parameters["symbol"] is { Length: > 0 } symbol)
        {
            if (find(symbol) is not { } one)
                return new(ApiError.InvalidSymbol);
            write(call.Json, one);
            return default;
        }

        call.Json.WriteArray(exchange.Market.Symbols.Select(find).OfType<T>(), row => write(call.Json, row));
        return default;
    }

    private static Box<T>? Boxed<T>(T? value)
        where T : struct => value is { } found ? new(found) : null;

    private sealed record Box<T>(T Value);
}
