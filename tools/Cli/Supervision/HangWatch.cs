using Microsoft.Extensions.Logging;
using Platform.Cli.Runs;
using Platform.Hosting.Configuration.Running;
using Platform.Wire.V1;

namespace Platform.Cli.Supervision;

/// <summary>Kills processes that run without heartbeats, so that they are restarted like crashed ones. One loop, separate from the supervisor's.</summary>
internal sealed partial class HangWatch(SupervisorOptions options, RunProbe probe, ChildList children, ILogger log)
{
    private readonly HangRule _rule = new(options);
    private long _checked = TimeProvider.System.GetTimestamp();

    /// <summary>Checks once a second until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        try
        {
            while (await ticks.WaitForNextTickAsync(cancel))
                await TryCheckAsync();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    /// <summary>Runs one check; a failure of any kind is logged and the next check follows.</summary>
    private async Task TryCheckAsync()
    {
        try
        {
            await CheckAsync();
        }
        catch (Exception failure)
        {
            CheckFailed(failure);
        }
    }

    private async Task CheckAsync()
    {
        Task<bool> clock = VenueAnswersAsync();
        IReadOnlyList<ProcessRow>? rows = await probe.ProcessesAsync();
        bool venueAnswers = await clock;
        bool canReceive = CanOpen();
        TimeSpan since = TimeProvider.System.GetElapsedTime(_checked);
        _checked = TimeProvider.System.GetTimestamp();
        foreach (Child child in children.All)
        {
            if (child.HasExited)
            {
                _rule.Forget(child.Pid);
            }
            else if (_rule.IsHung(child.Pid, canReceive ? HasHeartbeat(child, rows, venueAnswers) : null, since))
            {
                Hung(child.Spec.Name, child.Pid, options.HangTimeout_ms / 1_000.0);
                child.Kill();
            }
        }
    }

    private async Task<bool> VenueAnswersAsync() => children.All.Any(child => !child.Spec.Registers) && await probe.VenueClockAsync() is not null;

    /// <summary>
    /// False while this process cannot open a handle: then it cannot receive heartbeats, and silence says nothing about the others.
    /// </summary>
    private static bool CanOpen()
    {
        try
        {
            using var any = File.OpenHandle(Environment.ProcessPath!);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>True when a heartbeat of the process arrived; null when none can be received because the coordinator does not answer.</summary>
    private static bool? HasHeartbeat(Child child, IReadOnlyList<ProcessRow>? rows, bool venueAnswers)
    {
        if (!child.Spec.Registers)
            return venueAnswers;
        if (child.Spec.Process == StartPlan.Coordinator)
            return rows is not null;
        return rows?.Any(row => child.Is(row) && row.State != ProcessState.Lost);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The check for hung processes failed")]
    private partial void CheckFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} (pid {Pid}) runs but has sent no heartbeat for {Seconds} s (supervisor.hang_timeout_ms); it is killed and restarted")]
    private partial void Hung(string name, int pid, double seconds);
}
