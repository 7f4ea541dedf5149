using System.Collections.Concurrent;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Streams;

namespace Platform.Venue.Gateway.Http;

/// <summary>All open WebSockets of the venue: stream connections and connections of the WebSocket API. Thread-safe.</summary>
internal sealed class OpenSockets(StreamConnections streams)
{
    /// <summary>Path of the WebSocket API.</summary>
    public const string ApiPath = "/ws-fapi/v1";

    private readonly ConcurrentDictionary<SocketSession, byte> _api = new();

    public StreamConnections Streams => streams;

    /// <summary>Path (without listen keys), number of streams and session of each WebSocket.</summary>
    public IEnumerable<(string Path, int Streams, SocketSession Session)> All =>
        streams.Connections.Select(stream => (ListenKeyRegister.Redact(stream.Address.Path), stream.Subscriptions.Names.Count, stream.Session))
            .Concat(_api.Keys.Select(session => (ApiPath, 0, session)));

    /// <summary>Runs a connection of the WebSocket API until its end.</summary>
    public async Task RunApiAsync(SocketSession session, Stream stream, ISocketListener listener, CancellationToken stop)
    {
        _api.TryAdd(session, 0);
        try
        {
            await session.RunAsync(stream, listener, stop);
        }
        finally
        {
            _api.TryRemove(session, out _);
        }
    }

    /// <summary>Closes every WebSocket whose path contains a text, without a close frame; returns their number.</summary>
    public int Abort(string match)
    {
        SocketSession[] matching =
        [
            .. streams.Connections.Where(stream => stream.Address.Path.Contains(match, StringComparison.Ordinal)).Select(stream => stream.Session),
            .. _api.Keys.Where(_ => ApiPath.Contains(match, StringComparison.Ordinal)),
        ];
        foreach (SocketSession session in matching)
            session.Abort();
        return matching.Length;
    }
}
