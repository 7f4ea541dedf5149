using System.Collections.Concurrent;
using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.WsApi;

/// <summary>All connections of the WebSocket API, for those who count or cut them. Thread-safe.</summary>
internal sealed class WebSocketApiConnections
{
    private readonly ConcurrentDictionary<SocketSession, byte> _sessions = new();

    public ICollection<SocketSession> Sessions => _sessions.Keys;

    public void Enter(SocketSession session) => _sessions.TryAdd(session, 0);

    public void Leave(SocketSession session) => _sessions.TryRemove(session, out _);
}
