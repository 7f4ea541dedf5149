using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.Streams;

/// <summary>What publishers know of a client: whether it takes events wrapped, which user events it wants, and how to hand it a frame.</summary>
internal sealed class StreamFollower(SocketSession session, StreamAddress address, Action<StreamFollower, string, byte[]>? deliver)
{
    /// <summary>True when payloads are wrapped with their stream's name; its reader may change it.</summary>
    public volatile bool Combined = address.Combined;

    /// <summary>A frame kept back by a fault, to change places with the next one.</summary>
    public byte[]? Held { get; set; }

    public SocketSession Session => session;

    public StreamAddress Address => address;

    /// <summary>Hands a frame to the client; through the faults when there are any.</summary>
    public void Deliver(string stream, byte[] frame)
    {
        if (deliver is null)
            session.TrySend(frame);
        else
            deliver(this, stream, frame);
    }

    /// <summary>False when this client asked for other user events only.</summary>
    public bool Wants(string listenKey, string eventType) =>
        !address.EventsOf.TryGetValue(listenKey, out HashSet<string>? events) || events.Contains(eventType);
}
