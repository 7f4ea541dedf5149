using System.Net.Http;
using Grpc.Core;
using Platform.Primitives.Outcomes;

namespace Platform.Rpc.Channel;

/// <summary>Returns the outcome of a unary call as a value, for callers that decide by the kind of fault.</summary>
public static class CallResult
{
    /// <summary>
    /// Awaits and disposes the call. Unavailable: the call had no effect. Unknown: the deadline passed, the call was cancelled
    /// or the connection was lost after the request may have arrived; query the outcome.
    /// </summary>
    public static async Task<Result<T>> AsResultAsync<T>(this AsyncUnaryCall<T> call)
    {
        using (call)
        {
            try
            {
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException failure)
            {
                return ToFault(failure.Status);
            }
        }
    }

    /// <summary>The fault for a status other than OK; its code is the numeric status code.</summary>
    public static Fault ToFault(Status status)
    {
        var kind = status.StatusCode switch
        {
            StatusCode.InvalidArgument or StatusCode.OutOfRange => FaultKind.Invalid,
            StatusCode.NotFound => FaultKind.NotFound,
            StatusCode.AlreadyExists => FaultKind.Already,
            StatusCode.PermissionDenied or StatusCode.Unauthenticated => FaultKind.Denied,
            StatusCode.ResourceExhausted => FaultKind.Exhausted,
            StatusCode.DataLoss => FaultKind.Corrupt,
            StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.Unimplemented => FaultKind.Rejected,
            StatusCode.Unavailable when !MayHaveArrived(status.DebugException) => FaultKind.Unavailable,
            _ => FaultKind.Unknown,
        };
        var isTransient = status.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Aborted;
        return new Fault(kind, $"{status.StatusCode}: {status.Detail}", isTransient, (int)status.StatusCode);
    }

    /// <summary>False when the peer reported the status itself, or when no connection was opened.</summary>
    private static bool MayHaveArrived(Exception? transport) =>
        transport is not null and not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
}
