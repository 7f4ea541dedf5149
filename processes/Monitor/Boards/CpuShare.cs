namespace Platform.Monitor.Boards;

/// <summary>Share of one core that a process used over the last seconds, from the processor time in its heartbeats.</summary>
internal sealed class CpuShare(TimeProvider realTime)
{
    private const int ReadingsMax = 12;

    private readonly Dictionary<string, Queue<(long At, double Seconds)>> _readings = [];

    /// <summary>Percent of one core since the oldest stored reading; null before two readings.</summary>
    public double? Add(string instance, long timestamp, double cpu_s)
    {
        if (!_readings.TryGetValue(instance, out Queue<(long At, double Seconds)>? readings))
            _readings[instance] = readings = new Queue<(long, double)>();
        (long at, double seconds) = readings.Count > 0 ? readings.Peek() : (timestamp, cpu_s);
        readings.Enqueue((timestamp, cpu_s));
        if (readings.Count > ReadingsMax)
            readings.Dequeue();
        double elapsed_s = realTime.GetElapsedTime(at, timestamp).TotalSeconds;
        return elapsed_s > 0.5 ? 100 * Math.Max(0, cpu_s - seconds) / elapsed_s : null;
    }

    /// <summary>Removes instances that are no longer listed.</summary>
    public void Keep(IEnumerable<string> instances)
    {
        foreach (string gone in _readings.Keys.Except(instances).ToList())
            _readings.Remove(gone);
    }
}
