using System.Collections.Concurrent;
using Platform.Bus.Publishing;
using Platform.Bus.Sockets;
using Platform.Bus.Subscribing;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Bus.Tests.Publishing;

public sealed class CurveTests
{
    [Fact]
    public async Task A_subscriber_receives_messages_only_with_the_publishers_key()
    {
        using var world = new BusWorld();
        if (!CurveKeys.IsAvailable)
            Assert.Skip("this machine's libzmq was built without CURVE");
        CurveKeys server = CurveKeys.Generate().Value;
        CurveKeys client = CurveKeys.Generate().Value with { ServerKey = server.PublicKey };
        BusPublisher publisher = world.Publisher(options => options with { Keys = server });
        ConcurrentQueue<Received<string>> clear = BusWorld.Collect(world.Subscriber(publisher.Endpoint), BusWorld.Text with { Name = "text.clear" });
        ConcurrentQueue<Received<string>> secret = BusWorld.Collect(world.Subscriber(publisher.Endpoint, options => options with { Keys = client }), BusWorld.Text);
        await BusWorld.ListensAsync(publisher, "text");

        publisher.Publish(BusWorld.Text.Of("clear"), "secret", 0);

        await Eventually.TrueAsync(() => secret.Count == 1);
        Assert.Empty(clear);
    }

    [Fact]
    public void A_key_of_the_wrong_length_is_refused_and_no_secret_is_shown()
    {
        using var world = new BusWorld();
        if (!CurveKeys.IsAvailable)
            Assert.Skip("this machine's libzmq was built without CURVE");
        var keys = new CurveKeys("short", "hidden-secret");
        Fault fault = BusPublisher.Start(world.Context, new BusPublisherOptions { Endpoint = "tcp://127.0.0.1:*", Name = "data", Keys = keys }, TimeProvider.System).Fault!;
        Assert.Contains("40 characters", fault.Message);
        Assert.DoesNotContain("hidden-secret", fault.Message + keys);
    }
}
