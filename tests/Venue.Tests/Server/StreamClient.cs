using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>The runtime's own WebSocket client on one stream connection of the venue.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    public WebSocketCloseStatus? Closed => _socket.CloseStatus;

    public static async Task<StreamClient> OpenAsync(string url)
    {
        var client = new StreamClient();
        await client._socket.ConnectAsync(new Uri(url), TestContext.Current.CancellationToken);
        return client;
    }

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>The next message; null when the venue has closed or aborted the connection.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        int read = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(_buffer.AsMemory(read), limit.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                read += part.Count;
                if (part.EndOfMessage)
                    return JsonDocument.Parse(_buffer.AsMemory(0, read)).RootElement.Clone();
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>The first message for which the condition holds; fails the test at the limit.</summary>
    public async Task<JsonElement> NextAsync(Func<JsonElement, bool> condition)
    {
        while (await NextAsync() is { } message)
        {
            if (condition(message))
                return message;
        }

        Assert.Fail("the connection ended before the message came");
        return default;
    }

    /// <summary>The first event of a type, wrapped or raw; the wrapping is removed.</summary>
    public async Task<JsonElement> EventAsync(string type) => Bare(await NextAsync(message => TypeOf(Bare(message)) == type));

    /// <summary>Sends a control request and returns its answer.</summary>
    public async Task<JsonElement> AskAsync(string request)
    {
        await SendAsync(request);
        return await NextAsync(message => message.ValueKind == JsonValueKind.Object && (message.TryGetProperty("id", out _) || message.TryGetProperty("code", out _)));
    }

    public static string? TypeOf(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("e", out JsonElement type) ? type.GetString() : null;

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        await ValueTask.CompletedTask;
    }

    private static JsonElement Bare(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("data", out JsonElement data) ? data : message;
}
