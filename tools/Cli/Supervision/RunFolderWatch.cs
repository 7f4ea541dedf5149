using Platform.Cli.Runs;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Supervision;

/// <summary>
/// Checks the folders of a run once a second: raises an alert on low disk space, creates missing folders again, and restores the files
/// that later commands and restarts need.
/// </summary>
internal sealed class RunFolderWatch(RunFolder begun, AlertPublisher alerts)
{
    private const double Megabyte = 1_048_576;

    private RunFolder _folder = begun;
    private Dictionary<string, byte[]> _files = [];

    /// <summary>Sets the folder to check, and stores the content of the files that must exist during the run.</summary>
    public void Remember(RunFolder folder)
    {
        string[] files = [folder.Paths.TokenFile, folder.Paths.ClockFile, folder.Paths.IdentityFile, folder.OverridesFile];
        Volatile.Write(ref _files, files.Where(File.Exists).ToDictionary(file => file, File.ReadAllBytes, StringComparer.Ordinal));
        Volatile.Write(ref _folder, folder);
    }

    public void Look()
    {
        RestoreFolders();
        RestoreFiles();
        WatchSpace("data", _folder.Paths.Data);
        WatchSpace("logs", _folder.Paths.Logs);
    }

    /// <summary>True when the folder of the state can be written; a process that ends while it cannot may have ended for that reason.</summary>
    public bool CanWrite()
    {
        string probe = Path.Combine(_folder.Paths.Run, $".space.{Environment.ProcessId}");
        bool isWritten = AtomicFile.Write(probe, new byte[1 << 16]).IsOk;
        if (isWritten)
            File.Delete(probe);
        return isWritten;
    }

    private void WatchSpace(string name, string path)
    {
        double warn = _folder.Configuration.Supervisor.DiskWarn_mb, critical = _folder.Configuration.Supervisor.DiskCritical_mb;
        double free;
        try
        {
            free = new DriveInfo(path).AvailableFreeSpace / Megabyte;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            alerts.Raise($"disk/{name}", AlertSeverity.Critical, $"the free space of {path} cannot be read: {unreadable.Message}");
            return;
        }

        bool isCritical = free < critical;
        alerts.Set(
            $"disk/{name}", free < warn || isCritical, isCritical ? AlertSeverity.Critical : AlertSeverity.Warning,
            $"{path} has {free:0} MB of free space left; without free space, orders and fills cannot be recorded. Free some space", Math.Round(free), isCritical ? critical : warn);
    }

    private void RestoreFolders()
    {
        foreach (string missing in _folder.Paths.Folders.Concat(_folder.Paths.EnvironmentFolders).Where(path => !Directory.Exists(path)))
        {
            try
            {
                Directory.CreateDirectory(missing);
                alerts.RaiseIncident($"folder/{Path.GetFileName(missing)}", AlertSeverity.Critical, $"{missing} was missing and was created again; its content is lost");
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                alerts.RaiseIncident($"folder/{Path.GetFileName(missing)}", AlertSeverity.Critical, $"{missing} is missing and cannot be created: {refused.Message}");
            }
        }
    }

    private void RestoreFiles()
    {
        foreach ((string file, byte[] content) in _files.Where(file => !File.Exists(file.Key)))
        {
            Fault? refused = AtomicFile.Write(file, content, isSecret: file == _folder.Paths.TokenFile).Fault;
            alerts.RaiseIncident(
                $"file/{Path.GetFileName(file)}", AlertSeverity.Warning,
                refused is null ? $"{file} was missing and was written again" : $"{file} is missing and cannot be written: {refused.Message}");
        }
    }
}
