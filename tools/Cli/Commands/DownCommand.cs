using System.CommandLine;
using System.Diagnostics;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Cli.Stopping;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Commands;

/// <summary>platform down: stops every process in order, within a bounded time.</summary>
internal static class DownCommand
{
    /// <summary>The number of stages of a run that may each take the stop limit, plus one as a margin.</summary>
    private const int StagesMax = 6;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var command = new Command("down", "Stop every process in order, within a bounded time.");
        PlaceOptions place = new PlaceOptions().AddTo(command);
        command.SetAction(async (parsed, _) =>
            place.Running(parsed).TryGet(out RunFolder? folder, out Fault? fault) ? await StopAsync(folder) : CommandFault.Report(fault));
        return command;
    }

    private static async Task<int> StopAsync(RunFolder folder)
    {
        if (PidsFile.Read(folder.Paths).All(known => !known.IsAlive()))
        {
            Console.WriteLine($"No process of the platform runs in {folder.Arguments.Root}.");
            return 0;
        }

        string[]? killed = await AskSupervisorAsync(folder);
        IReadOnlyList<string> leftOvers = await OrphanedProcesses.StopAsync(folder);
        if (killed is { Length: > 0 })
            Console.WriteLine($"Did not stop in time and had to be killed: {string.Join(", ", killed)}; see {folder.Paths.Logs}");
        if (leftOvers.Count > 0)
            Console.WriteLine($"Ran without a supervisor and were stopped: {string.Join(", ", leftOvers)}");
        Console.WriteLine("The platform is stopped.");
        return 0;
    }

    /// <summary>
    /// Names of the processes that the supervisor had to kill; null when there is no supervisor or it did not answer in time.
    /// </summary>
    private static async Task<string[]?> AskSupervisorAsync(RunFolder folder)
    {
        using Process? supervisor = PidsFile.Read(folder.Paths).FirstOrDefault(known => known.Name == "supervisor")?.Find();
        if (supervisor is null)
            return null;
        if (!StopRequest.Make(folder.Paths).IsOk)
            UnixCalls.Terminate(supervisor.Id);
        TimeSpan limit = TimeSpan.FromMilliseconds((long)folder.Configuration.Supervisor.StopTimeout_ms * StagesMax);
        long started = TimeProvider.System.GetTimestamp();
        while (!supervisor.HasExited && TimeProvider.System.GetElapsedTime(started) < limit)
            await Task.Delay(s_look);
        return StopRequest.ReadAnswer(folder.Paths);
    }
}
