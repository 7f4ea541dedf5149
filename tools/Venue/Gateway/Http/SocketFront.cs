using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Platform.Venue.Gateway.Calls;
using Platform.Venue.Gateway.Faults;
using Platform.Venue.Gateway.Sockets;
using Platform.Venue.Gateway.Streams;
using Platform.Venue.Gateway.Unconfirmed;
using Platform.Venue.Gateway.Wire;
using Platform.Venue.Gateway.WsApi;

namespace Platform.Venue.Gateway.Http;

/// <summary>Takes requests for WebSockets over from HTTP: the handshake, then a stream or WebSocket API connection until its end.</summary>
internal sealed partial class SocketFront(
    StreamConnections connections, WebSocketApiConnections apiConnections, WsApiMethods methods, ApiGate gate, FaultGate faults, SocketOptions options, UnconfirmedFacts facts, TimeProvider real, ILogger log, CancellationToken stop)
{
    private const string ApiPath = "/ws-fapi/v1";
    private const int HandshakeWeight = 5;
    private static readonly byte[] ShutdownNotice = "{\"event\":{\"e\":\"serverShutdown\"}}"u8.ToArray();

    /// <summary>False when the request is none of a WebSocket's.</summary>
    public async ValueTask<bool> TryServeAsync(IFeatureCollection context, IHttpRequestFeature request)
    {
        if (context.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || request.Headers.SecWebSocketKey.Count != 1)
            return false;
        bool isApi = request.RawTarget == ApiPath || request.RawTarget.StartsWith(ApiPath + "?", StringComparison.Ordinal);
        StreamAddress? address = isApi ? null : StreamAddress.Parse(request.RawTarget);
        if (!isApi && address is null)
            return false;
        string remote = context.Get<IHttpConnectionFeature>()?.RemoteIpAddress?.ToString() ?? "local";
        if ((faults.RefuseSocket(remote) ?? Refusal(remote, isApi)) is { } refused)
        {
            await RefuseAsync(context, refused);
            return true;
        }

        var session = new SocketSession(options, real);
        try
        {
            if (address is not null)
                await connections.RunAsync(session, address, () => AcceptAsync(context, request, upgrade), stop);
            else
                await RunApiAsync(session, await AcceptAsync(context, request, upgrade), remote, request.RawTarget);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or IOException))
        {
            LogBroken(log, broken, ListenKeyRegister.Hide(request.RawTarget));
        }

        if (session.Overflowed)
            LogOverflow(log, ListenKeyRegister.Hide(request.RawTarget), remote);
        if (session.Flooded)
            gate.BudgetOf(remote).Flooded(gate.Now_ms, facts.FloodsBeforeBan);
        return true;
    }

    /// <summary>Why an address may open no WebSocket now: too many of them, a ban, or no weight left for the handshake of the WebSocket API.</summary>
    private ApiError? Refusal(string remote, bool isApi)
    {
        ApiError? refused = gate.BudgetOf(remote).Connect(gate.Now_ms, facts.ConnectionsPer5Minutes);
        return refused ?? (isApi ? gate.BudgetOf(ApiGate.SocketPool(remote)).Charge(gate.Now_ms, HandshakeWeight, default, out _) : null);
    }

    private static async ValueTask RefuseAsync(IFeatureCollection context, ApiError refused)
    {
        ReplyBuffer reply = ReplyBuffer.Rent();
        reply.Replace(refused);
        reply.Json.Flush();
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = refused.Status;
        response.Headers.ContentType = "application/json;charset=UTF-8";
        response.Headers.ContentLength = reply.Bytes.WrittenCount;
        response.Headers.RetryAfter = refused.RetryAfter_s.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(reply.Bytes.WrittenMemory);
        reply.Return();
    }

    private static async ValueTask<Stream> AcceptAsync(IFeatureCollection context, IHttpRequestFeature request, IHttpUpgradeFeature upgrade)
    {
        const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        string key = request.Headers.SecWebSocketKey.ToString().Trim();
        response.Headers.Connection = "Upgrade";
        response.Headers.Upgrade = "websocket";
#pragma warning disable CA5350 // RFC 6455 §4.2.2 prescribes SHA-1 for this proof of understanding; it protects nothing.
        response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        return await upgrade.UpgradeAsync();
    }

    private async Task RunApiAsync(SocketSession session, Stream stream, string remote, string target)
    {
        using (session)
        {
            bool quiet = target.Contains("returnRateLimits=false", StringComparison.OrdinalIgnoreCase);
            var connection = new WsApiConnection(session, methods, gate, faults, remote, !quiet);
            apiConnections.Enter(session);
            try
            {
                await using (stop.Register(() => session.TrySend(FrameText.Build(FrameText.Text, ShutdownNotice))))
                    await session.RunAsync(stream, connection, stop);
            }
            finally
            {
                apiConnections.Leave(session);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A socket of {Target} broke inside the venue")]
    private static partial void LogBroken(ILogger log, Exception broken, string target);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cut off a client of {Target} at {Remote} that did not keep up with its messages")]
    private static partial void LogOverflow(ILogger log, string target, string remote);
}
