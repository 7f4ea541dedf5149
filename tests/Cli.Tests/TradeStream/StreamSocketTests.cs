using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Platform.Cli.TradeStream.Flow;
using Platform.Cli.TradeStream.Lines;
using Platform.Cli.TradeStream.Live;
using Platform.Cli.TradeStream.Settings;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Cli.Tests.TradeStream;

/// <summary>The socket against a server that closes, falls silent, repeats itself and sends rubbish.</summary>
public sealed class StreamSocketTests : IAsyncDisposable
{
    private readonly HttpListener _server = new();
    private readonly string _address;
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _lines = new();
    private Task _serving = Task.CompletedTask;

    public StreamSocketTests()
    {
        int port = FreePort.Next();
        _server.Prefixes.Add($"http://127.0.0.1:{port}/");
        _server.Start();
        _address = $"ws://127.0.0.1:{port}";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _server.Close();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task Trades_count_once_across_a_reconnect_and_the_ids_show_what_was_lost()
    {
        Serve(async (socket, connection) =>
        {
            int[] ids = connection == 1 ? [1, 2, 3] : [3, 4, 7, 8];
            foreach (int id in ids)
                await SendAsync(socket, Trade(id));
            if (connection == 1)
                await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "maintenance", CancellationToken.None);
        });
        (StreamProcessor processor, Task running) = Follow();
        await Eventually.TrueAsync(() => processor.View()[0].Accepted == 6);
        SymbolView symbol = processor.View()[0];
        Assert.Equal((6m, 1L, 1L, true), (symbol.Last.Cvd, symbol.Duplicates, symbol.Gaps, symbol.HasGap));
        Assert.Equal(1, processor.Measure().ReconnectCount);
        Assert.Contains("Connection closed: EndpointUnavailable maintenance.", Lines());
        await EndAsync(running);
    }

