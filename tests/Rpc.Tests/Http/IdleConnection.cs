using System.Net;
using System.Net.Sockets;
using Platform.TestKit.Waiting;

namespace Platform.Rpc.Tests.Http;

/// <summary>A bare HTTP/2 connection without calls, to see when a server closes such a one.</summary>
internal static class IdleConnection
{
    /// <summary>Waits until the server has closed a new connection that carries no call; those that were idle before it are closed then too.</summary>
    public static async Task ClosedAsync(string address)
    {
        using Socket idle = await OpenAsync(address);
        await Eventually.TrueAsync(() => HasGoAway(idle));
    }

    public static async Task<Socket> OpenAsync(string address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(address));
        await socket.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"u8.ToArray());
        return socket;
    }

    /// <summary>Whether a frame of type 7 is among what has arrived.</summary>
    public static bool HasGoAway(Socket socket)
    {
        var arrived = new byte[4096];
        int length = socket.Available == 0 ? 0 : socket.Receive(arrived, SocketFlags.Peek);
        for (int at = 0; at + 9 <= length; at += 9 + (arrived[at] << 16 | arrived[at + 1] << 8 | arrived[at + 2]))
        {
            if (arrived[at + 3] == 7)
                return true;
        }

        return false;
    }
}
