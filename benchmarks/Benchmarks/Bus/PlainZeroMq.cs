using System.Diagnostics;
using Platform.Bus.Native;
using Platform.Bus.Sockets;

namespace Platform.Benchmarks.Bus;

/// <summary>The peer: zmq_send and zmq_recv in two loops on two threads, without any other work.</summary>
internal static unsafe class PlainZeroMq
{
    private const int Pub = 1;

    public static double Rate(int frameBytes)
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
        var thread = new Thread(() => Receive(receiver, ready, done, ref received)) { IsBackground = true };
        thread.Start();
        Span<byte> frame = new byte[frameBytes];
        fixed (byte* bytes = frame)
        {
            // A subscription takes a moment; until it is active, the first message is repeated.
            while (!ready.Wait(1))
                _ = ZeroMq.zmq_send(sender.Handle, bytes, (nuint)frameBytes, 0);
            long start = Volatile.Read(ref received);
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < BusComparison.Messages; i++)
            {
                while (start + i - Volatile.Read(ref received) >= BusComparison.Window)
                    Thread.Yield();
                _ = ZeroMq.zmq_send(sender.Handle, bytes, (nuint)frameBytes, 0);
            }

            if (!done.Wait(TimeSpan.FromSeconds(30)))
                throw new TimeoutException($"{received} of {BusComparison.Messages} arrived");
            thread.Join();
            return BusComparison.Messages / watch.Elapsed.TotalSeconds;
        }
    }

    private static void Receive(ZeroMqSocket receiver, ManualResetEventSlim ready, ManualResetEventSlim done, ref long received)
    {
        byte* buffer = stackalloc byte[256];
        while (received < BusComparison.Messages)
        {
            _ = ZeroMq.zmq_recv(receiver.Handle, buffer, 256, 0);
            Volatile.Write(ref received, received + 1);
            if (received == 1)
                ready.Set();
        }

        done.Set();
    }
}
