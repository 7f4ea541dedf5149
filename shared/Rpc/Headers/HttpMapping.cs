using System.Net;
using System.Net.Http;
using Grpc.Core;

namespace Platform.Rpc.Headers;

/// <summary>What an HTTP status or an HTTP/2 error means to a caller, by the tables of the protocol's description.</summary>
internal static class HttpMapping
{
    public static StatusCode FromHttpStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    public static StatusCode FromHttp2Error(long error) => error switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM: the server did nothing with it
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    /// <summary>The status of a call whose transport failed. A lost or refused connection is Unavailable.</summary>
    public static Status FromTransport(Exception failure, string target)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is RpcException known)
                return known.Status;
            else if (cause is HttpProtocolException && IsConnectionWide(cause))
                return new Status(StatusCode.Unavailable, $"{target} closed the connection in order before it answered; whether it processed the call is not known.", failure);
            else if (cause is HttpProtocolException { ErrorCode: var error })
                return new Status(FromHttp2Error(error), $"{target} reset the call with HTTP/2 error 0x{error:x}.", failure);
        return new Status(StatusCode.Unavailable, $"{target} cannot be reached or closed the connection: {failure.GetBaseException().Message}", failure);
    }

    /// <summary>A GOAWAY ends the connection, whatever its code; the runtime distinguishes it from a reset stream by this text only.</summary>
    private static bool IsConnectionWide(Exception failure) => failure.Message.Contains("closed the connection", StringComparison.OrdinalIgnoreCase);
}
