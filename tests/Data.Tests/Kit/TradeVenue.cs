using System.Globalization;
using System.Net;
using System.Text;
using Platform.Domain.Market;
using Platform.TestKit.Processes;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;

namespace Platform.Data.Tests.Kit;

/// <summary>A loopback HTTP server with the aggTrades endpoint over a list that the test owns; it can be told to fail.</summary>
internal sealed class TradeVenue : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly BinanceRest _rest;

    public TradeVenue()
    {
        string address = $"127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add($"http://{address}/");
        _listener.Start();
        _ = ServeAsync();
        _rest = new BinanceRest(BinanceEndpoints.Mock(address), new BinanceRestOptions(), new LocalWeightGate(TimeProvider.System, new WeightGateOptions()), TimeProvider.System, TimeProvider.System);
        Market = new BinanceMarketClient(_rest);
    }

    public BinanceMarketClient Market { get; }

    public List<AggTrade> Trades { get; } = [];

    /// <summary>Answers 503 while set.</summary>
    public bool Fails { get; set; }

    public int Requests { get; private set; }

    public void Dispose()
    {
        _listener.Close();
        _rest.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Requests++;
            call.Response.StatusCode = Fails ? 503 : 200;
            byte[] body = Encoding.UTF8.GetBytes(Fails ? """{"code":-1001,"msg":"down"}""" : Answer(call.Request));
            await call.Response.OutputStream.WriteAsync(body);
            call.Response.Close();
        }
    }

    private string Answer(HttpListenerRequest request)
    {
        long Number(string name, long otherwise) => long.TryParse(request.QueryString[name], CultureInfo.InvariantCulture, out long value) ? value : otherwise;
        int limit = (int)Number("limit", 500);
        IEnumerable<AggTrade> rows = Trades;
        if (request.QueryString["fromId"] is not null)
            rows = rows.Where(trade => trade.Id >= Number("fromId", 0)).Take(limit);
        else if (request.QueryString["startTime"] is not null)
            rows = rows.Where(trade => trade.Time_ms >= Number("startTime", 0) && trade.Time_ms <= Number("endTime", 0)).Take(limit);
        else
            rows = rows.TakeLast(limit);
        return $"[{string.Join(",", rows.Select(Row))}]";
    }

    private static string Row(AggTrade trade) =>
        $$"""{"a":{{trade.Id}},"p":"{{trade.Price}}","q":"{{trade.Quantity}}","f":{{trade.FirstTradeId}},"l":{{trade.LastTradeId}},"T":{{trade.Time_ms}},"m":false}""";
}
