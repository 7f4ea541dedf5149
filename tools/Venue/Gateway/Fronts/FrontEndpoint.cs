using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Platform.Venue.Gateway.Http;
using Platform.Venue.Gateway.Sockets;

namespace Platform.Venue.Gateway.Fronts;

/// <summary>The address of one front: its WebSocket and its HTTP requests.</summary>
internal sealed class FrontEndpoint(IFrontProtocol protocol, FrontClients clients, SocketOptions sockets, TimeProvider real, CancellationToken stop) : IHttpApplication<IFeatureCollection>
{
    private const int LargestBody_bytes = 1 << 16;

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        bool isSocket = request.Headers.SecWebSocketKey.Count == 1 && request.Path == protocol.SocketPath;
        if (isSocket && protocol.Refuse(QueryOf(request.QueryString)) is { } refusal)
            await WriteAsync(context, refusal);
        else if (isSocket && context.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            await ServeSocketAsync(context, request, upgrade);
        else
            await AnswerAsync(context, request);
    }

    private async Task ServeSocketAsync(IFeatureCollection context, IHttpRequestFeature request, IHttpUpgradeFeature upgrade)
    {
        using var session = new SocketSession(sockets, real);
        FrontClient client = clients.Join(protocol, session);
        try
        {
            await session.RunAsync(await WebSocketHandshake.AcceptAsync(context, request, upgrade), client, stop);
        }
        catch (IOException)
        {
            // The client has disconnected.
        }
        finally
        {
            clients.Leave(client);
        }
    }

    private async Task AnswerAsync(IFeatureCollection context, IHttpRequestFeature request)
    {
        FrontAnswer answer = await ReadBodyAsync(request) is { IsBroken: false } read
            ? protocol.Answer(request.Method, request.Path, QueryOf(request.QueryString), read.Body, clients.Market) ?? new FrontAnswer(404, """{"error":"not found"}""")
            : new FrontAnswer(422, "Failed to deserialize the JSON body into the target type");
        await WriteAsync(context, answer);
    }

    private static async Task WriteAsync(IFeatureCollection context, FrontAnswer answer)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(answer.Body);
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = answer.Status;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = bytes.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(bytes, CancellationToken.None);
    }

    private static async Task<(JsonElement? Body, bool IsBroken)> ReadBodyAsync(IHttpRequestFeature request)
    {
        if (request.Method != "POST")
            return (null, false);
        var bytes = new byte[LargestBody_bytes];
        int length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes.AsMemory(0, length));
            return (document.RootElement.Clone(), false);
        }
        catch (JsonException)
        {
            return (null, true);
        }
    }

    private static Dictionary<string, string> QueryOf(string query) => query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => Uri.UnescapeDataString(group.First().Length > 1 ? group.First()[1] : ""), StringComparer.Ordinal);
}
