using Microsoft.Extensions.Logging;
using Platform.Cli.Plans;
using Platform.Hosting.Configuration.Running;
using Platform.Wire.V1;

namespace Platform.Cli.Supervision;

/// <summary>
/// Kills processes that run without heartbeats, so that they are restarted like crashed ones. Runs on one loop, separate from the
/// supervisor's.
/// </summary>
internal sealed partial class HangWatch(SupervisorOptions options, RunProbe signs, Func<IReadOnlyList<Child>> children, ILogger log)
{
    private readonly HangRule _rule = new(options);
    private long _looked = TimeProvider.System.GetTimestamp();

    /// <summary>Checks once a second until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        try
        {
            while (await ticks.WaitForNextTickAsync(cancel))
                await TryLookAsync();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    /// <summary>Runs one check; a failure of any kind is logged and the next check follows.</summary>
    private async Task TryLookAsync()
    {
        try
        {
            await LookAsync();
        }
        catch (Exception failure)
        {
            NotLooked(failure);
        }
    }

    private async Task LookAsync()
    {
        Task<bool> clock = VenueAnswersAsync();
        IReadOnlyList<ProcessRow>? rows = await signs.ProcessesAsync();
        bool venueAnswers = await clock;
        bool canHear = CanOpen();
        TimeSpan since = TimeProvider.System.GetElapsedTime(_looked);
        _looked = TimeProvider.System.GetTimestamp();
        foreach (Child child in children())
        {
            if (child.HasExited)
            {
                _rule.Forget(child.Pid);
            }
            else if (_rule.IsHung(child.Pid, canHear ? Heard(child, rows, venueAnswers) : null, since))
            {
                Hung(child.Spec.Name, child.Pid, options.HangTimeout_ms / 1_000.0);
                child.Kill();
            }
        }
    }

    private async Task<bool> VenueAnswersAsync() => children().Any(child => !child.Spec.Registers) && await signs.VenueClockAsync() is not null;

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
    private static bool? Heard(Child child, IReadOnlyList<ProcessRow>? rows, bool venueAnswers)
    {
        if (!child.Spec.Registers)
            return venueAnswers;
        if (child.Spec.Process == StartPlan.Coordinator)
            return rows is not null;
        return rows?.Any(row => child.Is(row) && row.State != ProcessState.Lost);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The check for hung processes failed")]
    private partial void NotLooked(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} (pid {Pid}) runs but has sent no heartbeat for {Seconds} s (supervisor.hang_timeout_ms); it is killed and restarted")]
    private partial void Hung(string name, int pid, double seconds);
}
