using Platform.Bus.Publishing;
using Platform.Bus.Sockets;
using Platform.Bus.Subscribing;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Data.Tests.Kit;

/// <summary>A real publisher on loopback, and a subscriber to it.</summary>
internal sealed class LoopbackBus : IDisposable
{
    private readonly BusContext _context;
    private BusSubscriber? _subscriber;

    public LoopbackBus()
    {
        if (!BusContext.Open().TryGet(out BusContext? context, out Fault? fault))
            Assert.Skip(fault.Message);
        _context = context!;
        Publisher = BusPublisher.Start(_context, new BusPublisherOptions { Endpoint = "tcp://127.0.0.1:*", Name = "data" }, TimeProvider.System).Value;
    }

    public BusPublisher Publisher { get; }

    /// <summary>Hands every message at or below the topic to the handler, once the subscription is known to the publisher.</summary>
    public async Task SubscribeAsync<T>(Platform.Bus.Topics.Topic<T> topic, Action<T> handler)
    {
        _subscriber ??= BusSubscriber.Start(_context, new BusSubscriberOptions { Name = "test", Endpoints = [Publisher.Endpoint] }).Value;
        _subscriber.Subscribe(topic, received => handler(received.Value));
        Assert.True(await Publisher.WaitForSubscriberAsync(topic.Name, Eventually.Limit));
    }

    public void Dispose()
    {
        _subscriber?.Dispose();
        Publisher.Dispose();
        _context.Dispose();
    }
}
