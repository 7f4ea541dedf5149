using System.Runtime.InteropServices;
using Platform.Primitives.Outcomes;

namespace Platform.Store.Documents;

/// <summary>
/// Replaces a file atomically: a reader, also after a power loss at any moment, sees either the old or the new content.
/// Steps: temporary file in the same folder, flush to disk, rename, flush of the folder. Thread-safe for different paths;
/// with two writers of one path, which is an error of the caller, the last rename wins.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>Suffix of every temporary file; such a file at start is left from a crash.</summary>
    public const string TemporarySuffix = ".partial";

    /// <summary>Writes the bytes to the path and creates the folder when missing. Unavailable or Exhausted when the file system refuses the write.</summary>
    /// <param name="isSecret">True creates the file readable by its owner only (mode 0600).</param>
    public static Result<Done> Write(string path, ReadOnlySpan<byte> content, bool isSecret = false)
    {
        string temporary = path + TemporarySuffix;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (isSecret)
                File.Delete(temporary);
            using (var file = new FileStream(temporary, Creation(isSecret)))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return Done.Value;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Discard(temporary);
            return StoreFault.Of(refused, $"cannot write {path}");
        }
    }

    /// <summary>Moves a complete temporary file (written by another library) to the path, with the same flushes.</summary>
    public static Result<Done> Publish(string temporary, string path)
    {
        try
        {
            using (var file = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
                file.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: true);
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return Done.Value;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return StoreFault.Of(refused, $"cannot move {temporary} to {path}");
        }
    }

    /// <summary>Removes the temporary files that crashes left below a folder, and returns their names for the start's report.</summary>
    public static IReadOnlyList<string> RemoveLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        string[] found = Directory.GetFiles(folder, "*" + TemporarySuffix, SearchOption.AllDirectories);
        foreach (string leftover in found)
            File.Delete(leftover);
        return found;
    }

    /// <summary>Flushes the folder, so that a rename or a new file survives a power loss. Not needed on Windows.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = open(folder, ReadOnlyFlag, 0);
        if (handle < 0)
            throw new IOException($"cannot open the folder {folder} to flush it (errno {Marshal.GetLastPInvokeError()})");
        int result = fsync(handle);
        int error = Marshal.GetLastPInvokeError();
        close(handle);
        if (result != 0)
            throw new IOException($"cannot flush the folder {folder} (errno {error})");
    }

    private const int ReadOnlyFlag = 0;

    /// <summary>Removes the file of a failed write to free the disk; when this fails, the next start removes it.</summary>
    internal static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The first failure is reported.
        }
    }

    private static FileStreamOptions Creation(bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (isSecret && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int handle);

    [LibraryImport("libc")]
    private static partial int close(int handle);
}

/// <summary>Converts exceptions of the file system to faults whose text states what to do.</summary>
internal static class StoreFault
{
    private const int NoSpaceLinux = 28;
    private const int DiskFullWindows = 112;

    public static Fault Of(Exception refused, string what) => refused switch
    {
        FileNotFoundException or DirectoryNotFoundException => new Fault(FaultKind.NotFound, $"{what}: it does not exist"),
        UnauthorizedAccessException => new Fault(FaultKind.Unavailable, $"{what}: no permission; give the user of the platform write permission, or configure another folder"),
        IOException full when (full.HResult & 0xFFFF) is NoSpaceLinux or DiskFullWindows =>
            new Fault(FaultKind.Exhausted, $"{what}: the disk is full; free space and restart", IsTransient: true),
        _ => new Fault(FaultKind.Unavailable, $"{what}: {refused.Message}", IsTransient: true),
    };
}
