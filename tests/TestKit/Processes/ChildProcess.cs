using System.Diagnostics;
using System.Text;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.TestKit.Processes;

/// <summary>A real child process of one test: the test can wait for its output lines; it is killed with its children on disposal.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything written so far to standard output and standard error, line by line.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
                return _output.ToString();
        }
    }

    /// <summary>Starts an executable found by path or on PATH; skips the test when it is not on this machine.</summary>
    public static ChildProcess Start(string fileName, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Append(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Append(line.Data);
        try
        {
            child._process.Start();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            Assert.Skip($"cannot start {fileName}: {missing.Message}");
        }

        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The system's Python with the packages that Debian installs; skips the test when a module is missing.</summary>
    public static async Task<ChildProcess> StartPythonAsync(string script, IEnumerable<string> arguments, params string[] modules)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        foreach (string module in modules)
        {
            await using ChildProcess probe = Start(python, ["-c", $"import {module}"]);
            if (await probe.ExitAsync() != 0)
                Assert.Skip($"{python} has no module '{module}' (on Debian: apt-get install python3-{module})");
        }

        return Start(python, ["-u", "-c", script, .. arguments]);
    }

    /// <summary>Closes its standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    public void WriteLine(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The first output line that contains the text; fails the test, with all output, at the limit.</summary>
    public async Task<string> LineAsync(string containing, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            bool ended = HasExited;
            string? line = Output.Split('\n').FirstOrDefault(candidate => candidate.Contains(containing, StringComparison.Ordinal));
            if (line is not null)
                return line;
            if (ended || watch.Elapsed > (limit ?? Eventually.Limit))
                Assert.Fail($"no line with '{containing}' from {_process.StartInfo.FileName} after {watch.Elapsed.TotalSeconds:0.0} s; ended: {ended}; output:\n{Output}");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits for the end, output included, and returns the exit code; fails the test at the limit.</summary>
    public async Task<int> ExitAsync(TimeSpan? limit = null)
    {
        Task ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(ended, Task.Delay(limit ?? Eventually.Limit)) != ended)
            Assert.Fail($"{_process.StartInfo.FileName} has not ended after {(limit ?? Eventually.Limit).TotalSeconds:0.0} s; output so far:\n{Output}");
        await ended;
        return _process.ExitCode;
    }

    /// <summary>Sends SIGKILL: the process cannot finish anything.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Append(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            _output.Append(line).Append('\n');
    }
}
