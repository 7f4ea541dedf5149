using Microsoft.Extensions.Logging;
using Platform.Bus.Sockets;
using Platform.Bus.Subscribing;
using Platform.Hosting.Logging;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Channel;

namespace Platform.Hosting.Life;

/// <summary>The connections of this process to other processes: bus subscriptions and gRPC channels. Thread-safe; the host closes them.</summary>
internal sealed class ProcessConnections(ProcessSetup setup, PlatformAddresses addresses, PlatformLogs logs) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<BusSubscriber> _subscribers = [];
    private readonly List<RpcChannel> _channels = [];
    private BusContext? _bus;

    /// <summary>Opens the bus context once. Throws <see cref="StartFault"/> when libzmq is missing.</summary>
    public BusContext OpenBus()
    {
        Result<BusContext> opened = BusContext.Open();
        return _bus = opened.IsOk ? opened.Value : throw new StartFault(opened.Fault);
    }

    /// <summary>Subscribes to the bus of a process. Call after <see cref="OpenBus"/>.</summary>
    public BusSubscriber Subscribe(string process, string account, Action<Gap>? onGap)
    {
        ILogger log = logs.Factory.CreateLogger("Bus");
        Result<BusSubscriber> started = BusSubscriber.Start(_bus!, new BusSubscriberOptions
        {
            Name = account.Length == 0 ? process : $"{process}-{account}",
            Endpoints = [addresses.Bus(process, account)],
            OnGap = onGap,
            OnFault = fault => log.LogWarning("{Fault}", fault.Message),
        });
        BusSubscriber subscriber = started.IsOk ? started.Value : throw new StartFault(started.Fault);
        lock (_gate)
            _subscribers.Add(subscriber);
        return subscriber;
    }

    public RpcChannel Channel(string process, string account)
    {
        RpcChannel channel = setup.Access.Open(addresses.Rpc(process, account), TimeSpan.FromMilliseconds(setup.Configuration.Network.CallTimeout_ms));
        lock (_gate)
            _channels.Add(channel);
        return channel;
    }

    /// <summary>Sum of one counter over all subscribers.</summary>
    public double Sum(Func<BusSubscriberCounts, long> part)
    {
        lock (_gate)
            return _subscribers.Sum(subscriber => part(subscriber.Counts));
    }

    public void CloseAll()
    {
        lock (_gate)
        {
            _subscribers.ForEach(subscriber => subscriber.Dispose());
            _channels.ForEach(channel => channel.Dispose());
        }
    }

    /// <summary>Closes the bus context; call after the publisher is closed.</summary>
    public void Dispose() => _bus?.Dispose();
}
