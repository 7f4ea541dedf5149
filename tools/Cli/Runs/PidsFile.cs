using System.Diagnostics;
using System.Text.Json;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Documents;

namespace Platform.Cli.Runs;

/// <summary>A process of a run: its pid with its start time, so that a pid that the system has reused is not mistaken for it.</summary>
internal sealed record KnownProcess(string Name, int Pid, long StartedAt_ms)
{
    /// <summary>The running process, or null when it has ended or its pid was reused. The caller disposes it.</summary>
    public Process? Find()
    {
        try
        {
            Process process = Process.GetProcessById(Pid);
            if (!process.HasExited && Math.Abs(StartOf(process) - StartedAt_ms) < 2_000)
                return process;
            process.Dispose();
            return null;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public bool IsAlive()
    {
        using Process? process = Find();
        return process is not null;
    }

    /// <summary>A running process; when its start time cannot be read, the current time is used.</summary>
    public static KnownProcess Of(string name, Process process)
    {
        try
        {
            return new(name, process.Id, StartOf(process));
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return new(name, process.Id, TimeProvider.System.NowMilliseconds());
        }
    }

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds();
}

/// <summary>data/run/pids.json: the started processes, the supervisor first; later commands use it to stop them.</summary>
internal static class PidsFile
{
    public static Result<Done> Write(PlatformPaths paths, IEnumerable<KnownProcess> processes) =>
        AtomicFile.Write(paths.PidsFile, JsonSerializer.SerializeToUtf8Bytes(processes.ToArray()));

    /// <summary>The processes in the file; empty when there is none or it is not readable.</summary>
    public static IReadOnlyList<KnownProcess> Read(PlatformPaths paths)
    {
        try
        {
            return JsonSerializer.Deserialize<KnownProcess[]>(File.ReadAllBytes(paths.PidsFile)) ?? [];
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public static void Remove(PlatformPaths paths)
    {
        try
        {
            File.Delete(paths.PidsFile);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The processes in the file have ended, so a later command finds none of them running.
        }
    }
}
