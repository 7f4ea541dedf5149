using System.Diagnostics;
using System.Text;
using Platform.Bus.Topics;
using Platform.Bus.Publishing;
using Platform.Bus.Sockets;
using Platform.Bus.Subscribing;

namespace Platform.Benchmarks.Bus;

/// <summary>
/// Messages per second through publisher and subscriber, compared with plain libzmq PUB/SUB called from C# with one frame each: for 128
/// bytes in total (topic, envelope and payload), and for a 128-byte payload. Rounds alternate; the medians are compared.
/// </summary>
internal static class BusComparison
{
    public const int Messages = 1_000_000;
    public const int Window = 20_000;
    private const int CompareBytes = 128;
    private const int Rounds = 7;
    private const string Topic = "bar.5m.BTCUSDT";
    private const string Publisher = "data";

    private static int HeadBytes => MessageFrame.Head(Encoding.UTF8.GetBytes(Topic), session: 1, Encoding.UTF8.GetBytes(Publisher)).Length;

    public static async Task RunAsync()
    {
        Func<Task<double>>[] contestants =
        [
            () => OursAsync(CompareBytes - HeadBytes),
            () => Task.FromResult(PlainZeroMq.Rate(CompareBytes)),
            () => OursAsync(CompareBytes),
            () => Task.FromResult(PlainZeroMq.Rate(CompareBytes + HeadBytes)),
        ];
        List<double>[] rates = [[], [], [], []];
        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                double rate = await contestants[i]();
                if (round > 0)
                    rates[i].Add(rate);
            }
        }

        double[] medians = [.. rates.Select(Median)];
        Print($"bus, {CompareBytes} bytes in total ({HeadBytes} of topic and envelope)", medians[0], medians[1]);
        Print($"plain libzmq, {CompareBytes} bytes", medians[1], medians[1]);
        Print($"bus, {CompareBytes} bytes of payload ({CompareBytes + HeadBytes} in total)", medians[2], medians[1]);
        Print($"plain libzmq, {CompareBytes + HeadBytes} bytes", medians[3], medians[1]);
        Console.WriteLine($"best rounds, least affected by other work on the machine: {rates[0].Max() / rates[1].Max():0.00} at {CompareBytes}, {rates[2].Max() / rates[3].Max():0.00} at {CompareBytes + HeadBytes}");
        Console.WriteLine($"ratio for the same bytes: {medians[0] / medians[1]:0.00} at {CompareBytes} (goal 0.90), {medians[2] / medians[3]:0.00} at {CompareBytes + HeadBytes}");
    }

    private static void Print(string what, double rate, double peer) =>
        Console.WriteLine($"{what,-58} {rate,12:N0} messages/s   {rate / peer:0.00} of plain libzmq with {CompareBytes} bytes");

    private static async Task<double> OursAsync(int payloadBytes)
    {
        using BusContext context = BusContext.Open().Value;
        using BusPublisher publisher = BusPublisher.Start(context, new BusPublisherOptions { Endpoint = "tcp://127.0.0.1:*", Name = Publisher }, TimeProvider.System).Value;
        using BusSubscriber subscriber = BusSubscriber.Start(context, new BusSubscriberOptions { Name = "bench", Endpoints = [publisher.Endpoint] }).Value;
        long received = 0;
        using var done = new ManualResetEventSlim();
        subscriber.Subscribe("bar", (in BusMessage message) =>
        {
            Volatile.Write(ref received, received + 1);
            if (received == Messages)
                done.Set();
        });
        if (!await publisher.WaitForSubscriberAsync(Topic, TimeSpan.FromSeconds(5)))
            throw new TimeoutException("no subscription");
        var payload = new byte[payloadBytes];
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Messages; i++)
        {
            while (i - Volatile.Read(ref received) >= Window)
                Thread.Yield();
            publisher.Publish(Topic, payload, i);
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
