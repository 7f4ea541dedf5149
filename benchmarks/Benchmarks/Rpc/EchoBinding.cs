using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;
using Platform.Rpc.Server;

namespace Platform.Benchmarks.Rpc;

/// <summary>The binding of a unary echo call with text, for our server and client.</summary>
internal static class EchoBinding
{
    public static readonly Method<string, string> Once =
        new(MethodType.Unary, "bench.Echo", "Once", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    /// <summary>Serves in this process until its standard input ends.</summary>
    public static async Task ServeAsync()
    {
        var builder = new RpcServerBuilder(
            new RpcServerOptions { Endpoints = [new IPEndPoint(IPAddress.Loopback, 0)] }, NullLoggerFactory.Instance);
        builder.Add(Grpc.Health.V1.HealthReflection.Descriptor.Services[0], binder => binder.AddMethod(Once, (request, _) => Task.FromResult(request)));
        await using var server = builder.Build();
        var started = await server.StartAsync();
        Check.That(started.IsOk, started.Fault?.Message ?? "");
        Console.WriteLine($"listening {server.Endpoints[0].Port}");
        await Console.In.ReadToEndAsync();
    }

    public static async Task<(Measure Sequential, Measure Concurrent)> CallAsync(string address, Load load)
    {
        using var channel = RpcChannel.ForAddress(address);
        var invoker = channel.CreateCallInvoker();
        var payload = new string('x', 64);
        await LaneAsync(invoker, payload, new long[load.Warmup]);
        var sequential = await Measure.OfAsync(1, load.Sequential, times => LaneAsync(invoker, payload, times));
        var concurrent = await Measure.OfAsync(load.Lanes, load.Concurrent, times => LaneAsync(invoker, payload, times));
        return (sequential, concurrent);
    }

    private static async Task LaneAsync(CallInvoker invoker, string payload, long[] times)
    {
        for (var i = 0; i < times.Length; i++)
        {
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            using var call = invoker.AsyncUnaryCall(Once, null, default, payload);
            await call.ResponseAsync.ConfigureAwait(false);
            times[i] = System.Diagnostics.Stopwatch.GetTimestamp() - began;
        }
    }
}
