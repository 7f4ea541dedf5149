using System.Collections.Concurrent;
using Platform.Venue.Gateway.Limits;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Unconfirmed;

namespace Platform.Venue.Gateway.Streams;

/// <summary>All open stream connections of the venue. Thread-safe.</summary>
internal sealed class StreamConnections(TopicRegistry topics, ListenKeyRegister listenKeys, VenueLimits limits, UnconfirmedFacts facts)
{
    private readonly ConcurrentDictionary<StreamConnection, byte> _connections = new();
    private long _overflows;

    public ICollection<StreamConnection> Connections => _connections.Keys;

    /// <summary>Number of clients that were disconnected because their send queue was full.</summary>
    public long Overflows => Interlocked.Read(ref _overflows);

    /// <summary>Delivers frames with message faults; null to send them directly.</summary>
    public Action<StreamFollower, string, byte[]>? Deliver { get; set; }

    /// <summary>Runs a connection until its end. It subscribes before the handshake, so that a client receives all events after the handshake.</summary>
    /// <param name="accept">Completes the handshake.</param>
    public async Task RunAsync(SocketSession session, StreamAddress address, Func<ValueTask<Stream>> accept, CancellationToken stop)
    {
        var subscriptions = new Subscriptions(new StreamFollower(session, address, Deliver), topics, listenKeys, limits.StreamsPerConnection, facts);
        var connection = new StreamConnection(subscriptions, limits.InboundPerSecond);
        _connections.TryAdd(connection, 0);
        try
        {
            foreach (string name in address.Streams)
                subscriptions.Add(name);
            await session.RunAsync(await accept(), connection, stop);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            subscriptions.Clear();
            session.Dispose();
            if (session.Overflowed)
                Interlocked.Increment(ref _overflows);
        }
    }
}
