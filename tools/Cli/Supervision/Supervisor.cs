using Microsoft.Extensions.Logging;
using Platform.Cli.Runs;
using Platform.Cli.Sessions;
using Platform.Hosting.Alerts;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Supervision;

/// <summary>
/// Owns the processes of one run: starts them stage by stage, restarts crashed ones with exponential back-off, and stops all in
/// reverse order. One loop per process.
/// </summary>
internal sealed partial class Supervisor(RunFolder begun, CallAccess access, KeyVariables keys, bool withMonitor, SupervisorReports reports) : IDisposable
{
    private const int VenueRestarts = 3;
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = reports.Log;
    private readonly Lock _gate = new();
    private readonly ChildList _children = new();
    private readonly RunProbe _probe = new(begun, access);
    private readonly RunFolderWatch _folders = new(begun, reports.Alerts);
    private readonly KnownProcess _self = Self();
    private RunFolder _folder = begun;
    private IReadOnlyList<IReadOnlyList<ChildSpec>> _stages = StartPlan.Stages(begun, withMonitor);
    private volatile bool _pidsAreStale;
    private int _rounds;

    /// <summary>Starts all processes; the first fault ends the start, and the caller stops those that run.</summary>
    public async Task<Result<Done>> StartAsync(CancellationToken cancel)
    {
        var readiness = new Readiness(_folder, _probe);
        foreach (IReadOnlyList<ChildSpec> stage in _stages)
        {
            Result<Done>[] outcomes = await Task.WhenAll(stage.Select(spec => StartOneAsync(spec, readiness, cancel)));
            if (outcomes.FirstOrDefault(outcome => !outcome.IsOk) is { Fault: { } fault })
                return fault;
        }

        _folders.Remember(_folder);
        return Done.Value;
    }

    /// <summary>
    /// Restarts processes that end, until cancelled. The simulated exchange continues from its state file; when it cannot, its accounts
    /// are lost, and all processes start in a new session.
    /// </summary>
    public async Task SuperviseAsync(CancellationToken cancel)
    {
        Task checking = CheckAsync(cancel);
        while (!cancel.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            Task watching = new HangWatch(_folder.Configuration.Supervisor, _probe, _children, _log).RunAsync(round.Token);
            await Task.WhenAll(_children.All.Select(child => child.Spec.Name == StartPlan.Venue ? AwaitVenueAsync(child, round) : KeepAliveAsync(child, round.Token)));
            await round.CancelAsync();
            await watching;
            if (!cancel.IsCancellationRequested)
                await StartNewSessionAsync(cancel);
        }

        await checking;
    }

    /// <summary>Stops in reverse order of the stages; returns the names of processes that had to be killed.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        var limit = TimeSpan.FromMilliseconds(_folder.Configuration.Supervisor.StopTimeout_ms);
        List<string> killed = [];
        foreach (IReadOnlyList<ChildSpec> stage in _stages.Reverse())
        {
            Child[] running = [.. _children.All.Where(child => stage.Contains(child.Spec))];
            bool[] ordered = await Task.WhenAll(running.Select(child => child.StopAsync(limit)));
            killed.AddRange(running.Zip(ordered).Where(pair => !pair.Second).Select(pair => pair.First.Spec.Name));
        }

