using Platform.Cli.Runs;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Wire.V1;

namespace Platform.Cli.Supervision;

/// <summary>
/// Determines when a started process is ready: the exchange by its clock, the other processes by their heartbeats at the coordinator.
/// </summary>
internal sealed class Readiness(RunFolder folder, RunProbe signs)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Ok when the process is ready; otherwise the reason with its last lines, after its end or at the time limit.</summary>
    public async Task<Result<Done>> WaitAsync(Child child, CancellationToken cancel)
    {
        int limit_ms = folder.Configuration.Supervisor.StartTimeout_ms;
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (child.HasExited)
                return new Fault(FaultKind.Unavailable, Describe(child, $"ended with exit code {child.ExitCode}"));
            Result<bool> ready = child.Spec.Registers ? await IsRunningAsync(child) : await HasClockAsync();
            if (ready.Fault is { } refused)
                return refused;
            if (ready.Value)
                return Done.Value;
            if (TimeProvider.System.GetElapsedTime(started).TotalMilliseconds > limit_ms)
                return new Fault(FaultKind.Unavailable, Describe(child, $"is not running after {limit_ms / 1000.0:0.#} s (supervisor.start_timeout_ms)"));
            await Task.Delay(s_look, cancel);
        }
    }

    private string Describe(Child child, string what)
    {
        return $"{child.Spec.Name} {what}. Its last lines, from {Path.Combine(folder.Paths.Logs, child.Spec.Name)}*.log:{Environment.NewLine}{child.LastLines}";
    }

    private async Task<bool> IsRunningAsync(Child child) =>
        await signs.ProcessesAsync() is { } rows && rows.Any(row => child.Is(row) && row.State is ProcessState.Running or ProcessState.Degraded);

    /// <summary>The exchange defines the clock; the session of every process begins or continues with it.</summary>
    private async Task<Result<bool>> HasClockAsync()
    {
        if (await signs.VenueClockAsync() is not { } json)
            return false;
        return ClockFile.Parse(json, "the simulated exchange's clock")
            .Then(anchor => EnvironmentFiles.Begin(folder.Paths, folder.Configuration, anchor, TimeProvider.System.NowMilliseconds()))
            .Then<bool>(_ => true);
    }
}
