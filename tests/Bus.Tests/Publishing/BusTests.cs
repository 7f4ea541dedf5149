using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Platform.Bus.Native;
using Platform.Bus.Publishing;
using Platform.Bus.Sockets;
using Platform.Bus.Subscribing;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Clocks;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Bus.Tests.Publishing;

public sealed class BusTests
{
    [Fact]
    public async Task A_published_value_arrives_with_its_envelope()
    {
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher(clock: ManualClock.At(1_766_362_500_000));
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(world.Subscriber(publisher.Endpoint), BusWorld.Text);
        await BusWorld.ListensAsync(publisher, "text");

        Assert.True(publisher.Publish(BusWorld.Text.Of("BTCUSDT"), "hello", 1_766_362_499_000));
        Assert.True(publisher.Publish(BusWorld.Text.Of("BTCUSDT"), "", 0));

        await Eventually.TrueAsync(() => received.Count == 2);
        Received<string>[] both = [.. received];
        Assert.Equal(("text.BTCUSDT", "hello"), (both[0].Topic, both[0].Value));
        Assert.Equal(new("data", publisher.Session, 1, 1_766_362_499_000, 1_766_362_500_000_000), both[0].Envelope);
        Assert.Equal((2UL, ""), (both[1].Envelope.Sequence, both[1].Value));
    }

    [Fact]
    public async Task A_subscription_takes_its_topic_and_those_below_but_not_its_neighbours()
    {
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher();
        BusSubscriber subscriber = world.Subscriber(publisher.Endpoint);
        ConcurrentQueue<Received<string>> bars = BusWorld.Collect(subscriber, BusWorld.Text with { Name = "bar.5m" });
        ConcurrentQueue<Received<string>> all = BusWorld.Collect(subscriber, BusWorld.Text with { Name = "" });
        await BusWorld.ListensAsync(publisher, "x");
        await BusWorld.ListensAsync(publisher, "bar.5m");

        foreach (string topic in (string[])["bar.5min.ETHUSDT", "bar.5m.ETHUSDT", "bar.5m", "bar", "last"])
            publisher.Publish(BusWorld.Text with { Name = topic }, topic, 0);

        await Eventually.TrueAsync(() => all.Count == 5);
        Assert.Equal(["bar.5m.ETHUSDT", "bar.5m"], bars.Select(bar => bar.Value));
    }

    [Fact]
    public async Task A_late_subscriber_receives_later_messages_and_reports_no_gap()
    {
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher();
        for (int i = 0; i < 10; i++)
            publisher.Publish(BusWorld.Text, "early", 0);
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(world.Subscriber(publisher.Endpoint), BusWorld.Text);
        await BusWorld.ListensAsync(publisher, "text");

        publisher.Publish(BusWorld.Text, "late", 0);

        Received<string>[] heard = await Eventually.ValueAsync(() => received.IsEmpty ? null : received.ToArray());
        Assert.Equal(("late", 11UL), (heard[0].Value, heard[0].Envelope.Sequence));
        Assert.Empty(world.Gaps);
    }

    [Fact]
    public async Task A_message_too_large_is_dropped_counted_and_shows_as_a_gap()
    {
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher(options => options with { MaxMessageBytes = 4_096 });
        BusSubscriber subscriber = world.Subscriber(publisher.Endpoint);
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(subscriber, BusWorld.Text);
        await BusWorld.ListensAsync(publisher, "text");
        publisher.Publish(BusWorld.Text, "before", 0);

        Assert.False(publisher.Publish(BusWorld.Text, new string('x', 5_000), 0));
        Assert.True(publisher.Publish(BusWorld.Text, "after", 0));

        await Eventually.TrueAsync(() => received.Count == 2);
        Assert.Equal(new Gap("data", "text", publisher.Session, 2, 2, IsRestart: false), Assert.Single(world.Gaps));
        Assert.Equal((1, 1, 1), (publisher.Counts.Dropped, subscriber.Counts.Gaps, subscriber.Counts.Lost));
    }

