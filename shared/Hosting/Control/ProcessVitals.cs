using Platform.Bus.Publishing;
using Platform.Hosting.Logging;
using Platform.Wire.V1;

namespace Platform.Hosting.Control;

/// <summary>The health of a running process. Thread-safe.</summary>
public interface IProcessHealth
{
    /// <summary>RUNNING, or DEGRADED with one sentence that states the reason; sent with every heartbeat.</summary>
    (ProcessState State, string Detail) Health { get; }
}

/// <summary>The contents of a heartbeat: the stage of the process, its health while it runs, and gauges. <see cref="Life.ProcessLife"/> sets the stage.</summary>
internal sealed class ProcessVitals(PlatformLogs logs)
{
    private volatile IProcessHealth? _process;
    private volatile BusPublisher? _bus;
    private volatile ProcessState _stage = ProcessState.Starting;

    /// <summary>Starting, running, stopping or stopped.</summary>
    public ProcessState Stage
    {
        set => _stage = value;
    }

    /// <summary>The process, whose health is read while the stage is running.</summary>
    public IProcessHealth Process
    {
        set => _process = value;
    }

    public BusPublisher Bus
    {
        set => _bus = value;
    }

    public (ProcessState State, string Detail) Health => _stage == ProcessState.Running && _process is { } process ? process.Health : (_stage, "");

    public IEnumerable<(string Name, double Value)> Gauges()
    {
        yield return ("rss_mb", Environment.WorkingSet / 1_048_576.0);
        yield return ("cpu_seconds", Environment.CpuUsage.TotalTime.TotalSeconds);
        yield return ("threads", ThreadPool.ThreadCount);
        yield return ("log_dropped", logs.Dropped);
        yield return ("bus_dropped", _bus?.Counts.Dropped ?? 0);
        yield return ("bus_overflows", _bus?.Counts.Overflows ?? 0);
    }
}
