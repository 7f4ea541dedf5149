using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Server;
using Platform.Venue.Server.Control;
using Platform.Venue.Server.Options;

namespace Platform.Benchmarks.Venue;

/// <summary>Measures the venue over its sockets: signed orders in, aggTrades out. Server and clients share the machine's cores.</summary>
internal static class VenueGateBenchmark
{
    private const int Connections = 4;
    private const int OrdersEach = 15_000;
    private const int Window = 64;

    private static ReadOnlySpan<byte> Accepted => "HTTP/1.1 200"u8;

    public static async Task RunAsync()
    {
        await OrdersAsync();
        await FanOutAsync();
    }

    private static async Task<VenueProcess> StartAsync(double speed) => (await VenueProcess.StartAsync(
        new VenueOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Accounts = [new("AK", "SK", Money.Of(100_000_000))],
            Exchange = new ExchangeOptions { Symbols = 10, Seed = 1, Speed = speed },
            Limits = new VenueLimits { Weight = int.MaxValue, OrdersPer10Seconds = int.MaxValue, OrdersPerMinute = int.MaxValue },
        },
        TimeProvider.System,
        NullLoggerFactory.Instance)).Value;

    private static async Task OrdersAsync()
    {
        await using VenueProcess venue = await StartAsync(1);
        byte[][] requests = [.. Enumerable.Range(0, Connections).Select(_ => Requests(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()))];
        await Task.WhenAll(requests.Select(batch => SendAsync(venue.Endpoint!, batch[..(batch.Length / 10)], OrdersEach / 10)));
        var watch = Stopwatch.StartNew();
        int[] accepted = await Task.WhenAll(requests.Select(batch => SendAsync(venue.Endpoint!, batch, OrdersEach)));
        int total = Connections * OrdersEach;
        Console.WriteLine($"signed POST order/test: {total / watch.Elapsed.TotalSeconds:N0}/s over {Connections} connections, {accepted.Sum()} of {total} accepted");
    }

    /// <summary>Requests of equal length, so that a part of the buffer contains whole requests.</summary>
    private static byte[] Requests(long time_ms)
    {
        var text = new StringBuilder();
        for (int i = 0; i < OrdersEach; i++)
        {
            string query = string.Create(CultureInfo.InvariantCulture, $"symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=b{i:D8}&recvWindow=60000&timestamp={time_ms}");
            string signature = Convert.ToHexStringLower(HMACSHA256.HashData("SK"u8, Encoding.ASCII.GetBytes(query)));
            text.Append("POST /fapi/v1/order/test?").Append(query).Append("&signature=").Append(signature)
                .Append(" HTTP/1.1\r\nHost: venue\r\nX-MBX-APIKEY: AK\r\nContent-Length: 0\r\n\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Sends requests in windows and counts the answers with status 200; waits for the others up to a limit.</summary>
    private static async Task<int> SendAsync(IPEndPoint endpoint, byte[] requests, int count)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int each = requests.Length / count, accepted = 0, kept = 0;
        var buffer = new byte[256 * 1024];
        for (int sent = 0; sent < count;)
        {
            int now = Math.Min(Window, count - sent);
            await socket.SendAsync(requests.AsMemory(sent * each, now * each));
            sent += now;
            while (accepted < sent)
            {
                int read = await socket.ReceiveAsync(buffer.AsMemory(kept), limit.Token);
                if (read == 0)
                    return accepted;
                accepted += buffer.AsSpan(0, kept + read).Count(Accepted);

                // The read may split a status line: the unread rest is kept, and is too short to be counted twice.
                int rest = Math.Min(Accepted.Length - 1, kept + read);
                buffer.AsSpan(kept + read - rest, rest).CopyTo(buffer);
                kept = rest;
            }
        }

        return accepted;
    }

    private static async Task FanOutAsync()
    {
        await using VenueProcess venue = await StartAsync(0);
        string[] symbols = ["btcusdt", "ethusdt", "solusdt", "bnbusdt", "xrpusdt", "dogeusdt", "adausdt", "avaxusdt", "linkusdt", "ltcusdt"];
        string path = "/market/ws/" + string.Join('/', symbols.Select(symbol => symbol + "@aggTrade"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        var watch = Stopwatch.StartNew();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => FollowAsync(venue.Endpoint!, path, limit.Token)));
        Console.WriteLine($"aggTrade messages: {counts.Sum() / watch.Elapsed.TotalSeconds:N0}/s over {Connections} sockets, at the full speed of the market; {venue.Connections.Overflows} clients disconnected");
    }

    private static async Task<long> FollowAsync(IPEndPoint endpoint, string path, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint, cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: venue\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), cancel);
        long messages = 0;
        var buffer = new byte[256 * 1024];
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, cancel)) > 0;)
                messages += buffer.AsSpan(0, read).Count("{\"e\":\"aggTrade\""u8);
        }
        catch (OperationCanceledException)
        {
            // The measurement time has passed.
        }

        return messages;
    }
}