    [Fact]
    public async Task A_stream_without_ids_has_a_gap_after_every_reconnect()
    {
        Serve(async (socket, connection) =>
        {
            await SendAsync(socket, """{"p":"1","q":"1","m":false,"s":"ETHUSDT"}""");
            if (connection == 1)
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        });
        (StreamProcessor processor, Task running) = Follow();
        await Eventually.TrueAsync(() => processor.View()[0].Accepted == 2);
        Assert.True(processor.View()[0].HasGap);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_stream_that_is_silent_or_sends_no_trades_is_reconnected()
    {
        Serve(async (socket, connection) =>
        {
            while (connection == 1)
            {
                await SendAsync(socket, "{\"result\":null,\"id\":1}");
                await SendAsync(socket, "rubbish");
                await Task.Delay(20);
            }

            await SendAsync(socket, Trade(1));
        });
        (StreamProcessor processor, Task running) = Follow(heartbeat_s: 0.3);
        await Eventually.TrueAsync(() => processor.View()[0].Accepted == 1);
        Assert.Contains("Heartbeat timeout (>0.3s). Reconnecting...", Lines());
        Assert.True(processor.Measure().ParseErrors > 0);
        await EndAsync(running);
    }

    [Fact]
    public async Task Invalid_messages_unknown_symbols_and_split_messages_do_not_stop_the_stream()
    {
        Serve(async (socket, _) =>
        {
            await SendAsync(socket, "{\"stream\":");
            await SendAsync(socket, new string('x', 200_000));
            await SendAsync(socket, Trade(1).Replace("ETHUSDT", "DOGEUSDT"));
            byte[] split = Encoding.UTF8.GetBytes(Trade(2));
            await socket.SendAsync(split.AsMemory(0, 10), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
            await socket.SendAsync(split.AsMemory(10), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        });
        (StreamProcessor processor, Task running) = Follow();
        await Eventually.TrueAsync(() => processor.View()[0].Accepted == 1);
        StreamMetrics metrics = processor.Measure();
        Assert.Equal((4L, 2L, 1L, 0L), (metrics.TotalMessages, metrics.ParseErrors, metrics.UnknownSymbols, metrics.ReconnectCount));
        await EndAsync(running);
    }

    [Fact]
    public async Task No_trade_is_lost_while_the_console_is_blocked()
    {
        Serve(async (socket, _) =>
        {
            for (int id = 1; id <= 20_000; id++)
                await SendAsync(socket, Trade(id));
        });
        var settings = Settings(60) with { PrintEvery = 1 };
        var log = new StreamLog(_lines, LogLevel.Info, TimeProvider.System);
        var display = new CvdDisplay(log, queueSize: 16);
        (StreamProcessor processor, Task running) = Follow(settings, display, log);
        await Eventually.TrueAsync(() => processor.View()[0].Accepted == 20_000);
        Assert.Equal((20_000m, 0L), (processor.View()[0].Last.Cvd, processor.View()[0].Gaps));
        Assert.Equal(20_000 - 16, display.Dropped);
        await EndAsync(running);
    }

    [Fact]
    public async Task Connecting_is_retried_until_the_server_answers()
    {
        _server.Stop();
        (StreamProcessor processor, Task running) = Follow();
        await Eventually.TrueAsync(() => Lines().Contains("failed:", StringComparison.Ordinal));
        _server.Start();
        Serve((socket, _) => SendAsync(socket, Trade(1)));
        await Eventually.TrueAsync(() => processor.View()[0].Accepted == 1);
        Assert.Equal(0, processor.Measure().ReconnectCount);
        await EndAsync(running);
    }

    private static string Trade(int id) =>
        $$$"""{"stream":"ethusdt@aggTrade","data":{"e":"aggTrade","E":1784073600171,"s":"ETHUSDT","a":{{{id.ToString(CultureInfo.InvariantCulture)}}},"p":"100","q":"1","m":false}}""";

    private static Task SendAsync(WebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private StreamSettings Settings(double heartbeat_s) => new()
    {
        Symbols = ["ETHUSDT"],
        Address = new Uri($"{_address}/market/stream?streams=ethusdt@aggTrade"),
        HeartbeatTimeout = TimeSpan.FromSeconds(heartbeat_s),
        BackoffMax = TimeSpan.FromMilliseconds(50),
    };

    private (StreamProcessor, Task) Follow(double heartbeat_s = 60)
    {
        var log = new StreamLog(_lines, LogLevel.Info, TimeProvider.System);
        return Follow(Settings(heartbeat_s), new CvdDisplay(log, 16), log);
    }

    private (StreamProcessor, Task) Follow(StreamSettings settings, CvdDisplay display, StreamLog log)
    {
        var processor = new StreamProcessor(settings, display, null, log, TimeProvider.System);
        return (processor, new TradeSocket(settings, settings.Address!, processor, log, TimeProvider.System).RunAsync(_stop.Token));
    }

    private async Task EndAsync(Task running)
    {
        await _stop.CancelAsync();
        await Eventually.EndsAsync(running, Eventually.Limit, "the socket ends when it is told to");
    }

    private string Lines()
    {
        lock (_lines)
            return _lines.ToString();
    }

    /// <summary>Runs the script for each connection, numbered from one.</summary>
    private void Serve(Func<WebSocket, int, Task> script) => _serving = ServeAsync(script);

    private async Task ServeAsync(Func<WebSocket, int, Task> script)
    {
        for (int connection = 1; !_stop.IsCancellationRequested; connection++)
        {
            HttpListenerContext call = await _server.GetContextAsync();
            HttpListenerWebSocketContext accepted = await call.AcceptWebSocketAsync(null);
            try
            {
                await script(accepted.WebSocket, connection);
            }
            catch (Exception gone) when (gone is WebSocketException or HttpListenerException or ObjectDisposedException)
            {
                // The client gave this connection up; the next one comes.
            }
        }
    }
}
