using Grpc.Core;

namespace Platform.Rpc.Server;

/// <summary>One bound method: reads the requests of a call, runs the handler, writes the responses.</summary>
internal abstract class RpcMethod(bool isUnary)
{
    /// <summary>True for a unary method. At a stop, unary calls may finish within the grace time; streams are cancelled.</summary>
    public bool IsUnary => isUnary;

    public abstract Task InvokeAsync(ServerCall call);
}

internal sealed class UnaryMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler) : RpcMethod(true)
    where TRequest : class
    where TResponse : class
{
    public override async Task InvokeAsync(ServerCall call)
    {
        var request = await call.ReadOnlyRequestAsync(method.RequestMarshaller).ConfigureAwait(false);
        var response = await handler(request, call).ConfigureAwait(false);
        call.WriteOnlyResponse(method.ResponseMarshaller, response);
    }
}

internal sealed class ClientStreamingMethod<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler) : RpcMethod(false)
    where TRequest : class
    where TResponse : class
{
    public override async Task InvokeAsync(ServerCall call)
    {
        var response = await handler(new RequestStream<TRequest>(call, method.RequestMarshaller), call).ConfigureAwait(false);
        call.WriteOnlyResponse(method.ResponseMarshaller, response);
    }
}

internal sealed class ServerStreamingMethod<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler) : RpcMethod(false)
    where TRequest : class
    where TResponse : class
{
    public override async Task InvokeAsync(ServerCall call)
    {
        var request = await call.ReadOnlyRequestAsync(method.RequestMarshaller).ConfigureAwait(false);
        await handler(request, new ResponseStream<TResponse>(call, method.ResponseMarshaller), call).ConfigureAwait(false);
    }
}

internal sealed class DuplexStreamingMethod<TRequest, TResponse>(
    Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler) : RpcMethod(false)
    where TRequest : class
    where TResponse : class
{
    public override Task InvokeAsync(ServerCall call) =>
        handler(new RequestStream<TRequest>(call, method.RequestMarshaller), new ResponseStream<TResponse>(call, method.ResponseMarshaller), call);
}
