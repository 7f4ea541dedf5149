using System.Collections.Frozen;
using Grpc.Core;
using Platform.Primitives.Outcomes;

namespace Platform.Rpc.Server;

/// <summary>The methods of a server by path; filled by the generated BindService, then read-only.</summary>
internal sealed class RpcMethodTable : ServiceBinderBase
{
    private readonly Dictionary<string, RpcMethod> _methods = [];

    public FrozenDictionary<string, RpcMethod> Freeze() => _methods.ToFrozenDictionary(StringComparer.Ordinal);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new UnaryMethod<TRequest, TResponse>(method, handler));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new ClientStreamingMethod<TRequest, TResponse>(method, handler));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new ServerStreamingMethod<TRequest, TResponse>(method, handler));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler is null ? null : new DuplexStreamingMethod<TRequest, TResponse>(method, handler));

    private void Add(IMethod method, RpcMethod? bound)
    {
        Check.That(bound is not null, $"{method.FullName} was bound without an implementation.");
        Check.That(_methods.TryAdd(method.FullName, bound), $"{method.FullName} is already bound.");
    }
}
