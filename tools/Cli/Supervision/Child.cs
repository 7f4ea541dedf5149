using System.Diagnostics;
using System.Globalization;
using Platform.Cli.Runs;
using Platform.Hosting.Life;
using Platform.Hosting.Logging;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;
using Platform.Wire.V1;

namespace Platform.Cli.Supervision;

/// <summary>
/// One started process. Its console output goes to logs/name.out.log, its last lines are kept for messages, and its standard input is the
/// parent pipe.
/// </summary>
internal sealed class Child : IDisposable
{
    private const int LinesKept = 12;

    /// <summary>
    /// Size of the garbage collector's youngest generation, 8 MiB. By default it follows the processor's cache, which on servers makes
    /// every process 50 MB larger. A value in the user's environment takes precedence.
    /// </summary>
    private const string YoungestGenerationVariable = "DOTNET_GCgen0size", YoungestGenerationBytes = "0x800000";

    private readonly Process _process;
    private readonly RotatingFile _console;
    private readonly Queue<string> _last = new();
    private readonly Lock _gate = new();
    private volatile bool _disposed;

    private Child(ChildSpec spec, Process process, RotatingFile console) =>
        (Spec, _process, _console, Known) = (spec, process, console, new KnownProcess(spec.Name, 0, 0));

    public ChildSpec Spec { get; }

    /// <summary>Pid and start time, read immediately after the start.</summary>
    public KnownProcess Known { get; private set; }

    public int Pid => Known.Pid;

    /// <summary>Real timestamp of the start.</summary>
    public long Started { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>True also once the object is disposed because another process replaced it.</summary>
    public bool HasExited => _disposed || _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public Task Exited => _process.WaitForExitAsync();

    /// <summary>The last console lines, for the message about its end.</summary>
    public string LastLines
    {
        get
        {
            lock (_gate)
                return _last.Count == 0 ? "    (no console output; see its log)" : string.Join(Environment.NewLine, _last.Select(line => $"    {line}"));
        }
    }

    /// <summary>The last console line, for use in one sentence.</summary>
    public string LastLine
    {
        get
        {
            lock (_gate)
                return _last.Count == 0 ? "none" : _last.Last().Trim();
        }
    }

    /// <summary>True when the coordinator's row belongs to this process and not to an earlier one.</summary>
    public bool Is(ProcessRow row) => row.Process == Spec.Process && row.Account == Spec.Account && row.Pid == Pid;

    /// <summary>Kills the process immediately if it runs.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (!HasExited)
                KillTree();
        }
    }

    /// <summary>
    /// Kills the process and its children; the process only, when the list of processes cannot be read, for instance without free file
    /// handles.
    /// </summary>
    private void KillTree()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or AggregateException or System.ComponentModel.Win32Exception)
        {
            _process.Kill();
        }
    }

    /// <summary>Starts the process. NotFound when its executable is not built.</summary>
    public static Result<Child> Start(ChildSpec spec, int restarts, RunFolder folder, KeyVariables keys)
    {
        if (!File.Exists(spec.Executable))
            return new Fault(FaultKind.NotFound, $"{spec.Name}: {spec.Executable} does not exist; build first: scripts/setup.sh");
        var start = new ProcessStartInfo(spec.Executable, spec.Arguments)
        {
            WorkingDirectory = folder.Arguments.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in folder.ChildEnvironment())
            start.Environment[name] = value;
        KeyVariables.RemoveFrom(start.Environment);
        if (spec.Account.Length > 0)
            keys.AddTo(start.Environment, spec.Account, folder.Configuration.Mode);
        start.Environment.TryAdd(YoungestGenerationVariable, YoungestGenerationBytes);
        start.Environment[StopSignals.SupervisedVariable] = "1";
        start.Environment[StopSignals.RestartsVariable] = restarts.ToString(CultureInfo.InvariantCulture);
        var console = new RotatingFile(Path.Combine(folder.Paths.Logs, $"{spec.Name}.out.log"), 5_000_000, 2);
        var child = new Child(spec, new Process { StartInfo = start }, console);
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        try
        {
            child._process.Start();
            child.Known = KnownProcess.Of(spec.Name, child._process);
        }
        catch (Exception refused) when (refused is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            child.Dispose();
            return new Fault(FaultKind.Unavailable, $"{spec.Name}: {spec.Executable} cannot be started: {refused.Message}");
        }

        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Requests an ordered stop, waits at most for the limit, then kills. False when the process had to be killed.</summary>
    public async Task<bool> StopAsync(TimeSpan limit)
    {
        if (_process.HasExited)
            return true;
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Its end of the pipe is closed: the process is ending.
        }

        UnixCalls.Terminate(_process.Id);
        using var waiting = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(waiting.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync();
            return false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _process.Dispose();
            _console.Dispose();
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _last.Enqueue(line);
            if (_last.Count > LinesKept)
                _last.Dequeue();
            if (_disposed)
                return;
            _console.Append(line);
            _console.Flush();
        }
    }
}
