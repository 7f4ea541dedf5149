using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Platform.TestKit.Waiting;

namespace Platform.Conformance.Venues;

/// <summary>One WebSocket of a venue. It stores everything that it receives, in order; a test can wait for a message.</summary>
internal sealed class VenueSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<JsonElement> _received = new();
    private Task _reading = Task.CompletedTask;

    public IReadOnlyCollection<JsonElement> Received => _received;

    public static async Task<VenueSocket> OpenAsync(string url)
    {
        var socket = new VenueSocket();
        await socket._socket.ConnectAsync(new Uri(url), socket._closing.Token);
        socket._reading = socket.ReadAsync();
        return socket;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _closing.Token);

    /// <summary>The first message that matches, received before or later; fails the test at the time limit.</summary>
    public Task<JsonElement> FirstAsync(Func<JsonElement, bool> fits, string what, TimeSpan? limit = null) => FirstAsync(0, fits, what, limit);

    /// <summary>Sends a request of the WebSocket API and returns the answer with its id.</summary>
    public async Task<JsonElement> AskAsync(string id, string request)
    {
        int before = _received.Count;
        await SendAsync(request);
        return await FirstAsync(before, message => message.TryGetProperty("id", out JsonElement got) && got.ToString() == id, request, null);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task<JsonElement> FirstAsync(int skip, Func<JsonElement, bool> fits, string what, TimeSpan? limit)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(() => (found = _received.Skip(skip).FirstOrDefault(fits)).ValueKind != JsonValueKind.Undefined, limit, what);
        return found;
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 20];
        int read = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(read), _closing.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                read += part.Count;
                if (!part.EndOfMessage)
                    continue;
                _received.Enqueue(JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, read)));
                read = 0;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The connection has ended; a test that waits for a message fails.
        }
    }
}
