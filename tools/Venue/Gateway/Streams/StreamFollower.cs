using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.Streams;

/// <summary>A client as publishers see it: raw or wrapped payloads, its filter of user events, and its frame queue.</summary>
internal sealed class StreamFollower(SocketSession session, StreamAddress address, Action<StreamFollower, string, byte[]>? deliver)
{
    /// <summary>True when payloads are wrapped with the stream name; changed by the client's reader.</summary>
    public volatile bool Combined = address.Combined;

    /// <summary>A frame held by a fault, to be sent after the next one.</summary>
    public byte[]? Held { get; set; }

    public SocketSession Session => session;

    public StreamAddress Address => address;

    /// <summary>Sends a frame to the client, through the message faults when there are any.</summary>
    public void Deliver(string stream, byte[] frame)
    {
        if (deliver is null)
            session.TrySend(frame);
        else
            deliver(this, stream, frame);
    }

    /// <summary>False when the client's filter excludes the event.</summary>
    public bool Wants(string listenKey, string eventType) =>
        !address.EventsOf.TryGetValue(listenKey, out HashSet<string>? events) || events.Contains(eventType);
}
