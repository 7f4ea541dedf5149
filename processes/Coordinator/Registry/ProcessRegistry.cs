using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Coordinator.Registry;

/// <summary>The processes of the platform: the newest instance of each, its last heartbeat and its restarts. Real time. Thread-safe.</summary>
/// <param name="lostAfter">Missed heartbeats after which a process counts as lost.</param>
internal sealed class ProcessRegistry(TimeProvider real, TimeSpan heartbeatInterval, int lostAfter)
{
    private readonly TimeSpan _lostAfter = heartbeatInterval * lostAfter;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Process, string Account), Entry> _entries = [];

    /// <summary>Interval at which each process must send a heartbeat.</summary>
    public TimeSpan HeartbeatInterval { get; } = heartbeatInterval;

    /// <summary>True when this is a new instance; a repeat of the same instance changes nothing.</summary>
    public bool Register(RegisterRequest request)
    {
        lock (_gate)
        {
            var key = (request.Process, request.Account);
            _entries.TryGetValue(key, out Entry? before);
            if (before is not null && (before.Registration.InstanceId == request.InstanceId || before.Registration.StartedAtMs > request.StartedAtMs))
                return false;
            bool crashed = before is not null && before.State != ProcessState.Stopped;
            _entries[key] = new Entry(request, Math.Max(request.Restarts, (before?.Restarts ?? 0) + (crashed ? 1 : 0)))
            {
                LastHeartbeat_ms = real.NowMilliseconds(),
                IsReportedAway = before?.IsReportedAway ?? false,
            };
            return true;
        }
    }

    /// <summary>False when the instance is not the registered one and must register first.</summary>
    public bool Heartbeat(HeartbeatRequest heartbeat)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((heartbeat.Process, heartbeat.Account), out Entry? entry) || entry.Registration.InstanceId != heartbeat.InstanceId)
                return false;
            entry.State = heartbeat.State;
            entry.Detail = heartbeat.Detail;
            entry.Gauges = heartbeat.Gauges.ToDictionary();
            entry.LastHeartbeat_ms = real.NowMilliseconds();
            return true;
        }
    }

    /// <summary>One row per process; LOST when its heartbeats have ceased and it had not reported a stop.</summary>
    public IReadOnlyList<ProcessRow> List()
    {
        lock (_gate)
            return [.. _entries.Values.Select(Row)];
    }

    /// <summary>Processes that were lost, or stayed stopped for as long, or returned since the last call.</summary>
    public IReadOnlyList<(ProcessRow Row, bool IsAway)> Crossings()
    {
        lock (_gate)
        {
            List<(ProcessRow, bool)> crossings = [];
            foreach (Entry entry in _entries.Values)
            {
                bool isAway = Age_ms(entry) > _lostAfter.TotalMilliseconds;
                if (isAway != entry.IsReportedAway)
                    crossings.Add((Row(entry), isAway));
                entry.IsReportedAway = isAway;
            }

            return crossings;
        }
    }

    private bool IsLost(Entry entry) => entry.State != ProcessState.Stopped && Age_ms(entry) > _lostAfter.TotalMilliseconds;

    private long Age_ms(Entry entry) => Math.Max(0, real.NowMilliseconds() - entry.LastHeartbeat_ms);

    private ProcessRow Row(Entry entry)
    {
        RegisterRequest registration = entry.Registration;
        var row = new ProcessRow
        {
            Process = registration.Process,
            Account = registration.Account,
            InstanceId = registration.InstanceId,
            Pid = registration.Pid,
            State = IsLost(entry) ? ProcessState.Lost : entry.State,
            Detail = entry.Detail,
            StartedAtMs = registration.StartedAtMs,
            LastHeartbeatAgeMs = Age_ms(entry),
            Restarts = entry.Restarts,
            RpcAddress = registration.RpcAddress,
            BusAddress = registration.BusAddress,
            Version = registration.Version,
        };
        foreach ((string name, double value) in entry.Gauges)
            row.Gauges[name] = value;
        return row;
    }

    private sealed class Entry(RegisterRequest registration, int restarts)
    {
        public RegisterRequest Registration { get; } = registration;

        public int Restarts { get; } = restarts;

        public ProcessState State { get; set; } = ProcessState.Starting;

        public string Detail { get; set; } = "";

        public Dictionary<string, double> Gauges { get; set; } = [];

        public long LastHeartbeat_ms { get; set; }

        public bool IsReportedAway { get; set; }
    }
}
