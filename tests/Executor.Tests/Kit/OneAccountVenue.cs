using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Executor.Tests.Kit;

/// <summary>What becomes of one order request.</summary>
internal enum Fate
{
    Fill,

    /// <summary>Executed, and the answer is "unknown".</summary>
    FillAndLoseAnswer,

    /// <summary>Executed, and the connection is reset.</summary>
    FillAndReset,

    /// <summary>Never executed, and the answer is "unknown".</summary>
    VanishUnknown,

    /// <summary>Definitely failed, may be tried again.</summary>
    Busy,

    Refuse,

    /// <summary>Half is filled, the rest ends.</summary>
    FillHalf,

    /// <summary>Twice as much is filled as was asked for.</summary>
    FillTwice,
}

/// <summary>
/// A real server on loopback with one account and fixed prices: market orders fill at once, and each request can be given
/// another fate. It remembers every order it executed, so that a doubled or lost one shows.
/// </summary>
internal sealed partial class OneAccountVenue : IAsyncDisposable
{
    private const string Stamp = "1735689600000";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Order> _orders = [];
    private readonly Dictionary<string, Quantity> _positions = [];
    private readonly List<WebSocket> _sockets = [];
    private long _ids = 1_000;

    private OneAccountVenue(WebApplication app) => _app = app;

    public sealed record Order(long Id, string ClientId, string Symbol, string Side, Quantity Quantity, Quantity Executed, bool ReduceOnly, string Status);

    public Dictionary<string, Price> Prices { get; } = new() { ["BTCUSDT"] = Price.Of(50_000), ["ETHUSDT"] = Price.Of(2_500), ["SOLUSDT"] = Price.Of(100) };

    public Func<string, Fate> FateOf { get; set; } = static _ => Fate.Fill;

    /// <summary>User events are not delivered while true.</summary>
    public bool Mute { get; set; }

    public string Wallet { get; set; } = "100000";

    /// <summary>Share of an order that rests which is filled when it arrives.</summary>
    public double PassiveFill { get; set; }

    /// <summary>What every contract traded in each of the last minutes.</summary>
    public Quantity MinuteVolume { get; set; } = Quantity.Of(1_000_000);

    /// <summary>The account's own answer names no positions while true.</summary>
    public bool Contradict { get; set; }

    /// <summary>A contract whose agreement is not signed.</summary>
    public string Unopenable { get; set; } = "";

    public int LargestLeverage { get; set; } = 125;

    /// <summary>Deposits and, negative, withdrawals; the wallet is changed apart from them.</summary>
    public ConcurrentQueue<(long Time_ms, string Amount)> Transfers { get; } = new();

    /// <summary>Countdowns as they were asked for, symbol and ms.</summary>
    public ConcurrentQueue<string> Countdowns { get; } = new();

    /// <summary>Calls that cancel all orders of a symbol which the exchange fails to do before it does one.</summary>
    public int CancelFailures { get; set; }

    /// <summary>Conditional orders that are open, by symbol.</summary>
    public ConcurrentDictionary<string, int> Conditional { get; } = new();

    /// <summary>Orders of somebody else that rest, by their client id.</summary>
    public void Rest(string clientId, string symbol, Quantity quantity)
    {
        lock (_gate)
            _orders[clientId] = new Order(++_ids, clientId, symbol, "BUY", quantity, Quantity.Zero, false, "NEW");
    }

    /// <summary>Leverages as they were set.</summary>
    public ConcurrentQueue<string> Leverages { get; } = new();

    /// <summary>Client ids in order of arrival, executed or not.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    public BinanceEndpoints Endpoints => BinanceEndpoints.Mock(new Uri(_app.Urls.First()).Authority);

    public IReadOnlyCollection<Order> Orders
    {
        get
        {
            lock (_gate)
                return [.. _orders.Values];
        }
    }

    public Quantity Position(string symbol)
    {
        lock (_gate)
            return _positions.GetValueOrDefault(symbol);
    }

    public void Hold(string symbol, Quantity quantity)
    {
        lock (_gate)
            _positions[symbol] = quantity;
    }

