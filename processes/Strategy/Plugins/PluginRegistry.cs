using Microsoft.Extensions.Logging;

namespace Platform.Strategy.Plugins;

/// <summary>
/// Holds the current set of calculators and replaces it when files in the plugins folder change. A run takes the set at its start and is
/// not affected by a reload.
/// </summary>
internal sealed partial class PluginRegistry : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(300);

    private readonly string _folder;
    private readonly CalculatorChoice _choice;
    private readonly ILogger _log;
    private readonly ITimer _settle;
    private readonly FileSystemWatcher? _watcher;
    private readonly Lock _gate = new();
    private PluginSet _current = PluginSet.Empty;
    private string _stamp = "";

    public PluginRegistry(string folder, CalculatorChoice choice, TimeProvider realTime, ILogger log)
    {
        (_folder, _choice, _log) = (folder, choice, log);
        _settle = realTime.CreateTimer(_ => ReloadIfChanged(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Directory.CreateDirectory(folder);
        _watcher = Watch();
        ReloadIfChanged();
    }

    /// <summary>Raised after a new set has replaced the previous one, on the thread that loaded it.</summary>
    public event Action<PluginSet>? Changed;

    public PluginSet Current => Volatile.Read(ref _current);

    /// <summary>
    /// Compares names, sizes and times of the DLLs, and reloads all when one differs. Also called before each run, so that a missed file
    /// event only causes a delay.
    /// </summary>
    public void ReloadIfChanged()
    {
        PluginSet loaded;
        lock (_gate)
        {
            string stamp = StampOf();
            if (stamp == _stamp)
                return;
            _stamp = stamp;
            loaded = PluginReader.Read(_folder, _choice);
            PluginSet before = Interlocked.Exchange(ref _current, loaded);
            before.Unload();
            Loaded(_folder, loaded.Calculators.Count, string.Join(", ", loaded.Calculators.Select(calculator => calculator.Name)));
            foreach (PluginRejection rejection in loaded.Rejections)
                Rejected(rejection.Name.Length > 0 ? rejection.Name : rejection.File, rejection.Why);
        }

        Changed?.Invoke(loaded);
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _settle.Dispose();
        Interlocked.Exchange(ref _current, PluginSet.Empty).Unload();
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(_folder, "*.dll") { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += (_, _) => Touch();
            watcher.Created += (_, _) => Touch();
            watcher.Deleted += (_, _) => Touch();
            watcher.Renamed += (_, _) => Touch();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException noWatches)
        {
            NotWatched(_folder, noWatches.Message);
            return null;
        }
    }

    /// <summary>Waits until the folder has not changed for a moment, because a build writes a DLL in several steps.</summary>
    private void Touch() => _settle.Change(s_quiet, Timeout.InfiniteTimeSpan);

    private string StampOf() => string.Join('|', new DirectoryInfo(_folder).GetFiles("*.dll")
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}").DefaultIfEmpty("empty"));

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Count} calculators from {Folder}: {Names}")]
    private partial void Loaded(string folder, int count, string names);

    [LoggerMessage(Level = LogLevel.Error, Message = "Not loaded: {Subject}: {Why}")]
    private partial void Rejected(string subject, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes in {Folder} are detected only before each run: {Why}")]
    private partial void NotWatched(string folder, string why);
}
