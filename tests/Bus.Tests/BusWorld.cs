using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Platform.Bus.Publishing;
using Platform.Bus.Sockets;
using Platform.Bus.Subscribing;
using Platform.Bus.Topics;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Bus.Tests;

/// <summary>One context on loopback and the parts a test starts in it, closed in the right order.</summary>
public sealed class BusWorld : IDisposable
{
    public static readonly Topic<string> Text = new("text", (value, payload) => payload.Write(Encoding.UTF8.GetBytes(value)), bytes => new UTF8Encoding(false, true).GetString(bytes));

    private readonly Stack<IDisposable> _parts = new();

    public BusWorld()
    {
        if (!BusContext.Open().TryGet(out BusContext? context, out var fault))
            Assert.Skip(fault.Message);
        Context = context!;
        _parts.Push(Context);
    }

    public BusContext Context { get; }

    public ConcurrentQueue<Gap> Gaps { get; } = new();

    public ConcurrentQueue<string> Faults { get; } = new();

    public static string FreeEndpoint() => $"tcp://127.0.0.1:{FreePort.Next()}";

    public BusPublisher Publisher(Func<BusPublisherOptions, BusPublisherOptions>? change = null, TimeProvider? clock = null)
    {
        var options = new BusPublisherOptions { Endpoint = "tcp://127.0.0.1:*", Name = "data" };
        BusPublisher publisher = BusPublisher.Start(Context, change?.Invoke(options) ?? options, clock ?? TimeProvider.System).Value;
        _parts.Push(publisher);
        return publisher;
    }

    public BusSubscriber Subscriber(string endpoint, Func<BusSubscriberOptions, BusSubscriberOptions>? change = null)
    {
        var options = new BusSubscriberOptions { Name = "test", Endpoints = [endpoint], OnGap = Gaps.Enqueue, OnFault = fault => Faults.Enqueue(fault.Message) };
        BusSubscriber subscriber = BusSubscriber.Start(Context, change?.Invoke(options) ?? options).Value;
        _parts.Push(subscriber);
        return subscriber;
    }

    /// <summary>Every text at or below the topic, in order of arrival.</summary>
    public static ConcurrentQueue<Received<string>> Collect(BusSubscriber subscriber, Topic<string> topic)
    {
        var received = new ConcurrentQueue<Received<string>>();
        subscriber.Subscribe(topic, received.Enqueue);
        return received;
    }

    public static async Task ListensAsync(BusPublisher publisher, string topic) =>
        Assert.True(await publisher.WaitForSubscriberAsync(topic, Eventually.Limit), $"nobody subscribed to {topic}");

    public void Dispose()
    {
        while (_parts.TryPop(out IDisposable? part))
            part.Dispose();
    }
}
