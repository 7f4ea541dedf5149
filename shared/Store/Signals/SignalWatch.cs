using Platform.Domain.Labels;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Store.Signals;

/// <summary>The file of a signal and the settings of one consumer.</summary>
/// <param name="MarkPath">File that stores the handled keys for restarts; one per consumer.</param>
/// <param name="Interval">Real time between polls without a file event.</param>
public sealed record SignalSource(string Path, string MarkPath, TimeSpan? Interval = null);

/// <summary>
/// The consumer side of one signal file: delivers each signal at least once. File system events wake it; it also polls
/// at an interval, so that a missed event causes only a delay. One consumer reads it.
/// </summary>
public sealed class SignalWatch<T> : IDisposable
    where T : class, ISignal
{
    /// <summary>Default real time between polls without a file event.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(500);

    private readonly string _path;
    private readonly JsonTypeInfo<T> _type;
    private readonly Action<Fault> _onFault;
    private readonly TimeProvider _realTime;
    private readonly TimeSpan _interval;
    private readonly HandledMarks _marks;
    private readonly HashSet<string> _delivered = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly FileSystemWatcher? _watcher;
    private byte[]? _lastSeen;
    private byte[]? _suspect;
    private long _suspectSince;
    private string _lastFault = "";

    /// <param name="onFault">Called once for each file that is not a signal (it is renamed to .bad) and for each failed read.</param>
    public SignalWatch(SignalSource source, JsonTypeInfo<T> type, Action<Fault> onFault, TimeProvider realTime, bool useEvents = true)
    {
        _path = Path.GetFullPath(source.Path);
        _type = type;
        _onFault = onFault;
        _realTime = realTime;
        _interval = source.Interval ?? DefaultInterval;
        _marks = HandledMarks.Open(source.MarkPath, onFault);
        string folder = Directory.CreateDirectory(Path.GetDirectoryName(_path)!).FullName;
        _watcher = useEvents ? Watch(folder) : null;
    }

    /// <summary>Returns signals until cancelled; an existing unhandled signal in the file comes first.</summary>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (Look() is { } signal)
                yield return signal;
            else
                await WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Stores durably that the signal is handled: it is not delivered again, also after a restart.</summary>
    public Result<Done> MarkHandled(T signal) => _marks.Add(KeyOf(signal));

    /// <summary>Reports that the signal was refused and not handled: the same content is not delivered again, but a rewrite with the same key is.</summary>
    public void Refuse(T signal) => _delivered.Remove(KeyOf(signal));

    /// <summary>Reads the file once; returns a new signal, or null when there is none.</summary>
    public T? Look()
    {
        byte[] content;
        try
        {
            if (!File.Exists(_path))
                return null;
            content = File.ReadAllBytes(_path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            ReportOnce(StoreFault.Of(refused, $"cannot read the signal {_path}"));
            return null;
        }

        if (_lastSeen is not null && content.AsSpan().SequenceEqual(_lastSeen))
            return null;
        Result<T> parsed = JsonDocumentFile.Parse(_path, content, _type);
        if (!parsed.IsOk)
            parsed = HasSettled(content) ? KeepAside(parsed.Fault) : parsed;
        else
            _lastSeen = content;
        return parsed.IsOk ? New(parsed.Value) : null;
    }

    public void Dispose() => _watcher?.Dispose();

    private static string KeyOf(T signal) => $"{signal.Label}|{signal.RunId}";

    private T? New(T signal)
    {
        string key = KeyOf(signal);
        return !_marks.Contains(key) && _delivered.Add(key) ? signal : null;
    }

    /// <summary>True when the malformed content is unchanged after an interval; a person who copies a file in place has this time to finish.</summary>
    private bool HasSettled(byte[] content)
    {
        if (_suspect is not null && content.AsSpan().SequenceEqual(_suspect))
            return _realTime.GetElapsedTime(_suspectSince) >= _interval;
        _suspect = content;
        _suspectSince = _realTime.GetTimestamp();
        return false;
    }

    /// <summary>Renames the malformed file, so that a person can inspect it; succeeds when a valid file has replaced it in the meantime.</summary>
    private Result<T> KeepAside(Fault fault)
    {
        string aside = _path + ".bad";
        try
        {
            File.Move(_path, aside, overwrite: true);
            byte[] moved = File.ReadAllBytes(aside);
            if (JsonDocumentFile.Parse(_path, moved, _type) is { IsOk: true } good)
                return good;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            ReportOnce(fault with { Message = $"{fault.Message}; the file could not be renamed: {refused.Message}" });
            return fault;
        }

        _onFault(fault with { Message = $"{fault.Message}; the file was renamed to {aside}. Write the signal again (to a temporary file, then rename it)." });
        return fault;
    }

    private void ReportOnce(Fault fault)
    {
        if (fault.Message == _lastFault)
            return;
        _lastFault = fault.Message;
        _onFault(fault);
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_interval, _realTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await _wake.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The interval passed, or the reader was cancelled, which its loop checks.
        }
    }

    private FileSystemWatcher? Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder, Path.GetFileName(_path) + "*") { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
            watcher.Renamed += (_, _) => Wake();
            watcher.Created += (_, _) => Wake();
            watcher.Changed += (_, _) => Wake();
            watcher.Error += (_, _) => Wake();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException refused)
        {
            // The operating system limits the number of watches (fs.inotify.max_user_instances); polling is sufficient.
            watcher?.Dispose();
            _onFault(new Fault(FaultKind.Exhausted, $"no file events for {_path}: {refused.Message}; the file is read every {_interval.TotalMilliseconds:0} ms instead"));
            return null;
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // A wake-up is already pending; one read handles both.
        }
    }
}
