using System.Globalization;
using System.Text.Json;
using Platform.Conformance.Venues;
using Xunit;

namespace Platform.Conformance.Shapes;

/// <summary>The same account over the WebSocket API: calls every method with a documented response once.</summary>
internal sealed class TradedSession(VenueClient client, VenueSocket api, Action<string, JsonElement> keep)
{
    private const string Symbol = "BTCUSDT";
    private int _requests;

    public async Task TradeAsync()
    {
        await AskAsync("GetBookPrice", "ticker.book", new() { ["symbol"] = Symbol });
        await AskAsync("GetBookPrices", "ticker.book", []);
        await AskAsync("GetPrice", "ticker.price", new() { ["symbol"] = Symbol });
        await AskAsync("GetPrices", "ticker.price", []);
        JsonElement book = await AskAsync("GetOrderBook", "depth", new() { ["symbol"] = Symbol, ["limit"] = "5" });
        decimal bid = decimal.Parse(book.GetProperty("result").GetProperty("bids")[0][0].GetString()!, CultureInfo.InvariantCulture);
        string At(decimal factor) => Math.Round(bid * factor, 1).ToString("0.0", CultureInfo.InvariantCulture);
        await SignedAsync("GetAccountInfo", "v2/account.status", []);
        await SignedAsync("GetBalances", "v2/account.balance", []);
        await SignedAsync("GetPositions", "v2/account.position", []);
        JsonElement placed = await SignedAsync("PlaceOrder", "order.place", new()
        {
            ["symbol"] = Symbol, ["side"] = "BUY", ["type"] = "LIMIT", ["timeInForce"] = "GTC", ["quantity"] = "0.010", ["price"] = At(0.97m),
        });
        string orderId = placed.GetProperty("result").GetProperty("orderId").ToString();
        await SignedAsync("GetOrder", "order.status", new() { ["symbol"] = Symbol, ["orderId"] = orderId });
        await SignedAsync("EditOrder", "order.modify", new() { ["symbol"] = Symbol, ["orderId"] = orderId, ["side"] = "BUY", ["quantity"] = "0.010", ["price"] = At(0.96m) });
        await SignedAsync("CancelOrder", "order.cancel", new() { ["symbol"] = Symbol, ["orderId"] = orderId });
        JsonElement stop = await SignedAsync("PlaceConditionalOrder", "algoOrder.place", new()
        {
            ["algoType"] = "CONDITIONAL", ["symbol"] = Symbol, ["side"] = "SELL", ["type"] = "TAKE_PROFIT", ["quantity"] = "0.010", ["price"] = At(1.04m), ["triggerPrice"] = At(1.05m),
        });
        await SignedAsync("CancelConditionalOrder", "algoOrder.cancel", new() { ["algoId"] = stop.GetProperty("result").GetProperty("algoId").ToString() });
    }

    private async Task<JsonElement> SignedAsync(string name, string method, SortedDictionary<string, string> parameters)
    {
        var all = new SortedDictionary<string, string>(parameters, StringComparer.Ordinal)
        {
            ["apiKey"] = client.Key,
            ["timestamp"] = (await client.TimeAsync()).ToString(CultureInfo.InvariantCulture),
        };
        all["signature"] = VenueClient.Sign(string.Join('&', all.Select(pair => $"{pair.Key}={pair.Value}")), VenueUnderTest.SecretOf(client.Key));
        return await AskAsync(name, method, all);
    }

    private async Task<JsonElement> AskAsync(string name, string method, SortedDictionary<string, string> parameters)
    {
        string id = $"request-{++_requests}";
        JsonElement answer = await api.AskAsync(id, JsonSerializer.Serialize(new { id, method, @params = parameters }));
        Assert.True(answer.GetProperty("status").GetInt32() == 200, $"{method}: {answer}");
        keep("ws-api/" + name, answer);
        return answer;
    }
}
