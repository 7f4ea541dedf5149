using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.Streams;

/// <summary>One stream with at least one follower (subscribed connection). Followers are changed under the registry's lock and read without a lock.</summary>
internal sealed class FollowedStream(StreamName name)
{
    private volatile StreamFollower[] _followers = [];

    public StreamName Name { get; } = name;

    public StreamFollower[] Followers
    {
        get => _followers;
        set => _followers = value;
    }

    /// <summary>State that a publisher keeps between two events of the stream; used on the core's turn only.</summary>
    public object? Memory { get; set; }

    /// <summary>Queues one event for every follower. The frame is built once for raw payloads and once for payloads that are wrapped with the stream name.</summary>
    public void Send(ReadOnlySpan<byte> payload, string? eventType = null)
    {
        byte[]? bare = null, wrapped = null;
        foreach (StreamFollower follower in _followers)
        {
            if (eventType is not null && !follower.Wants(Name.Text, eventType))
                continue;
            follower.Deliver(Name.Text, follower.Combined
                ? wrapped ??= FrameText.Build(FrameText.Text, Envelope(Name.Text), payload, "}"u8)
                : bare ??= FrameText.Build(FrameText.Text, payload));
        }
    }

    private static byte[] Envelope(string name) =>
        Encoding.UTF8.GetBytes($"{{\"stream\":\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\",\"data\":");
}
