using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Cli.TradeStream.Flow;
using Platform.Http;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream.Reports;

/// <summary>Serves /metrics (Prometheus) and /api/v1/stream (JSON) on 127.0.0.1 while the stream runs.</summary>
internal sealed class MetricsEndpoint : IDisposable
{
    private readonly HttpServer _http;
    private readonly StreamProcessor _processor;

    private MetricsEndpoint(int port, StreamProcessor processor)
    {
        _processor = processor;
        _http = new HttpServer(new HttpServerOptions
        {
            Endpoints = [new IPEndPoint(IPAddress.Loopback, port)],
            Protocol = HttpProtocols.Http1,
            AddressSetting = "--metrics-port",
        });
    }

    /// <summary>Invalid when the port is taken.</summary>
    public static async Task<Result<MetricsEndpoint>> StartAsync(int port, StreamProcessor processor, CancellationToken cancel)
    {
        var endpoint = new MetricsEndpoint(port, processor);
        if ((await endpoint._http.StartAsync(new RequestApplication(endpoint.AnswerAsync, NullLogger.Instance), cancel)).Fault is not { } refused)
            return endpoint;
        endpoint.Dispose();
        return new Fault(FaultKind.Invalid, $"--metrics-port {port}: {refused.Message}");
    }

    public void Dispose() => _http.Dispose();

    private async Task AnswerAsync(HttpContext call)
    {
        (int status, string type, string text) = call.Request.Path.Value switch
        {
            "/metrics" => (200, "text/plain; version=0.0.4; charset=utf-8", Prometheus()),
            "/api/v1/stream" => (200, "application/json", Json()),
            _ => (404, "text/plain; charset=utf-8", "Not found; available: /metrics and /api/v1/stream.\n"),
        };
        call.Response.StatusCode = status;
        call.Response.ContentType = type;
        byte[] body = Encoding.UTF8.GetBytes(text);
        call.Response.ContentLength = body.Length;
        await call.Response.Body.WriteAsync(body, call.RequestAborted);
    }

    private string Prometheus()
    {
        StreamMetrics metrics = _processor.Measure();
        var text = new StringBuilder();
        Family(text, "reconnect_count", "counter", "Connections after the first one.", ("", metrics.ReconnectCount));
        Family(text, "queue_dropped", "counter", "CVD lines dropped because the console was slow.", ("", metrics.QueueDropped));
        Family(text, "total_messages", "counter", "Messages received.", ("", metrics.TotalMessages));
        Family(text, "parse_errors", "counter", "Messages that could not be read.", ("", metrics.ParseErrors));
        Family(text, "queue_dropped_rate", "gauge", "Dropped lines per message.", ("", metrics.QueueDroppedRate));
        Family(text, "trades", "counter", "Accepted trades.", ("", metrics.Trades));
        LatencyPercentiles latency = metrics.Latency;
        if (latency.Count > 0)
        {
            Family(text, "latency_ms", "gauge", "Local time minus event time of the newest trades.", ("quantile=\"0.5\"", latency.P50_ms), ("quantile=\"0.95\"", latency.P95_ms), ("quantile=\"0.99\"", latency.P99_ms));
            Family(text, "clock_offset_ms", "gauge", "Smallest possible lag of the local clock behind the exchange's.", ("", latency.ClockOffset_ms));
        }

        IReadOnlyList<SymbolView> symbols = _processor.View();
        (string, double)[] Each(Func<SymbolView, double?> value) =>
            [.. symbols.Where(symbol => value(symbol) is not null).Select(symbol => ($"symbol=\"{symbol.Name}\"", value(symbol)!.Value))];
        Family(text, "cvd", "gauge", "Cumulative volume delta, base asset.", Each(symbol => (double)symbol.Last.Cvd));
        Family(text, "z", "gauge", "Z-score of CVD; missing while warming up.", Each(symbol => symbol.Last.Z));
        Family(text, "ema", "gauge", "Exponential moving average of CVD.", Each(symbol => symbol.Last.Ema));
        Family(text, "bad_points", "counter", "Trades that could not be counted.", Each(symbol => symbol.BadPoints));
        Family(text, "gap", "gauge", "1 while trades are missing.", Each(symbol => symbol.HasGap ? 1 : 0));
        return text.ToString();
    }

    private static void Family(StringBuilder text, string name, string type, string meaning, params (string Labels, double Value)[] rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP platform_stream_{name} {meaning}\n# TYPE platform_stream_{name} {type}\n");
        foreach ((string labels, double value) in rows)
            text.Append(CultureInfo.InvariantCulture, $"platform_stream_{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value:R}\n");
    }

    private string Json()
    {
        StreamMetrics metrics = _processor.Measure();
        LatencyPercentiles latency = metrics.Latency;
        return JsonSerializer.Serialize(new
        {
            metrics = new
            {
                reconnect_count = metrics.ReconnectCount, queue_dropped = metrics.QueueDropped, total_messages = metrics.TotalMessages, parse_errors = metrics.ParseErrors,
                queue_dropped_rate = metrics.QueueDroppedRate, trades = metrics.Trades, other_messages = metrics.OtherMessages, unknown_symbols = metrics.UnknownSymbols,
                latency_p50_ms = Known(latency, latency.P50_ms), latency_p95_ms = Known(latency, latency.P95_ms), latency_p99_ms = Known(latency, latency.P99_ms), clock_offset_ms = latency.ClockOffset_ms,
            },
            symbols = _processor.View().Select(symbol => new
            {
                symbol = symbol.Name, event_time_ms = symbol.LastTime_ms, last_price = symbol.LastPrice, trades = symbol.Accepted, cvd = symbol.Last.Cvd, z = symbol.Last.Z, ema = symbol.Last.Ema,
                warmup = symbol.Last.IsWarmingUp, std_zero = symbol.Last.IsStdZero, bad = symbol.BadPoints, duplicates = symbol.Duplicates, gaps = symbol.Gaps, gap = symbol.HasGap, latency_ms = symbol.Latency_ms,
            }),
        });
    }

    private static double? Known(LatencyPercentiles latency, double value) => latency.Count == 0 ? null : value;
}
