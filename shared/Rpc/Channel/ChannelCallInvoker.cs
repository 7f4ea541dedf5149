using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Platform.Rpc.Channel;

/// <summary>Starts the calls of generated clients on one channel.</summary>
internal sealed class ChannelCallInvoker(ChannelTransport channel) : CallInvoker
{
    [SuppressMessage("Usage", "VSTHRD002", Justification = "The generated blocking methods exist for callers that own their thread.")]
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.StartWith(request);
        return new AsyncUnaryCall<TResponse>(
            call.ReadOnlyResponseAsync(), ClientCall.ResponseHeaders, ClientCall.GetStatus, ClientCall.GetTrailers, ClientCall.Cancel, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.StartWith(request);
        return new AsyncServerStreamingCall<TResponse>(
            new ResponseReader<TRequest, TResponse>(call),
            ClientCall.ResponseHeaders, ClientCall.GetStatus, ClientCall.GetTrailers, ClientCall.Cancel, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        var requests = call.StartStream();
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            new RequestWriter<TRequest, TResponse>(call, requests), call.ReadOnlyResponseAsync(),
            ClientCall.ResponseHeaders, ClientCall.GetStatus, ClientCall.GetTrailers, ClientCall.Cancel, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        var requests = call.StartStream();
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new RequestWriter<TRequest, TResponse>(call, requests), new ResponseReader<TRequest, TResponse>(call),
            ClientCall.ResponseHeaders, ClientCall.GetStatus, ClientCall.GetTrailers, ClientCall.Cancel, call);
    }
}
