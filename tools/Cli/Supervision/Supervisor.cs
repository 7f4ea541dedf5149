using Microsoft.Extensions.Logging;
using Platform.Cli.Plans;
using Platform.Cli.Runs;
using Platform.Cli.Sessions;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Supervision;

/// <summary>
/// Owns the processes of one run: starts them stage by stage, restarts what crashes with back-off, stops all in reverse.
/// One loop per process; the list of children changes under one lock.
/// </summary>
internal sealed partial class Supervisor(RunFolder begun, CallAccess access, KeyVariables keys, bool withMonitor, Action<Progress> report, ILogger log) : IDisposable
{
    private const int VenueRestarts = 3;

    private readonly Lock _gate = new();
    private readonly List<Child> _children = [];
    private readonly RunProbe _signs = new(begun, access);
    private RunFolder _folder = begun;
    private IReadOnlyList<IReadOnlyList<ChildSpec>> _stages = StartPlan.Stages(begun, withMonitor);
    private int _rounds;

    /// <summary>Starts everything; the first fault ends the start, and the caller stops what runs.</summary>
    public async Task<Result<Done>> StartAsync(CancellationToken cancel)
    {
        var readiness = new Readiness(_folder, _signs);
        foreach (IReadOnlyList<ChildSpec> stage in _stages)
        {
            Result<Done>[] outcomes = await Task.WhenAll(stage.Select(spec => StartOneAsync(spec, readiness, cancel)));
            if (outcomes.FirstOrDefault(outcome => !outcome.IsOk) is { Fault: { } fault })
                return fault;
        }

        return Done.Value;
    }

    /// <summary>
    /// Restarts what ends until cancelled. The simulated exchange goes on from its state file; when it cannot, its accounts are gone,
    /// and everything begins anew.
    /// </summary>
    public async Task SuperviseAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            Task watching = new HangWatch(_folder.Configuration.Supervisor, _signs, Running, log).RunAsync(round.Token);
            await Task.WhenAll(Running().Select(child => child.Spec.Name == StartPlan.Venue ? AwaitVenueAsync(child, round) : KeepAliveAsync(child, round.Token)));
            await round.CancelAsync();
            await watching;
            if (cancel.IsCancellationRequested)
                return;
            await BeginAnewAsync(cancel);
        }
    }

    /// <summary>Stops in reverse order of the stages; names what had to be killed.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        var limit = TimeSpan.FromMilliseconds(_folder.Configuration.Supervisor.StopTimeout_ms);
        List<string> killed = [];
        foreach (IReadOnlyList<ChildSpec> stage in _stages.Reverse())
        {
            Child[] running = [.. Running().Where(child => stage.Contains(child.Spec))];
            bool[] ordered = await Task.WhenAll(running.Select(child => child.StopAsync(limit)));
            killed.AddRange(running.Zip(ordered).Where(pair => !pair.Second).Select(pair => pair.First.Spec.Name));
        }

        PidsFile.Remove(_folder.Paths);
        return killed;
    }

    public void Dispose() => _signs.Dispose();

    private async Task<Result<Done>> StartOneAsync(ChildSpec spec, Readiness readiness, CancellationToken cancel)
    {
        long started = TimeProvider.System.GetTimestamp();
        report(new Progress("starting", spec.Name, ""));
        if (!Launch(spec, _rounds).TryGet(out Child? child, out Fault? fault))
            return fault;
        Result<Done> ready = await readiness.WaitAsync(child, cancel);
        if (ready.IsOk)
            report(new Progress("running", spec.Name, $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s, pid {child.Known.Pid}"));
        return ready;
    }

    private Result<Child> Launch(ChildSpec spec, int restarts)
    {
        if (!Child.Start(spec, restarts, _folder, keys).TryGet(out Child? child, out Fault? fault))
            return fault;
        lock (_gate)
        {
            _children.RemoveAll(earlier => earlier.Spec == spec);
            _children.Add(child);
            WritePids();
        }

        return child;
    }

    /// <summary>False when it was given up after so many crashes in a row.</summary>
    private async Task<bool> KeepAliveAsync(Child child, CancellationToken cancel, int most = int.MaxValue)
    {
        var rule = new RestartRule(_folder.Configuration.Supervisor);
        while (!cancel.IsCancellationRequested)
        {
            long started = TimeProvider.System.GetTimestamp();
            await Task.WhenAny(child.Exited, Task.Delay(Timeout.Infinite, cancel));
            if (cancel.IsCancellationRequested)
                return true;
            TimeSpan wait = rule.AfterCrash(TimeProvider.System.GetElapsedTime(started));
            if (rule.CrashesInARow > most)
            {
                VenueEnded(child.ExitCode, child.LastLines);
                return false;
            }

            Ended(child.Spec.Name, child.ExitCode, wait.TotalMilliseconds, rule.Crashes, child.LastLines);
            try
            {
                await Task.Delay(wait, TimeProvider.System, cancel);
            }
            catch (OperationCanceledException)
            {
                return true;
            }

            if (!Launch(child.Spec, _rounds + rule.Crashes).TryGet(out Child? next, out Fault? fault))
            {
                NotRestarted(child.Spec.Name, fault.Message);
                continue;
            }

            child.Dispose();
            child = next;
            Again(child.Spec.Name, child.Known.Pid);
        }

        return true;
    }

    /// <summary>Ends the round when the exchange cannot go on from its state: nobody else can go on without it.</summary>
    private async Task AwaitVenueAsync(Child venue, CancellationTokenSource round)
    {
        int most = _folder.Configuration.Venue.Market == StartPlan.Upstream ? 0 : VenueRestarts;
        if (!await KeepAliveAsync(venue, round.Token, most))
            await round.CancelAsync();
    }

    /// <summary>Stops all, and starts all again in a new session: no ledger may go on with an exchange that has lost its accounts.</summary>
    private async Task BeginAnewAsync(CancellationToken cancel)
    {
        _rounds++;
        await StopAsync();
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
            catch (OperationCanceledException)
            {
                return;
            }

            wait = TimeSpan.FromMilliseconds(Math.Min(2 * wait.TotalMilliseconds, _folder.Configuration.Supervisor.RestartBackoffMax_ms));
        }
    }

    private Result<Done> OpenSession() => EnvironmentOpening.Open(_folder, keepState: false, (subject, text) => report(new Progress("note", subject, text))).Then<Done>(folder =>
    {
        (_folder, _stages) = (folder, StartPlan.Stages(folder, withMonitor));
        NewSession(folder.Paths.EnvironmentName);
        return Done.Value;
    });

    private IReadOnlyList<Child> Running()
    {
        lock (_gate)
            return [.. _children];
    }

    private void WritePids()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        List<KnownProcess> known = [KnownProcess.Of("supervisor", self)];
        known.AddRange(_children.Where(child => !child.HasExited).Select(child => child.Known));
        if (PidsFile.Write(_folder.Paths, known).Fault is { } fault)
            NotNoted(fault.Message);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} ended with exit code {Code}; starting it again in {Wait} ms (crash {Crashes}). Its last lines:\n{Lines}")]
    private partial void Ended(string name, int code, double wait, int crashes, string lines);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The simulated exchange cannot go on from its state (exit code {Code}): its accounts are lost, and everything starts anew in a new session. Its last lines:\n{Lines}")]
    private partial void VenueEnded(int code, string lines);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Session} begins")]
    private partial void NewSession(string session);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} started again, pid {Pid}")]
    private partial void Again(string name, int pid);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} cannot be started again: {Reason}")]
    private partial void NotRestarted(string name, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The list of processes is not written: {Reason}")]
    private partial void NotNoted(string reason);
}
