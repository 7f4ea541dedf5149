using System.Collections.Concurrent;
using Platform.Bus.Publishing;
using Platform.Bus.Subscribing;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Bus.Tests.Interop;

/// <summary>The wire against pyzmq, which others wrote: both ways, with real processes.</summary>
public sealed class PyzmqTests
{
    private const string Listen = """
        import sys, struct, zmq
        s = zmq.Context().socket(zmq.SUB)
        s.connect(sys.argv[1])
        s.setsockopt(zmq.SUBSCRIBE, b"text")
        for _ in range(3):
            frames = s.recv_multipart()
            topic, rest = frames[0].split(b"\0", 1)
            version, sequence, exchange_ms, publish_us, session, name = struct.unpack_from("<BQqqqB", rest)
            print("GOT", len(frames), topic.decode(), version, sequence, exchange_ms, rest[34:34 + name].decode(), rest[34 + name:].decode())
        """;

    private const string Publish = """
        import sys, struct, zmq
        s = zmq.Context().socket(zmq.XPUB)
        port = s.bind_to_random_port("tcp://127.0.0.1")
        print("PORT", port)
        s.recv()
        def frame(sequence, session, payload):
            return b"text.a\0" + struct.pack("<BQqqqB", 2, sequence, 11, 22, session, 6) + b"python" + payload
        s.send(frame(1, 5, b"one"))
        s.send_multipart([b"text.a", b"an envelope", b"as before version 2"])
        s.send_multipart([frame(2, 5, b"x"), b"a second frame"])
        s.send(b"text.a")
        s.send(b"text.a" + b"endless" * 100)
        s.send(b"text.a\0")
        s.send(frame(2, 5, b"")[:-3])
        s.send(frame(2, 5, b"x").replace(b"\0\x02", b"\0\x09", 1))
        s.send(frame(4, 5, b"four"))
        s.send(frame(1, 6, b"restarted"))
        sys.stdin.readline()
        """;

    [Fact]
    public async Task Pyzmq_reads_what_we_publish()
    {
        using var world = new BusWorld();
        BusPublisher publisher = world.Publisher();
        await using ChildProcess python = await ChildProcess.StartPythonAsync(Listen, [publisher.Endpoint], "zmq");
        await BusWorld.ListensAsync(publisher, "text");

        foreach (string text in (string[])["one", "two", "three"])
            publisher.Publish(BusWorld.Text.Of("BTCUSDT"), text, 9);

        Assert.Equal(0, await python.ExitAsync());
        string[] lines = python.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal("GOT 1 text.BTCUSDT 2 3 9 data three", lines[2]);
    }

    [Fact]
    public async Task We_read_what_pyzmq_publishes_and_survive_its_malformed_messages()
    {
        using var world = new BusWorld();
        await using ChildProcess python = await ChildProcess.StartPythonAsync(Publish, [], "zmq");
        string port = (await python.LineAsync("PORT")).Split(' ')[1];
        BusSubscriber subscriber = world.Subscriber($"tcp://127.0.0.1:{port}");
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(subscriber, BusWorld.Text);

        await Eventually.TrueAsync(() => received.Count == 3);

        Assert.Equal(["one", "four", "restarted"], received.Select(message => message.Value));
        Assert.Equal(new("python", 5, 1, 11, 22), received.First().Envelope);
        Assert.Equal(new Gap("python", "text.a", 5, 2, 3, IsRestart: false), Assert.Single(world.Gaps));
        Assert.Equal(7, subscriber.Counts.Malformed);
        Assert.Equal(["topic '?'", "topic 'text.a'"], world.Faults.Select(fault => fault.Split(" on ")[1].Split(" was ")[0]));
    }
}