        PidsFile.Remove(_folder.Paths);
        return killed;
    }

    public void Dispose() => _probe.Dispose();

    private async Task<Result<Done>> StartOneAsync(ChildSpec spec, Readiness readiness, CancellationToken cancel)
    {
        long started = TimeProvider.System.GetTimestamp();
        reports.Progress(new Progress("starting", spec.Name, ""));
        if (!Launch(spec, _rounds).TryGet(out Child? child, out Fault? fault))
            return fault;
        Result<Done> ready = await readiness.WaitAsync(child, cancel);
        if (ready.IsOk)
            reports.Progress(new Progress("running", spec.Name, $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s, pid {child.Pid}"));
        return ready;
    }

    private Result<Child> Launch(ChildSpec spec, int restarts)
    {
        if (!Child.Start(spec, restarts, _folder, keys).TryGet(out Child? child, out Fault? fault))
            return fault;
        _children.Add(child);
        WritePids();
        return child;
    }

    /// <summary>
    /// Runs once a second: checks folders and files, and reports the alerts to the coordinator. A failure here does not end the loop.
    /// </summary>
    private async Task CheckAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                _folders.Look();
                if (_pidsAreStale || !File.Exists(_folder.Paths.PidsFile))
                    WritePids();
                await _probe.ReportAsync(reports.Alerts.Standing);
            }
            catch (Exception failure)
            {
                Unexpected("the check of the run's folders", failure);
            }

            await Task.Delay(s_checkInterval, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Restarts the process after every end until cancelled; false when it was abandoned after the given number of crashes in a row.
    /// </summary>
    private async Task<bool> KeepAliveAsync(Child child, CancellationToken cancel, int most = int.MaxValue)
    {
        var rule = new RestartRule(_folder.Configuration.Supervisor);
        while (true)
        {
            await Task.WhenAny(child.Exited, Task.Delay(Timeout.Infinite, cancel));
            if (cancel.IsCancellationRequested)
                return true;
            TimeSpan wait = rule.AfterCrash(TimeProvider.System.GetElapsedTime(child.Started));
            if (rule.CrashesInARow > most && _folders.CanWrite())
            {
                VenueEnded(child.ExitCode, child.LastLines);
                return false;
            }

            Ended(child.Spec.Name, child.ExitCode, wait.TotalMilliseconds, rule.Crashes, child.LastLines);
            string how = $"{child.Spec.Name} ended with exit code {child.ExitCode} (crash {rule.Crashes})";
            reports.Alerts.Raise($"ended/{child.Spec.Name}", AlertSeverity.Critical, $"{how}; it is being restarted. Its last line: {child.LastLine}");
            if (await RelaunchAsync(child.Spec, rule, wait, cancel) is not { } next)
                return true;
            child.Dispose();
            child = next;
            Again(child.Spec.Name, child.Pid);
            reports.Alerts.Clear($"ended/{child.Spec.Name}");
            reports.Alerts.RaiseIncident($"restarted/{child.Spec.Name}", AlertSeverity.Warning, $"{how} and was restarted, pid {child.Pid}");
        }
    }

    /// <summary>Retries the start until it succeeds, after any kind of failure, with the waits of crashes; null when cancelled.</summary>
    private async Task<Child?> RelaunchAsync(ChildSpec spec, RestartRule rule, TimeSpan wait, CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(wait, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                return null;
            string reason;
            try
            {
                if (Launch(spec, _rounds + rule.Crashes).TryGet(out Child? child, out Fault? fault))
                    return child;
                reason = fault.Message;
            }
            catch (Exception failure)
            {
                Unexpected($"the start of {spec.Name}", failure);
                reason = failure.Message;
            }

            NotRestarted(spec.Name, reason);
            reports.Alerts.Raise($"ended/{spec.Name}", AlertSeverity.Critical, $"{spec.Name} has ended and cannot be restarted: {reason}. The start is retried");
            wait = rule.AfterCrash(TimeSpan.Zero);
        }
    }

    /// <summary>Ends the session when the exchange cannot continue from its state, because no other process can continue without it.</summary>
    private async Task AwaitVenueAsync(Child venue, CancellationTokenSource round)
    {
        int most = _folder.Configuration.Venue.Market == StartPlan.Upstream ? 0 : VenueRestarts;
        if (!await KeepAliveAsync(venue, round.Token, most))
            await round.CancelAsync();
    }

    /// <summary>
    /// Stops all processes and starts them again in a new session: no ledger may continue with an exchange that has lost its accounts.
    /// </summary>
    private async Task StartNewSessionAsync(CancellationToken cancel)
    {
        _rounds++;
        await StopAsync();
        reports.Alerts.RaiseIncident("exchange", AlertSeverity.Critical, "the simulated exchange could not continue from its state: its accounts are lost, and all processes start in a new session");
        var wait = TimeSpan.FromMilliseconds(_folder.Configuration.Supervisor.RestartBackoff_ms);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                Result<Done> started = OpenSession();
                if (started.IsOk)
                    started = await StartAsync(cancel);
                if (started.IsOk)
                    return;
                NotRestarted("the platform", started.Fault.Message);
                await StopAsync();
                await Task.Delay(wait, TimeProvider.System, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Unexpected("the start of the platform", failure);
                await StopAsync();
                await Task.Delay(wait, TimeProvider.System, CancellationToken.None);
            }

            wait = TimeSpan.FromMilliseconds(Math.Min(2 * wait.TotalMilliseconds, _folder.Configuration.Supervisor.RestartBackoffMax_ms));
        }
    }

    private Result<Done> OpenSession() => EnvironmentOpening.Open(_folder, keepState: false, (subject, text) => reports.Progress(new Progress("note", subject, text))).Then<Done>(folder =>
    {
        (_folder, _stages) = (folder, StartPlan.Stages(folder, withMonitor));
        NewSession(folder.Paths.EnvironmentName);
        return Done.Value;
    });

    /// <summary>Writes the list of processes; after a failure, a later check writes it.</summary>
    private void WritePids()
    {
        lock (_gate)
        {
            Fault? fault = PidsFile.Write(_folder.Paths, [_self, .. _children.All.Where(child => !child.HasExited).Select(child => child.Known)]).Fault;
            if (fault is not null && !_pidsAreStale)
                PidsNotWritten(fault.Message);
            _pidsAreStale = fault is not null;
        }
    }

    private static KnownProcess Self()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return KnownProcess.Of("supervisor", self);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} ended with exit code {Code}; restart in {Wait} ms (crash {Crashes}). Its last lines:\n{Lines}")]
    private partial void Ended(string name, int code, double wait, int crashes, string lines);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The simulated exchange cannot continue from its state (exit code {Code}): its accounts are lost, and all processes start in a new session. Its last lines:\n{Lines}")]
    private partial void VenueEnded(int code, string lines);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Session} begins")]
    private partial void NewSession(string session);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} restarted, pid {Pid}")]
    private partial void Again(string name, int pid);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} cannot be restarted: {Reason}")]
    private partial void NotRestarted(string name, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of {What}; it is retried")]
    private partial void Unexpected(string what, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The list of processes cannot be written: {Reason}")]
    private partial void PidsNotWritten(string reason);
}
