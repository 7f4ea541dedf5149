using System.Text;
using System.Text.Json;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Trading;

/// <summary>Routes with several orders in one request. Each order succeeds or fails separately, and the HTTP status is always 200.</summary>
internal sealed class BatchRoutes(Exchange exchange, OrderText text, AccountFaults fills)
{
    private const int LargestBatch = 5;
    private const int LargestCancel = 10;

    public IEnumerable<Route> Routes =>
    [
        new("POST", "/fapi/v1/batchOrders", RouteSecurity.Signed, PlaceAsync) { Orders = (5, 1), Weight = static _ => 5 },
        new("PUT", "/fapi/v1/batchOrders", RouteSecurity.Signed, ModifyAsync) { Orders = (5, 1), Weight = static _ => 5 },
        new("DELETE", "/fapi/v1/batchOrders", RouteSecurity.Signed, CancelAsync),
    ];

    private async ValueTask<ApiError?> PlaceAsync(ApiCall call)
    {
        if (ReadItems(call, out List<RequestParameters> items) is { } error)
            return error;
        call.Json.WriteStartArray();
        foreach (RequestParameters item in items)
        {
            PlaceOrder? order = OrderRequest.Place(item, new(call.Account), test: false, out ApiError? refused);
            if (order is not null)
            {
                Reply<OrderView> reply = await exchange.ExecuteAsync(fills.Mark(order, call.ApiKey));
                refused = reply.WriteTo(call.Json, (json, view) => text.WriteAcknowledgement(json, view, asNew: !OrderRequest.ShowsResult(item, view)));
            }

            refused?.WriteTo(call.Json);
        }

        call.Json.WriteEndArray();
        return null;
    }

    private async ValueTask<ApiError?> ModifyAsync(ApiCall call)
    {
        if (ReadItems(call, out List<RequestParameters> items) is { } error)
            return error;
        call.Json.WriteStartArray();
        foreach (RequestParameters item in items)
        {
            ModifyOrder? change = OrderRequest.Modify(item, new(call.Account), out ApiError? refused);
            if (change is not null)
            {
                Reply<OrderView> reply = await exchange.ExecuteAsync(change);
                refused = reply.WriteTo(call.Json, (json, view) => text.WriteAcknowledgement(json, view, amended: true));
            }

            refused?.WriteTo(call.Json);
        }

        call.Json.WriteEndArray();
        return null;
    }

    private async ValueTask<ApiError?> CancelAsync(ApiCall call)
    {
        ParameterReader read = call.Read();
        string symbol = read.Required("symbol");
        List<CancelOrder> cancels = [];
        if (read.Text("orderIdList") is { } ids)
            cancels = ReadList(ids)?.Select(id => new CancelOrder(new(call.Account), symbol) { OrderId = long.TryParse(id, out long value) ? value : -1 }).ToList() ?? cancels;
        else if (read.Text("origClientOrderIdList") is { } clientIds)
            cancels = ReadList(clientIds)?.Select(id => new CancelOrder(new(call.Account), symbol) { ClientOrderId = id }).ToList() ?? cancels;
        else
            read.Fail(ApiError.Missing("orderIdList"));
        if (cancels.Count is 0 or > LargestCancel)
            read.Fail(ApiError.Malformed(read.Has("orderIdList") ? "orderIdList" : "origClientOrderIdList"));
        if (read.Error is { } error)
            return error;
        call.Json.WriteStartArray();
        foreach (CancelOrder cancel in cancels)
        {
            Reply<OrderView> reply = await exchange.ExecuteAsync(cancel);
            reply.WriteTo(call.Json, (json, view) => text.WriteAcknowledgement(json, view))?.WriteTo(call.Json);
        }

        call.Json.WriteEndArray();
        return null;
    }

    /// <summary>Reads the items of batchOrders, each as a set of parameters; numbers and strings are converted to text.</summary>
    private static ApiError? ReadItems(ApiCall call, out List<RequestParameters> items)
    {
        items = [];
        ParameterReader read = call.Read();
        string list = read.Required("batchOrders");
        if (read.Error is { } error)
            return error;
        try
        {
            JsonElement root = JsonText.Parse(Encoding.UTF8.GetBytes(list));
            if (root.ValueKind != JsonValueKind.Array)
                return ApiError.Malformed("batchOrders");
            foreach (JsonElement element in root.EnumerateArray())
            {
                if (element.ValueKind != JsonValueKind.Object)
                    return ApiError.Malformed("batchOrders");
                var item = new RequestParameters();
                foreach (JsonProperty property in element.EnumerateObject())
                    item.AddJson(property.Name, property.Value);
                items.Add(item);
            }
        }
        catch (JsonException)
        {
            return ApiError.Malformed("batchOrders");
        }

        return items.Count is 0 or > LargestBatch ? new ApiError(-4082, "Invalid number of batch place orders.") : null;
    }

    private static List<string>? ReadList(string text)
    {
        try
        {
            JsonElement root = JsonText.Parse(Encoding.UTF8.GetBytes(text));
            return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Select(element => element.ToString())] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
