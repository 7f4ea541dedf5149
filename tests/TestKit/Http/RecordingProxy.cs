using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.TestKit.Http;

/// <summary>
/// A proxy before an exchange that records every request and forwards it, WebSockets included. For the requests chosen it
/// closes the client's connection with FIN instead of passing the answer on: what a load balancer does that drops an idle
/// connection at the wrong moment.
/// </summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _exchange;
    private readonly Func<string, bool> _closes;
    private readonly ConcurrentBag<TcpClient> _clients = [];

    /// <param name="closes">Asked with "METHOD /path" of each request that was forwarded; null: never.</param>
    public RecordingProxy(Uri exchange, Func<string, bool>? closes = null)
    {
        (_exchange, _closes) = (exchange, closes ?? (static _ => false));
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>"METHOD /path" of every request forwarded; the method of a WebSocket is WS.</summary>
    public ConcurrentQueue<string> Forwarded { get; } = new();

    /// <summary>Answers that were not passed on.</summary>
    public int Closed { get; private set; }

    /// <summary>Closes every connection, and refuses new ones.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (TcpClient client in _clients)
            client.Close();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        _clients.Add(client);
        NetworkStream stream = client.GetStream();
        try
        {
            while (await ReadRequestAsync(stream) is { } request)
            {
                string head = Encoding.ASCII.GetString(request);
                string call = string.Join(' ', head.Split('\r')[0].Split(' ', '?').Take(2));
                if (head.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
                {
                    Forwarded.Enqueue($"WS{call[3..]}");
                    await TunnelAsync(stream, request);
                    return;
                }

                byte[] answer = await ForwardAsync(request);
                Forwarded.Enqueue(call);
                if (_closes(call))
                {
                    Closed++;
                    client.Client.Shutdown(SocketShutdown.Both);
                    return;
                }

                await stream.WriteAsync(answer);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException or OperationCanceledException)
        {
            // The client went away, or the test is over.
        }
    }

    /// <summary>Passes bytes on in both directions until one side ends.</summary>
    private async Task TunnelAsync(NetworkStream client, byte[] request)
    {
        using var exchange = new TcpClient();
        await exchange.ConnectAsync(_exchange.Host, _exchange.Port, _stop.Token);
        NetworkStream stream = exchange.GetStream();
        await stream.WriteAsync(request, _stop.Token);
        await Task.WhenAny(client.CopyToAsync(stream, _stop.Token), stream.CopyToAsync(client, _stop.Token));
    }

    /// <summary>Head and body; null when the client closed.</summary>
    private static async Task<byte[]?> ReadRequestAsync(NetworkStream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16_384];
        while (true)
        {
            string text = Encoding.Latin1.GetString(bytes.ToArray());
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && bytes.Length >= end + 4 + LengthOf(text[..end]))
                return bytes.ToArray();
            int read = await stream.ReadAsync(buffer);
            if (read == 0)
                return null;
            bytes.Write(buffer, 0, read);
        }
    }

    private static int LengthOf(string head)
    {
        string? line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>One connection per request, so that nothing here can send a request again.</summary>
    private async Task<byte[]> ForwardAsync(byte[] request)
    {
        using var exchange = new TcpClient();
        await exchange.ConnectAsync(_exchange.Host, _exchange.Port);
        NetworkStream stream = exchange.GetStream();
        string text = Encoding.Latin1.GetString(request);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)));
        var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        string told = Encoding.Latin1.GetString(answer.ToArray());
        return Encoding.Latin1.GetBytes(told.Replace("Connection: close\r\n", "", StringComparison.OrdinalIgnoreCase));
    }
}
