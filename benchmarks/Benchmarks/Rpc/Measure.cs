using System.Diagnostics;

namespace Platform.Benchmarks.Rpc;

/// <summary>The number of calls of each kind.</summary>
internal sealed record Load(int Warmup, int Sequential, int Concurrent, int Lanes);

/// <summary>Round-trip times under one kind of load.</summary>
internal sealed record Measure(double MedianMicroseconds, double P99Microseconds, double CallsPerSecond)
{
    public static async Task<Measure> OfAsync(int lanes, int count, Func<long[], Task> lane)
    {
        var times = Enumerable.Range(0, lanes).Select(_ => new long[count / lanes]).ToArray();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(times.Select(lane));
        var elapsed = Stopwatch.GetElapsedTime(began);
        var sorted = times.SelectMany(one => one).Order().ToArray();
        return new Measure(Microseconds(sorted[sorted.Length / 2]), Microseconds(sorted[sorted.Length * 99 / 100]), sorted.Length / elapsed.TotalSeconds);
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
