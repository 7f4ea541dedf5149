using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Health;
using Platform.Rpc.Reflection;

namespace Platform.Rpc.Server;

/// <summary>
/// Collects the services of one server; the composition root of a process adds them, then builds once.
/// Health and reflection are always included.
/// </summary>
public sealed class RpcServerBuilder
{
    private readonly RpcServerOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly RpcMethodTable _methods = new();
    private readonly List<ServiceDescriptor> _services = [];

    public RpcServerBuilder(RpcServerOptions options, ILoggerFactory loggers)
    {
        _options = options;
        _loggers = loggers;
        Health = new HealthLedger();
        Add(global::Grpc.Health.V1.Health.Descriptor, binder => global::Grpc.Health.V1.Health.BindService(binder, new HealthEndpoint(Health)));
    }

    /// <summary>The states that the health service returns; the process sets them.</summary>
    public HealthLedger Health { get; }

    /// <summary>Adds a generated service: <c>Add(Greeter.Descriptor, binder => Greeter.BindService(binder, endpoint))</c>.</summary>
    /// <exception cref="CheckFailedException">The service is already added.</exception>
    public RpcServerBuilder Add(ServiceDescriptor service, Action<ServiceBinderBase> bind)
    {
        bind(_methods);
        _services.Add(service);
        Health.Set(service.FullName, HealthCheckResponse.Types.ServingStatus.Serving);
        return this;
    }

    /// <summary>Creates a server that is not started yet.</summary>
    public RpcServer Build()
    {
        var files = new DescriptorIndex([
            .. _services, global::Grpc.Reflection.V1.ServerReflection.Descriptor, global::Grpc.Reflection.V1Alpha.ServerReflection.Descriptor]);
        global::Grpc.Reflection.V1.ServerReflection.BindService(_methods, new ReflectionEndpoint(files));
        global::Grpc.Reflection.V1Alpha.ServerReflection.BindService(_methods, new ReflectionAlphaEndpoint(files));
        return new RpcServer(_options, _methods.Freeze(), _loggers);
    }
}
