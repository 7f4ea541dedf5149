using System.Net;
using System.Net.Http;
using Grpc.Core;

namespace Platform.Rpc.Headers;

/// <summary>Maps HTTP statuses and HTTP/2 errors to gRPC statuses, by the tables of the gRPC specification.</summary>
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
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM: the server did not process the call
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
                return new Status(StatusCode.Unavailable, $"{target} closed the connection gracefully before it answered; it is not known whether it processed the call.", failure);
            else if (cause is HttpProtocolException { ErrorCode: var error })
                return new Status(FromHttp2Error(error), $"{target} reset the call with HTTP/2 error 0x{error:x}.", failure);
        return new Status(StatusCode.Unavailable, $"{target} cannot be reached or closed the connection: {failure.GetBaseException().Message}", failure);
    }

    /// <summary>True for GOAWAY, which ends the connection with any code; the runtime distinguishes it from a reset stream by this text only.</summary>
    private static bool IsConnectionWide(Exception failure) => failure.Message.Contains("closed the connection", StringComparison.OrdinalIgnoreCase);
}
