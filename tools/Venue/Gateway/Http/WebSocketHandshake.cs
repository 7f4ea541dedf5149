using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.Venue.Gateway.Http;

/// <summary>The server's half of the opening handshake of a WebSocket (RFC 6455 §4.2.2).</summary>
internal static class WebSocketHandshake
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Answers the request and hands over the stream of the connection.</summary>
    public static async ValueTask<Stream> AcceptAsync(IFeatureCollection context, IHttpRequestFeature request, IHttpUpgradeFeature upgrade)
    {
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        string key = request.Headers.SecWebSocketKey.ToString().Trim();
        response.Headers.Connection = "Upgrade";
        response.Headers.Upgrade = "websocket";
#pragma warning disable CA5350 // RFC 6455 §4.2.2 prescribes SHA-1 for this proof of understanding; it protects nothing.
        response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        return await upgrade.UpgradeAsync();
    }
}
