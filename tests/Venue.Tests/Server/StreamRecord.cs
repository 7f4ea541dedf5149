using System.Text.Json;

namespace Platform.Venue.Tests.Server;

/// <summary>Records everything that one stream connection delivers, in order, in a separate task.</summary>
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

    /// <summary>The events of one type that were received so far, without their wrapping.</summary>
    public JsonElement[] Of(string type)
    {
        lock (_messages)
            return [.. _messages.Where(message => StreamClient.TypeOf(message) == type)];
    }

    /// <summary>Returns when everything that the venue sent before this call has arrived: the response to this call is queued after it.</summary>
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
            // The test has ended, or nothing was received before the time limit.
        }
    }
}
