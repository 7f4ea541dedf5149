using System.Text.Json;

namespace Platform.Venue.Tests.Server;

/// <summary>Everything that one stream connection delivers, in order, from a task of its own.</summary>
internal sealed class StreamRecord : IAsyncDisposable
{
    private readonly StreamClient _client;
    private readonly List<JsonElement> _messages = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private StreamRecord(StreamClient client)
    {
        _client = client;
        _reading = ReadAsync();
    }

    public static async Task<StreamRecord> OpenAsync(TestVenue venue, string path) => new(await venue.OpenAsync(path));

    /// <summary>What came so far of one type of event, without its wrapping.</summary>
    public JsonElement[] Of(string type)
    {
        lock (_messages)
            return [.. _messages.Where(message => StreamClient.TypeOf(message) == type)];
    }

    /// <summary>Returns when all that the venue had sent before this call has come: its answer stands behind it in the same queue.</summary>
    public async Task DrainAsync()
    {
        await _client.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":"drained"}""");
        await _drained.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _client.NextAsync() is { } message)
            {
                if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("id", out _))
                    _drained.TrySetResult();
                lock (_messages)
                    _messages.Add(message.ValueKind == JsonValueKind.Object && message.TryGetProperty("data", out JsonElement data) ? data : message);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // The test is over, or nothing came for long.
        }
    }
}
