using Microsoft.Extensions.Logging;
using Platform.Cli.Checks;
using Platform.Cli.Runs;
using Platform.Cli.Sessions;
using Platform.Cli.Stopping;
using Platform.Hosting.Alerts;
using Platform.Hosting.Life;
using Platform.Hosting.Logging;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Supervision;

/// <summary>
/// The lifetime of the supervisor process: lock, check, start, report, supervise, stop. It outlives the command that started it.
/// </summary>
internal static class SupervisorSession
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    /// <summary>Exit code 0 after an ordered stop, 1 when the start failed; all started processes are stopped in both cases.</summary>
    public static async Task<int> RunAsync(RunFolder folder, bool withMonitor, bool keepState)
    {
        UnixCalls.LeaveTerminal();
        KeyVariables keys = KeyVariables.Parse(await Console.In.ReadLineAsync());
        if (!FolderLock.Take(folder.Paths.Run, Path.GetFileName(folder.Paths.LockFile), "the platform").TryGet(out FolderLock? held, out Fault? fault))
            return Refuse(fault.Kind == FaultKind.Already ? $"the platform already runs here: {fault.Message}. To see it: platform status. To stop it: platform down." : fault.Message);
        using FolderLock owned = held;
        foreach (string leftOver in await OrphanedProcesses.StopAsync(folder))
            Note(leftOver, "remained from an earlier run and has been stopped");
        StopRequest.Clear(folder.Paths);

        string problems = string.Join(Environment.NewLine, StartChecks.Problems(folder, StartPlan.Stages(folder, withMonitor).SelectMany(stage => stage), keys));
        if (problems.Length > 0)
            return Refuse(problems);
        if (TokenFile.Ensure(folder.Paths).Fault is { } noToken)
            return Refuse(noToken.Message);
        if (!folder.Access().TryGet(out CallAccess? access, out Fault? noAccess))
            return Refuse(noAccess.Message);
        if (folder.Remember().Fault is { } noMemory)
            return Refuse(noMemory.Message);
        if (!EnvironmentOpening.Open(folder, keepState, Note).TryGet(out RunFolder? opened, out fault))
            return Refuse(fault.Message);
        Note(opened.Paths.EnvironmentName, keepState ? "continues from where it was stopped" : "begins");

        using var logs = new PlatformLogs(folder.Paths.Logs, "supervisor", folder.Configuration.Logging, new SecretRedaction([access.Token.Text]), TimeProvider.System, quietConsole: true);
        using var signals = new StopSignals(supervised: false);
        using var alerts = new AlertPublisher(
            "supervisor", _ => { }, TimeProvider.System, TimeProvider.System, TimeSpan.FromMinutes(folder.Configuration.Monitor.AlertRepeat_min), logs.Factory.CreateLogger<AlertPublisher>());
        logs.TroubleChanged += trouble => alerts.Set("log", trouble.Length > 0, AlertSeverity.Warning, trouble);
        using var supervisor = new Supervisor(opened, access, keys, withMonitor, new SupervisorReports(Report, alerts, logs.Factory.CreateLogger<Supervisor>()));
        int code = await SuperviseAsync(opened, supervisor, signals);
        if (code != 0 && !keepState)
            EnvironmentOpening.Discard(opened, Note);
        return code;
    }

    private static async Task<int> SuperviseAsync(RunFolder folder, Supervisor supervisor, StopSignals signals)
    {
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        bool ready = false;
        new Thread(() => AbortWhenCommandEnds(starting, () => Volatile.Read(ref ready))) { IsBackground = true, Name = "start command" }.Start();
        Result<Done> started;
        try
        {
            started = await supervisor.StartAsync(starting.Token);
        }
        catch (OperationCanceledException)
        {
            started = new Fault(FaultKind.Denied, "the start was interrupted");
        }

        if (started.Fault is { } fault)
        {
            await supervisor.StopAsync();
            return Refuse(fault.Message);
        }

        Volatile.Write(ref ready, true);
        Report(new Progress("ready", "", ""));
        Task supervision = supervisor.SuperviseAsync(signals.Token);
        while (!signals.Token.IsCancellationRequested && !StopRequest.IsMade(folder.Paths))
            await Task.WhenAny(supervision, Task.Delay(s_look, TimeProvider.System));
        signals.Stop("stop requested");
        await supervision;
        IReadOnlyList<string> killed = await supervisor.StopAsync();
        StopRequest.Answer(folder.Paths, killed);
        return 0;
    }

    /// <summary>Aborts the start when the start command ends (Ctrl-C, a closed terminal) before all processes run.</summary>
    private static void AbortWhenCommandEnds(CancellationTokenSource starting, Func<bool> ready)
    {
        using Stream input = Console.OpenStandardInput();
        Span<byte> rest = stackalloc byte[16];
        while (input.Read(rest) > 0)
        {
        }

        if (!ready())
            starting.Cancel();
    }

    private static int Refuse(string message)
    {
        Report(new Progress("failed", "", message));
        return 1;
    }

    private static void Note(string subject, string text) => Report(new Progress("note", subject, text));

    private static void Report(Progress progress)
    {
        try
        {
            Console.Out.WriteLine(progress.ToLine());
            Console.Out.Flush();
        }
        catch (IOException)
        {
            // The start command has ended; the log contains the relevant messages.
        }
    }
}