    [Fact]
    public async Task Only_a_slow_subscriber_loses_messages_and_reports_gaps_and_the_publisher_is_not_delayed()
    {
        using var world = new BusWorld();
        using var release = new Release();
        BusPublisher publisher = world.Publisher(options => options with { SubscriberQueueMessages = 200 });
        BusSubscriber subscriber = world.Subscriber(publisher.Endpoint, options => options with { QueueMessages = 10 });
        subscriber.Subscribe("text.large", (in BusMessage _) => release.Opened.Wait());
        BusSubscriber fast = world.Subscriber(publisher.Endpoint);
        fast.Subscribe("text.small", (in BusMessage _) => { });
        await BusWorld.ListensAsync(publisher, "text.large");
        await BusWorld.ListensAsync(publisher, "text.small");

        // More than the kernel's socket buffers can hide.
        const int sent = 2_000;
        byte[] large = new byte[100_000];
        for (int i = 1; i <= sent; i++)
        {
            Assert.True(publisher.Publish("text.large", large, 0));
            if (i % 5 != 0)
                continue;
            Assert.True(publisher.Publish("text.small", [], 0));
            await Eventually.TrueAsync(() => fast.Counts.Received == i / 5);
        }

        release.Opened.Set();
        await Eventually.TrueAsync(() =>
        {
            publisher.Publish("text.large", [], 0);
            return subscriber.Counts.Lost > 0;
        });
        Assert.NotEmpty(world.Gaps);
        Assert.Equal(0, fast.Counts.Lost);
        Assert.Equal((0, true), (publisher.Counts.Dropped, publisher.Counts.Overflows > 0));
    }

    [Fact]
    public async Task Publishing_and_receiving_allocate_nothing_per_message()
    {
        const int warmUp = 1_000, measured = 20_000;
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher();
        long received = 0, atStart = 0, atEnd = 0;
        world.Subscriber(publisher.Endpoint).Subscribe("text", (in BusMessage _) =>
        {
            received++;
            if (received == warmUp)
                atStart = GC.GetAllocatedBytesForCurrentThread();
            if (received == warmUp + measured)
                Volatile.Write(ref atEnd, GC.GetAllocatedBytesForCurrentThread());
        });
        await BusWorld.ListensAsync(publisher, "text");

        long published = PublishAll(publisher, warmUp, measured);

        await Eventually.TrueAsync(() => Volatile.Read(ref atEnd) != 0);
        Assert.Equal((0, 0), (published, atEnd - atStart));
    }

    [Fact]
    public async Task A_full_channel_drops_the_newest_and_counts()
    {
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher();
        BusSubscriber subscriber = world.Subscriber(publisher.Endpoint);
        ChannelReader<Received<string>> channel = subscriber.Open(BusWorld.Text, capacity: 2);
        await BusWorld.ListensAsync(publisher, "text");

        foreach (string text in (string[])["a", "b", "c"])
            publisher.Publish(BusWorld.Text, text, 0);

        await Eventually.TrueAsync(() => subscriber.Counts.Dropped == 1);
        Assert.Equal("a", (await channel.ReadAsync()).Value);
        Assert.Equal("b", (await channel.ReadAsync()).Value);
    }

