using Platform.Monitor.Rows;
using Platform.Wire.V1;
using ProcessRow = Platform.Monitor.Rows.ProcessRow;

namespace Platform.Monitor.Boards;

/// <summary>The newest state of every process from the coordinator, and of market data from the data process. Written by the feed's loop only.</summary>
internal sealed class ProcessBoard(CpuShare cpu)
{
    private volatile ListProcessesReply _last = new();
    private volatile string? _unreachable;
    private volatile DataRow? _data;

    /// <param name="timestamp">Real time of the reply, for the processor share.</param>
    public void Apply(ListProcessesReply reply, long timestamp)
    {
        foreach (Platform.Wire.V1.ProcessRow row in reply.Processes)
        {
            if (row.Gauges.TryGetValue("cpu_seconds", out double seconds) && cpu.Add(row.InstanceId, timestamp, seconds) is { } share)
                row.Gauges["cpu_percent"] = share;
        }

        cpu.Keep(reply.Processes.Select(row => row.InstanceId));
        _last = reply;
        _unreachable = null;
    }

    public void Apply(DataHealthEvent health) => _data = new DataRow(
        health.Label, health.ExchangeClockMs, health.Symbols, health.Connections, health.Messages, health.Duplicates, health.Gaps, health.LateTrades, health.BadTrades,
        health.BusDrops, health.StreamAgeMs);

    /// <summary>Records that the coordinator did not answer; its row shows this until it answers.</summary>
    public void Unreachable(string why) => _unreachable = why;

    /// <summary>The reason why the coordinator does not answer; null while it does.</summary>
    public string? CoordinatorSilence => _unreachable;

    /// <summary>Null before the first report of the data process.</summary>
    public DataRow? Data => _data;

    public bool Paused => _last.Operator?.Paused ?? false;

    public bool Killed => _last.Operator?.Killed ?? false;

    public IReadOnlyList<ProcessRow> Rows() => [.. _last.Processes.Select(ToRow)];

    private ProcessRow ToRow(Platform.Wire.V1.ProcessRow row)
    {
        bool lost = row.Process == "coordinator" && _unreachable is not null;
        return new ProcessRow(
            row.Process, row.Account, row.Pid, lost ? "lost" : Text(row.State), lost ? _unreachable! : row.Detail, row.StartedAtMs, row.LastHeartbeatAgeMs, row.Restarts,
            new SortedDictionary<string, double>(row.Gauges.ToDictionary(), StringComparer.Ordinal));
    }

    private static string Text(ProcessState state) => state.ToString().ToLowerInvariant();
}
