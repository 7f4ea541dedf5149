using System.Diagnostics;
using Platform.Bus.Publishing;
using Platform.Bus.Sockets;
using Platform.Bus.Subscribing;

namespace Platform.Benchmarks.Bus;

/// <summary>
/// Messages per second with 128-byte payloads through publisher and subscriber, against plain libzmq PUB/SUB called from
/// C#: once with the same three frames, once with the payload alone. Runs alternate; the medians are compared.
/// </summary>
internal static class BusComparison
{
    public const int Messages = 1_000_000;
    public const int Window = 20_000;
    public const int PayloadBytes = 128;
    private const int Rounds = 7;

    public static async Task RunAsync()
    {
        var ours = new List<double>();
        var threeFrames = new List<double>();
        var oneFrame = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            double[] rates = [await OursAsync(), PlainZeroMq.Rate(frames: 3), PlainZeroMq.Rate(frames: 1)];
            if (round == 0)
                continue;
            ours.Add(rates[0]);
            threeFrames.Add(rates[1]);
            oneFrame.Add(rates[2]);
        }

        double bus = Median(ours), same = Median(threeFrames), bare = Median(oneFrame);
        Console.WriteLine($"bus, 128-byte payload:                {bus,12:N0} messages/s");
        Console.WriteLine($"plain libzmq, same three frames:      {same,12:N0} messages/s   ratio {bus / same:0.00} (goal 0.90)");
        Console.WriteLine($"plain libzmq, payload frame alone:    {bare,12:N0} messages/s   ratio {bus / bare:0.00} (no topic, sequence or time)");
    }

    private static async Task<double> OursAsync()
    {
        using BusContext context = BusContext.Open().Value;
        using BusPublisher publisher = BusPublisher.Start(context, new BusPublisherOptions { Endpoint = "tcp://127.0.0.1:*", Name = "data" }, TimeProvider.System).Value;
        using BusSubscriber subscriber = BusSubscriber.Start(context, new BusSubscriberOptions { Name = "bench", Endpoints = [publisher.Endpoint] }).Value;
        long received = 0;
        using var done = new ManualResetEventSlim();
        subscriber.Subscribe("bar", (in BusMessage message) =>
        {
            Volatile.Write(ref received, received + 1);
            if (received == Messages)
                done.Set();
        });
        if (!await publisher.WaitForSubscriberAsync("bar.5m.BTCUSDT", TimeSpan.FromSeconds(5)))
            throw new TimeoutException("no subscription");
        var payload = new byte[PayloadBytes];
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Messages; i++)
        {
            while (i - Volatile.Read(ref received) >= Window)
                Thread.Yield();
            publisher.Publish("bar.5m.BTCUSDT", payload, i);
        }

        if (!done.Wait(TimeSpan.FromSeconds(30)))
            throw new TimeoutException($"{received} of {Messages} arrived, {subscriber.Counts}");
        return Messages / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
