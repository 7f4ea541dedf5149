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
        import sys, zmq
        s = zmq.Context().socket(zmq.SUB)
        s.connect(sys.argv[1])
        s.setsockopt(zmq.SUBSCRIBE, b"text")
        for _ in range(3):
            frames = s.recv_multipart()
            print("GOT", len(frames), frames[0].decode(), frames[1].hex(), frames[2].decode())
        """;

    private const string Speak = """
        import sys, struct, zmq
        s = zmq.Context().socket(zmq.XPUB)
        port = s.bind_to_random_port("tcp://127.0.0.1")
        print("PORT", port)
        s.recv()
        def envelope(sequence, session): return struct.pack("<BQqqqB", 1, sequence, 11, 22, session, 6) + b"python"
        s.send_multipart([b"text.a", envelope(1, 5), b"one"])
        s.send_multipart([b"text.a", b"two frames only"])
        s.send(b"text.a")
        s.send_multipart([b"text.a", envelope(2, 5), b"x", b"four frames"])
        s.send_multipart([b"text.a", b"\x09not an envelope", b"x"])
        s.send_multipart([b"text.a", envelope(4, 5), b"four"])
        s.send_multipart([b"text.a", envelope(1, 6), b"restarted"])
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
        Assert.StartsWith("GOT 3 text.BTCUSDT 010300000000000000" + "0900000000000000", lines[2]);
        Assert.EndsWith("0464617461 three", lines[2]);
    }

    [Fact]
    public async Task We_read_what_pyzmq_publishes_and_survive_its_malformed_messages()
    {
        using var world = new BusWorld();
        await using ChildProcess python = await ChildProcess.StartPythonAsync(Speak, [], "zmq");
        string port = (await python.LineAsync("PORT")).Split(' ')[1];
        BusSubscriber subscriber = world.Subscriber($"tcp://127.0.0.1:{port}");
        ConcurrentQueue<Received<string>> received = BusWorld.Collect(subscriber, BusWorld.Text);

        await Eventually.TrueAsync(() => received.Count == 3);

        Assert.Equal(["one", "four", "restarted"], received.Select(message => message.Value));
        Assert.Equal(new("python", 5, 1, 11, 22), received.First().Envelope);
        Assert.Equal(new Gap("python", "text.a", 5, 2, 3, IsRestart: false), Assert.Single(world.Gaps));
        Assert.Equal(4, subscriber.Counts.Malformed);
        Assert.Single(world.Faults);
    }
}
