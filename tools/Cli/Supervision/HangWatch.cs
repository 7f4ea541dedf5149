using Microsoft.Extensions.Logging;
using Platform.Cli.Runs;
using Platform.Hosting.Configuration.Running;
using Platform.Wire.V1;

namespace Platform.Cli.Supervision;

/// <summary>Kills a process that runs without heartbeats, so that it is restarted like one that crashed. One loop, separate from the supervisor's.</summary>
internal sealed partial class HangWatch(SupervisorOptions options, RunProbe signs, ChildList children, ILogger log)
{
    private readonly HangRule _rule = new(options);
    private long _looked = TimeProvider.System.GetTimestamp();

    /// <summary>Looks once a second until cancelled.</summary>
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
            // The round is over.
        }
    }

    /// <summary>A look that fails, whatever its reason, is not the last one.</summary>
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
        foreach (Child child in children.All)
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

    private async Task<bool> VenueAnswersAsync() => children.All.Any(child => !child.Spec.Registers) && await signs.VenueClockAsync() is not null;

    /// <summary>False while this process may open no handle: then it cannot receive, and silence is no evidence about the others.</summary>
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

    /// <summary>Null for a process whose heartbeats cannot be received while the coordinator does not answer.</summary>
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

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} (pid {Pid}) runs but has sent no heartbeat for {Seconds} s (supervisor.hang_timeout_ms): it is killed")]
    private partial void Hung(string name, int pid, double seconds);
}
