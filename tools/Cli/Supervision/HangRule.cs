using Platform.Hosting.Configuration.Running;

namespace Platform.Cli.Supervision;

/// <summary>
/// Decides when silence is a hang. It adds up the times between its looks, each bounded: a supervisor that was held up itself,
/// or that could not receive anything, is not evidence of silence.
/// </summary>
internal sealed class HangRule(SupervisorOptions options)
{
    /// <summary>The most that one look adds, in real ms.</summary>
    public const int LookMost_ms = 3_000;

    private readonly Dictionary<int, double> _silent_ms = [];
    private readonly HashSet<int> _known = [];

    /// <summary>Notes one look at a process; true when it has been silent for too long. One without any heartbeat yet may still be starting.</summary>
    /// <param name="heard">Null when no heartbeat could have been received.</param>
    /// <param name="sinceLook">Real time since the look before.</param>
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
