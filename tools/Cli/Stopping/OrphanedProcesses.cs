using System.Diagnostics;
using Platform.Cli.Runs;
using Platform.Cli.Supervision;

namespace Platform.Cli.Stopping;

/// <summary>Stops processes that are listed in data/run/pids.json and have no supervisor, because it was killed.</summary>
internal static class OrphanedProcesses
{
    /// <summary>Requests all to stop, waits for the stop limit, kills the rest; returns those that were running.</summary>
    public static async Task<IReadOnlyList<string>> StopAsync(RunFolder folder)
    {
        List<string> names = [];
        List<Task> stops = [];
        foreach (KnownProcess known in PidsFile.Read(folder.Paths).Where(known => known.Pid != Environment.ProcessId).Reverse())
        {
            if (known.Find() is not { } process)
                continue;
            names.Add($"{known.Name} (pid {known.Pid})");
            stops.Add(StopAsync(process, TimeSpan.FromMilliseconds(folder.Configuration.Supervisor.StopTimeout_ms)));
        }

        await Task.WhenAll(stops);
        PidsFile.Remove(folder.Paths);
        return names;
    }

    private static async Task StopAsync(Process process, TimeSpan limit)
    {
        using (process)
        {
            UnixCalls.Terminate(process.Id);
            using var waiting = new CancellationTokenSource(limit);
            try
            {
                await process.WaitForExitAsync(waiting.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
        }
    }
}
