using System.Diagnostics;
using Platform.Bus.Native;
using Platform.Bus.Sockets;

namespace Platform.Benchmarks.Bus;

/// <summary>The peer: zmq_send and zmq_recv in two loops on two threads, nothing else.</summary>
internal static unsafe class PlainZeroMq
{
    private const int Pub = 1;
    private const int EnvelopeBytes = 38;

    public static double Rate(int frames)
    {
        using BusContext context = BusContext.Open().Value;
        using ZeroMqSocket sender = context.Socket(Pub).Value.Set(ZeroMq.LINGER, 0).Set(ZeroMq.SNDHWM, 100_000);
        string endpoint = sender.Bind("tcp://127.0.0.1:*").Value;
        using ZeroMqSocket receiver = context.Socket(ZeroMq.SUB).Value.Set(ZeroMq.LINGER, 0).Set(ZeroMq.RCVHWM, 100_000);
        receiver.SetText(ZeroMq.SUBSCRIBE, "");
        _ = receiver.Connect(endpoint).Value;
        long received = 0;
        using var done = new ManualResetEventSlim();
        using var ready = new ManualResetEventSlim();
        var thread = new Thread(() => Receive(receiver, frames, ready, done, ref received)) { IsBackground = true };
        thread.Start();
        Span<byte> topic = "bar.5m.BTCUSDT"u8.ToArray();
        Span<byte> envelope = stackalloc byte[EnvelopeBytes];
        Span<byte> payload = stackalloc byte[BusComparison.PayloadBytes];
        fixed (byte* topicAt = topic, envelopeAt = envelope, payloadAt = payload)
        {
            // A subscription takes a moment; until it is seen the first message is repeated.
            while (!ready.Wait(1))
                Send(sender.Handle, frames, topicAt, topic.Length, envelopeAt, payloadAt);
            long start = Volatile.Read(ref received);
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < BusComparison.Messages; i++)
            {
                while (start + i - Volatile.Read(ref received) >= BusComparison.Window)
                    Thread.Yield();
                Send(sender.Handle, frames, topicAt, topic.Length, envelopeAt, payloadAt);
            }

            if (!done.Wait(TimeSpan.FromSeconds(30)))
                throw new TimeoutException($"{received} of {BusComparison.Messages} arrived");
            thread.Join();
            return BusComparison.Messages / watch.Elapsed.TotalSeconds;
        }
    }

    private static void Send(nint socket, int frames, byte* topic, int topicBytes, byte* envelope, byte* payload)
    {
        if (frames == 3)
        {
            _ = ZeroMq.zmq_send(socket, topic, (nuint)topicBytes, ZeroMq.SNDMORE);
            _ = ZeroMq.zmq_send(socket, envelope, EnvelopeBytes, ZeroMq.SNDMORE);
        }

        _ = ZeroMq.zmq_send(socket, payload, BusComparison.PayloadBytes, 0);
    }

    private static void Receive(ZeroMqSocket receiver, int frames, ManualResetEventSlim ready, ManualResetEventSlim done, ref long received)
    {
        byte* buffer = stackalloc byte[256];
        while (received < BusComparison.Messages)
        {
            for (int frame = 0; frame < frames; frame++)
                _ = ZeroMq.zmq_recv(receiver.Handle, buffer, 256, 0);
            Volatile.Write(ref received, received + 1);
            if (received == 1)
                ready.Set();
        }

        done.Set();
    }
}