    [Fact]
    public async Task A_subscriber_reconnects_to_a_restarted_publisher_and_takes_it_for_a_restart()
    {
        using var world = new BusWorld();
        string endpoint = BusWorld.FreeEndpoint();
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(world.Subscriber(endpoint), BusWorld.Text);
        for (int start = 1; start <= 2; start++)
        {
            // libzmq gives a closed port back a moment after the close.
            using BusPublisher publisher = await Eventually.ValueAsync(() =>
                BusPublisher.Start(world.Context, new BusPublisherOptions { Endpoint = endpoint, Name = "data" }, TimeProvider.System).TryGet(out BusPublisher? started, out _) ? started : null);
            await BusWorld.ListensAsync(publisher, "text");
            publisher.Publish(BusWorld.Text, $"start {start}", 0);
            await Eventually.TrueAsync(() => received.Count == start);
        }

        Assert.Equal(["start 1", "start 2"], received.Select(message => message.Value));
        Assert.Empty(world.Gaps);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_decoded_is_reported_once_and_later_messages_are_delivered()
    {
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher();
        BusSubscriber subscriber = world.Subscriber(publisher.Endpoint);
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(subscriber, BusWorld.Text);
        await BusWorld.ListensAsync(publisher, "text");

        publisher.Publish("text.bad", [0xFF, 0xFE], 0);
        publisher.Publish("text.bad", [0xFF, 0xFE], 0);
        publisher.Publish(BusWorld.Text.Of("good"), "fine", 0);

        await Eventually.TrueAsync(() => received.Count == 1);
        Assert.Equal(2, subscriber.Counts.Malformed);
        Assert.Contains("'text.bad'", Assert.Single(world.Faults));
    }

    [Fact]
    public async Task Stopping_sends_what_is_queued_and_does_not_hang()
    {
        using var world = new BusWorld();
        string endpoint = BusWorld.FreeEndpoint();
        BusPublisher publisher = BusPublisher.Start(world.Context, new BusPublisherOptions { Endpoint = endpoint, Name = "data" }, TimeProvider.System).Value;
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(world.Subscriber(endpoint), BusWorld.Text);
        await BusWorld.ListensAsync(publisher, "text");
        for (int i = 0; i < 1_000; i++)
            publisher.Publish(BusWorld.Text, "queued", 0);

        var watch = Stopwatch.StartNew();
        publisher.Dispose();

        await Eventually.TrueAsync(() => received.Count == 1_000);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_context_ends_although_no_peer_answered()
    {
        var watch = Stopwatch.StartNew();
        using (var world = new BusWorld())
        {
            world.Subscriber(BusWorld.FreeEndpoint()).Subscribe("text", (in BusMessage _) => { });
            world.Publisher().Publish(BusWorld.Text, "to nobody", 0);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
    }

    [Fact]
    public void A_taken_port_and_a_bad_endpoint_each_give_one_clear_message()
    {
        using var world = new BusWorld();
        BusPublisher first = world.Publisher();
        Fault taken = BusPublisher.Start(world.Context, new BusPublisherOptions { Endpoint = first.Endpoint, Name = "other" }, TimeProvider.System).Fault!;
        Assert.Equal(FaultKind.Unavailable, taken.Kind);
        Assert.Contains($"cannot listen on '{first.Endpoint}'", taken.Message);
        Assert.Contains("another process listens there", taken.Message);

        Fault bad = BusSubscriber.Start(world.Context, new BusSubscriberOptions { Name = "test", Endpoints = ["127.0.0.1"] }).Fault!;
        Assert.Contains("expected an endpoint such as tcp://", bad.Message);
    }

    [Fact]
    public void A_missing_library_names_the_remedy()
    {
        Fault fault = ZeroMqLibrary.Load(["libzmq-not-here.so"]).Fault!;
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("libzmq-not-here.so", fault.Message);
        Assert.Contains(OperatingSystem.IsLinux() ? "apt-get install libzmq5" : "libzmq", fault.Message);
    }

    /// <summary>Bytes allocated on this thread by the measured part.</summary>
    private static long PublishAll(BusPublisher publisher, int warmUp, int measured)
    {
        var payload = new byte[128];
        for (int i = 0; i < warmUp; i++)
            publisher.Publish("text", payload, i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < measured; i++)
        {
            publisher.Publish("text", payload, i);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Holds a handler back; open at the latest when the test ends, because a subscriber waits for its handler.</summary>
    private sealed class Release : IDisposable
    {
        public ManualResetEventSlim Opened { get; } = new();

        public void Dispose() => Opened.Set();
    }
}
