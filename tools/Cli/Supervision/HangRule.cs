using Platform.Hosting.Configuration.Running;

namespace Platform.Cli.Supervision;

/// <summary>
/// Decides when silence counts as a hang. It sums the times between checks, each bounded, so that a supervisor that was delayed itself,
/// or could not receive, does not count that time as silence.
/// </summary>
internal sealed class HangRule(SupervisorOptions options)
{
    /// <summary>The longest time that one check adds, in real ms.</summary>
    public const int LookMost_ms = 3_000;

    private readonly Dictionary<int, double> _silent_ms = [];
    private readonly HashSet<int> _known = [];

    /// <summary>
    /// Records one check of a process; true when it has been silent for too long. A process without any heartbeat yet may still be
    /// starting.
    /// </summary>
    /// <param name="heard">True when a heartbeat arrived; null when none could be received.</param>
    /// <param name="sinceLook">Real time since the previous check.</param>
    public bool IsHung(int pid, bool? heard, TimeSpan sinceLook)
    {
        if (heard is true)
        {
            _known.Add(pid);
            _silent_ms.Remove(pid);
        }
        else if (heard is false)
        {
            _silent_ms[pid] = _silent_ms.GetValueOrDefault(pid) + Math.Min(sinceLook.TotalMilliseconds, LookMost_ms);
        }

        int limit_ms = _known.Contains(pid) ? options.HangTimeout_ms : Math.Max(options.HangTimeout_ms, options.StartTimeout_ms);
        return options.HangTimeout_ms > 0 && _silent_ms.GetValueOrDefault(pid) > limit_ms;
    }

    /// <summary>Removes a process that has ended.</summary>
    public void Forget(int pid)
    {
        _silent_ms.Remove(pid);
        _known.Remove(pid);
    }
}
