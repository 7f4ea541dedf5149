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

/// <summary>The settings of all WebSockets: bounds, assumptions about the exchange, the real clock, and the token that is cancelled at shutdown.</summary>
internal sealed record SocketSettings(SocketOptions Options, UnconfirmedFacts Facts, TimeProvider Real, CancellationToken Stop);

/// <summary>Accepts WebSocket requests: completes the handshake, then runs a stream connection or a connection of the WebSocket API until its end.</summary>
internal sealed partial class SocketEndpoint(OpenSockets sockets, WsApiMethods methods, ApiGate gate, FaultGate faults, SocketSettings settings, ILogger log)
{
    private const int HandshakeWeight = 5;
    private static readonly byte[] ShutdownNotice = "{\"event\":{\"e\":\"serverShutdown\"}}"u8.ToArray();

    /// <summary>Serves a WebSocket request until its end; returns false when the request is not one.</summary>
    public async ValueTask<bool> TryServeAsync(IFeatureCollection context, IHttpRequestFeature request)
    {
        if (context.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || request.Headers.SecWebSocketKey.Count != 1)
            return false;
        bool isApi = request.RawTarget == OpenSockets.ApiPath || request.RawTarget.StartsWith(OpenSockets.ApiPath + "?", StringComparison.Ordinal);
        StreamAddress? address = isApi ? null : StreamAddress.Parse(request.RawTarget);
        if (!isApi && address is null)
            return false;
        string remote = context.Get<IHttpConnectionFeature>()?.RemoteIpAddress?.ToString() ?? "local";
        if ((faults.RefuseSocket(remote) ?? Refusal(remote, isApi)) is { } refused)
        {
            await RefuseAsync(context, refused);
            return true;
        }

        var session = new SocketSession(settings.Options, settings.Real);
        try
        {
            if (address is not null)
                await sockets.Streams.RunAsync(session, address, () => WebSocketHandshake.AcceptAsync(context, request, upgrade), settings.Stop);
            else
                await RunApiAsync(session, await WebSocketHandshake.AcceptAsync(context, request, upgrade), remote, request.RawTarget);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or IOException))
        {
            LogInternalError(log, broken, ListenKeyRegister.Redact(request.RawTarget));
        }

        if (session.Overflowed)
            LogOverflow(log, ListenKeyRegister.Redact(request.RawTarget), remote);
        if (session.Flooded)
            gate.BudgetOf(remote).Flooded(gate.Now_ms, settings.Facts.FloodsBeforeBan);
        return true;
    }

    /// <summary>The error with which a WebSocket is refused: too many connections, a ban, or not enough request weight for the handshake of the WebSocket API; null when it is allowed.</summary>
    private ApiError? Refusal(string remote, bool isApi)
    {
        ApiError? refused = gate.BudgetOf(remote).Connect(gate.Now_ms, settings.Facts.ConnectionsPer5Minutes);
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

    private async Task RunApiAsync(SocketSession session, Stream stream, string remote, string target)
    {
        using (session)
        {
            bool quiet = target.Contains("returnRateLimits=false", StringComparison.OrdinalIgnoreCase);
            var connection = new WsApiConnection(session, methods, gate, faults, remote, !quiet);
            await using (settings.Stop.Register(() => session.TrySend(FrameText.Build(FrameText.Text, ShutdownNotice))))
                await sockets.RunApiAsync(session, stream, connection, settings.Stop);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Internal error on the WebSocket {Target}")]
    private static partial void LogInternalError(ILogger log, Exception broken, string target);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Disconnected client {Remote} from {Target}: it reads messages more slowly than they are sent, and its send queue is full")]
    private static partial void LogOverflow(ILogger log, string target, string remote);
}