    public static async Task<OneAccountVenue> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var venue = new OneAccountVenue(app);
        app.UseWebSockets();
        app.Run(venue.AnswerAsync);
        await app.StartAsync();
        return venue;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ServeStreamAsync(await context.WebSockets.AcceptWebSocketAsync());
            return;
        }

        string call = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(call);
        IQueryCollection query = context.Request.Query;
        string? body = call switch
        {
            "GET /fapi/v1/time" => $$"""{"serverTime":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""",
            "GET /fapi/v1/exchangeInfo" => $$"""{"symbols":[{{string.Join(',', Prices.Keys.Select(Instrument))}}]}""",
            "GET /fapi/v1/premiumIndex" => $"[{string.Join(',', Prices.Select(row => $$"""{"symbol":"{{row.Key}}","markPrice":"{{row.Value}}","time":{{Stamp}}}"""))}]",
            "GET /fapi/v1/ticker/bookTicker" => Quotes(query["symbol"]),
            "GET /fapi/v3/account" => $$"""{"totalWalletBalance":"{{Wallet}}","totalUnrealizedProfit":"0","totalMarginBalance":"{{Wallet}}","availableBalance":"{{Wallet}}","totalInitialMargin":"0", "totalMaintMargin":"0","positions":[{{(Contradict ? "" : AccountPositions())}}]}""",
            "GET /fapi/v1/income" => $"[{string.Join(',', Transfers.Where(row => row.Time_ms >= long.Parse(query["startTime"]!)).Select((row, index) => $$"""{"symbol":"","incomeType":"TRANSFER","income":"{{row.Amount}}","asset":"USDT","time":{{row.Time_ms}},"tranId":{{index}},"tradeId":""}"""))}]",
            "GET /fapi/v3/positionRisk" => Positions(),
            "GET /fapi/v1/positionSide/dual" => """{"dualSidePosition":false}""",
            "GET /fapi/v1/multiAssetsMargin" => """{"multiAssetsMargin":false}""",
            "GET /fapi/v1/openOrders" => OpenOrders(query["symbol"]),
            "GET /fapi/v1/openAlgoOrders" => $"[{string.Join(',', Conditional.Select((row, index) => $$"""{"algoId":{{index + 1}},"clientAlgoId":"stop","symbol":"{{row.Key}}"}"""))}]",
            "DELETE /fapi/v1/algoOpenOrders" => CancelConditional(query["symbol"]!),
            "DELETE /fapi/v1/allOpenOrders" => CancelAll(query["symbol"]!),
            "POST /fapi/v1/listenKey" or "PUT /fapi/v1/listenKey" => """{"listenKey":"key"}""",
            "GET /fapi/v1/leverageBracket" => $"[{string.Join(',', Prices.Keys.Select(name => $$"""{"symbol":"{{name}}","brackets":[{"bracket":1,"initialLeverage":{{LargestLeverage}},"notionalCap":100000000,"notionalFloor":0,"maintMarginRatio":0.01,"cum":0}]}"""))}]",
            "POST /fapi/v1/leverage" when query["symbol"] == Unopenable => null,
            "POST /fapi/v1/leverage" => Leverage(query["leverage"]!),
            "POST /fapi/v1/order/test" => "{}",
            "POST /fapi/v1/countdownCancelAll" => CountDown(query["symbol"]!, query["countdownTime"]!),
            "GET /fapi/v1/klines" => $"[{string.Join(',', Enumerable.Range(0, 5).Select(minute => $"""[{minute},"1","1","1","1","{MinuteVolume}",{minute},"1",1,"1","1","0"]"""))}]",
            "GET /fapi/v1/ticker/24hr" => $"[{string.Join(',', Prices.Keys.Select(name => $$"""{"symbol":"{{name}}","quoteVolume":"10000000"}"""))}]",
            "GET /fapi/v1/userTrades" => query.ContainsKey("orderId") ? Trades(long.Parse(query["orderId"]!)) : TradesOf(query["symbol"]!),
            "GET /fapi/v1/allOrders" => AllOrders(query["symbol"]!),
            _ => null,
        };
        if (body is not null)
            await context.Response.WriteAsync(body);
        else
            await AnswerOrderAsync(context, call, query);
    }

    private async Task AnswerOrderAsync(HttpContext context, string call, IQueryCollection query)
    {
        switch (call)
        {
            case "POST /fapi/v1/leverage":
                await RefuseAsync(context, 400, -4411, "Please sign the agreement of this contract first.");
                break;
            case "DELETE /fapi/v1/allOpenOrders":
                await RefuseAsync(context, 503, -1001, "Internal error; unable to process your request. Please try again.");
                break;
            case "POST /fapi/v1/marginType":
                await RefuseAsync(context, 400, -4046, "No need to change margin type.");
                break;
            case "GET /fapi/v1/order":
                Order? found;
                lock (_gate)
                    found = _orders.GetValueOrDefault(query["origClientOrderId"]!);
                if (found is null)
                    await RefuseAsync(context, 400, -2013, "Order does not exist.");
                else
                    await context.Response.WriteAsync(Row(found));
                break;
            case "POST /fapi/v1/order":
                await PlaceAsync(context, query);
                break;
            case "DELETE /fapi/v1/order":
                await CancelAsync(context, query["origClientOrderId"]!);
                break;
            default:
                await RefuseAsync(context, 404, -1099, call);
                break;
        }
    }

    private async Task PlaceAsync(HttpContext context, IQueryCollection query)
    {
        string clientId = query["newClientOrderId"]!;
        Sent.Enqueue(clientId);
        Fate fate = FateOf(clientId);
        if (fate is Fate.VanishUnknown or Fate.Busy or Fate.Refuse)
        {
            (int status, int code, string text) = fate switch
            {
                Fate.VanishUnknown => (503, -1000, "Unknown error, please check your request or try again later."),
                Fate.Busy => (503, -1001, "Internal error; unable to process your request. Please try again."),
                _ => (400, -2019, "Margin is insufficient."),
            };
            await RefuseAsync(context, status, code, text);
            return;
        }

        Order order = await ExecuteAsync(clientId, query, fate);
        if (fate == Fate.FillAndReset)
            context.Abort();
        else if (fate == Fate.FillAndLoseAnswer)
            await RefuseAsync(context, 408, -1007, "Timeout waiting for response from backend server.");
        else
            await context.Response.WriteAsync(Row(order));
    }

    private async Task<Order> ExecuteAsync(string clientId, IQueryCollection query, Fate fate)
    {
        Quantity asked = Quantity.Parse(query["quantity"]!);
        Order order;
        WebSocket[] listeners;
        lock (_gate)
        {
            string symbol = query["symbol"]!;
            int sign = query["side"] == "BUY" ? 1 : -1;
            bool reduce = query["reduceOnly"] == "true";
            Quantity held = _positions.GetValueOrDefault(symbol);
            bool rests = query["timeInForce"] == "GTX";
            Quantity executed = rests ? Quantity.FromUnits((long)(asked.Units * PassiveFill)).TruncateTo(Quantity.Parse("0.001")) : fate == Fate.FillHalf ? Quantity.FromUnits(asked.Units / 2).TruncateTo(Quantity.Parse("0.001")) : fate == Fate.FillTwice ? asked + asked : reduce ? Quantity.Min(asked, held.Abs) : asked;
            Assert.False(_orders.ContainsKey(clientId), $"{clientId} came twice");
            order = new Order(++_ids, clientId, symbol, query["side"]!, asked, executed, reduce, executed >= asked ? "FILLED" : !rests ? "EXPIRED" : executed.IsZero ? "NEW" : "PARTIALLY_FILLED");
            _orders.Add(clientId, order);
            _positions[symbol] = held + Quantity.FromUnits(sign * executed.Units);
            listeners = Mute ? [] : [.. _sockets];
        }

        if (!order.Executed.IsZero)
            await PublishAsync(listeners, Event(order));
        return order;
    }

    private async Task CancelAsync(HttpContext context, string clientId)
    {
        Order? order;
        WebSocket[] listeners;
        lock (_gate)
        {
            order = _orders.GetValueOrDefault(clientId) is { Status: "NEW" or "PARTIALLY_FILLED" } open ? _orders[clientId] = open with { Status = "CANCELED" } : null;
            listeners = Mute ? [] : [.. _sockets];
        }

        if (order is null)
        {
            await RefuseAsync(context, 400, -2011, "Unknown order sent.");
            return;
        }

        await PublishAsync(listeners, Event(order).Replace("\"x\":\"TRADE\"", "\"x\":\"CANCELED\""));
        await context.Response.WriteAsync(Row(order));
    }

    private static async Task PublishAsync(WebSocket[] listeners, string text)
    {
        foreach (WebSocket socket in listeners)
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    private async Task ServeStreamAsync(WebSocket socket)
    {
        lock (_gate)
            _sockets.Add(socket);
        try
        {
            await socket.ReceiveAsync(new byte[100].AsMemory(), CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
        {
            // The client went away.
        }

        lock (_gate)
            _sockets.Remove(socket);
    }

    private static Task RefuseAsync(HttpContext context, int status, int code, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($$"""{"code":{{code}},"msg":"{{text}}"}""");
    }

    /// <summary>A trade on the account that its executor did not make, with the position it leads to; no event is sent.</summary>
    public void Force(string clientId, string symbol, Quantity signed)
    {
        lock (_gate)
        {
            _orders[clientId] = new Order(++_ids, clientId, symbol, signed.Sign > 0 ? "BUY" : "SELL", signed.Abs, signed.Abs, false, "FILLED");
            _positions[symbol] = _positions.GetValueOrDefault(symbol) + signed;
        }
    }
}
