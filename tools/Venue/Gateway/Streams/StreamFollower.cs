using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.Streams;

/// <summary>A subscribed client: raw or wrapped payloads, its filter of user events, and its send queue.</summary>
internal sealed class StreamFollower(SocketSession session, StreamAddress address, Action<StreamFollower, string, byte[]>? deliver)
{
    /// <summary>True when payloads are wrapped with the stream name; SET_PROPERTY changes it.</summary>
    public volatile bool Combined = address.Combined;

    /// <summary>A frame that a fault holds back and that is sent after the next one; null for none.</summary>
    public byte[]? Held { get; set; }

    public SocketSession Session => session;

    public StreamAddress Address => address;

    /// <summary>Sends a frame to the client, with message faults when there are any.</summary>
    public void Deliver(string stream, byte[] frame)
    {
        if (deliver is null)
            session.TrySend(frame);
        else
            deliver(this, stream, frame);
    }

    /// <summary>True when the client's filter for a listen key includes an event type.</summary>
    public bool Wants(string listenKey, string eventType) =>
        !address.EventsOf.TryGetValue(listenKey, out HashSet<string>? events) || events.Contains(eventType);
}
