using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Control;
using Platform.Primitives.Outcomes;
using Platform.Rpc.Server;
using Platform.Wire.V1;

namespace Platform.Hosting.Life;

/// <summary>The lifecycle of a process: open the parts, start the process, serve, send heartbeats, wait for the end, stop in reverse order.</summary>
internal sealed partial class ProcessLife
{
    private static readonly TimeSpan s_lastHeartbeatLimit = TimeSpan.FromMilliseconds(500);

    private readonly StopSignals _signals;
    private readonly ProcessSetup _setup;
    private readonly ProcessParts _parts;
    private readonly ILogger _log;

    public ProcessLife(string name, ProcessSetup setup, StopSignals signals, bool supervised)
    {
        (_setup, _signals) = (setup, signals);
        _parts = new ProcessParts(name, setup, supervised);
        _log = _parts.Logs.Factory.CreateLogger(_parts.FullName);
    }

    public async Task<int> RunAsync(Func<ProcessContext, IPlatformProcess> create)
    {
        using ProcessParts parts = _parts;
        AppDomain.CurrentDomain.UnhandledException += LogUnhandledException;
        TaskScheduler.UnobservedTaskException += Unobserved;
        try
        {
            return await LiveAsync(create);
        }
        catch (StartFault fault)
        {
            CannotStart(fault.Message);
            return ExitCodes.Failed;
        }
        catch (Exception failure)
        {
            Failed(failure);
            return ExitCodes.Failed;
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= LogUnhandledException;
            TaskScheduler.UnobservedTaskException -= Unobserved;
        }
    }

    private async Task<int> LiveAsync(Func<ProcessContext, IPlatformProcess> create)
    {
        Starting(Environment.ProcessId, _setup.Arguments.ConfigFile, _setup.Configuration.Mode, _setup.Anchor.Speed);
        ProcessContext context = _parts.Open();
        await using IPlatformProcess process = create(context);
        _parts.Vitals.Process = process;
        using var heartbeating = new CancellationTokenSource();
        Task heartbeats = context.Name == "coordinator" ? Task.CompletedTask : context.Link.RunAsync(heartbeating.Token);
        try
        {
            await process.StartAsync(_signals.Token);
            await using RpcServer server = context.Rpc.Build();
            if ((await server.StartAsync(_signals.Token)).Fault is { } taken)
                throw new StartFault(taken);
            if (context.Name == "coordinator")
                heartbeats = context.Link.RunAsync(heartbeating.Token);
            int code = await WorkAsync(process, context.Link);
            await server.StopAsync();
            return code;
        }
        catch (OperationCanceledException) when (_signals.Token.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        finally
        {
            _parts.Vitals.Stage = ProcessState.Stopped;
            await heartbeating.CancelAsync();
            await heartbeats;
        }
    }

    private async Task<int> WorkAsync(IPlatformProcess process, CoordinatorLink link)
    {
        _parts.Vitals.Stage = ProcessState.Running;
        Running();
        await link.TurnAsync(_signals.Token);
        Exception? failure = null;
        try
        {
            await process.RunAsync(_signals.Token);
            if (!_signals.Token.IsCancellationRequested)
                failure = new CheckFailedException("the process ended without a stop request");
        }
        catch (Exception ended) when (_signals.Token.IsCancellationRequested && ended is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // The expected end of RunAsync, which may wait for the answer of a call.
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        if (failure is not null)
            Failed(failure);
        await StopAsync(process, link);
        return failure is null ? ExitCodes.Stopped : ExitCodes.Failed;
    }

    private async Task StopAsync(IPlatformProcess process, CoordinatorLink link)
    {
        _parts.Vitals.Stage = ProcessState.Stopping;
        Stopping(_signals.Reason);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_setup.Configuration.Supervisor.StopTimeout_ms * 0.75));
        try
        {
            await process.StopAsync(limit.Token);
        }
        catch (Exception failure)
        {
            StopFailed(failure);
        }

        _parts.Vitals.Stage = ProcessState.Stopped;
        using var limitOfLast = new CancellationTokenSource(s_lastHeartbeatLimit);
        await link.TurnAsync(limitOfLast.Token);
        Stopped();
    }

    private void LogUnhandledException(object sender, UnhandledExceptionEventArgs last)
    {
        Failed(last.ExceptionObject as Exception ?? new InvalidOperationException($"{last.ExceptionObject}"));
        _parts.Logs.Dispose();
    }

    private void Unobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved) => UnobservedException(unobserved.Exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Starting: pid {Pid}, configuration {Config}, mode {Mode}, clock speed {Speed}")]
    private partial void Starting(int pid, string config, object mode, double speed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Running")]
    private partial void Running();

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: {Reason}")]
    private partial void Stopping(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private partial void Stopped();

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot start: {Reason}")]
    private partial void CannotStart(string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The process ended with an exception")]
    private partial void Failed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stop failed or exceeded its time limit")]
    private partial void StopFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unobserved task exception")]
    private partial void UnobservedException(Exception failure);
}
