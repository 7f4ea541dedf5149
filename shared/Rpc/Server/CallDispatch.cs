using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Platform.Rpc.Server;

/// <summary>Dispatches each HTTP/2 request to its method, and converts exceptions of the handler to a status.</summary>
internal sealed partial class CallDispatch(
    RpcServerOptions options,
    IReadOnlyDictionary<string, RpcMethod> methods,
    ILogger log,
    CancellationToken stopping) : IHttpApplication<ServerCall>
{
    public ServerCall CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures, options);

    public void DisposeContext(ServerCall context, Exception? exception) => context.Release();

    public async Task ProcessRequestAsync(ServerCall context)
    {
        if (context.RefuseUnlessGrpc())
            return;
        if (!methods.TryGetValue(context.Method, out var method))
        {
            context.Finish(new Status(StatusCode.Unimplemented, $"{context.Method} is not served by this process."));
            return;
        }

        try
        {
            context.Begin(method.IsUnary ? CancellationToken.None : stopping);
            var admitted = options.Admit?.Invoke(context) ?? Status.DefaultSuccess;
            if (admitted.StatusCode == StatusCode.OK)
                await method.InvokeAsync(context).ConfigureAwait(false);
            context.Finish(admitted.StatusCode == StatusCode.OK ? context.Status : admitted);
        }
        catch (RpcException chosen)
        {
            context.Finish(chosen.Status, chosen.Trailers);
        }
        catch (Exception ended) when (context.EndedBecause() is { } status)
        {
            LogEnded(log, context.Method, status.StatusCode, ended.Message);
            context.Finish(status);
        }
        catch (Exception failure)
        {
            LogFailed(log, failure, context.Method, context.Peer);
            context.Finish(new Status(StatusCode.Unknown, "The handler failed."));
        }

        await context.WhenAnsweredAsync().ConfigureAwait(false);
    }

    [LoggerMessage(1, LogLevel.Error, "Unhandled exception in {Method}, called by {Peer}; the caller receives status Unknown")]
    private static partial void LogFailed(ILogger log, Exception failure, string method, string peer);

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended early with {Status}: {Reason}")]
    private static partial void LogEnded(ILogger log, string method, StatusCode status, string reason);
}
