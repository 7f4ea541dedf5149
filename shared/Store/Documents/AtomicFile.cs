using System.Runtime.InteropServices;
using Platform.Primitives.Outcomes;

namespace Platform.Store.Documents;

/// <summary>
/// Replaces a file so that a reader, and a machine that loses power at any moment, sees the old content or the new and
/// nothing between: temporary file in the same folder, flush to disk, rename, flush of the folder. Any thread may call it;
/// two writers of one path are the caller's error, and then the last rename wins.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>Ends the name of every temporary file; one that is found at start was left by a crash.</summary>
    public const string TemporarySuffix = ".partial";

    /// <summary>Writes the bytes under the path, making its folder when missing. Unavailable or Exhausted when the disk refuses.</summary>
    /// <param name="isSecret">True lets only the owner read it (mode 0600), from the first byte on.</param>
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

    /// <summary>Puts a finished temporary file (made by another library) in the path's place, with the same flushes.</summary>
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

    /// <summary>Removes the temporary files that crashes left below a folder, and names them, so that the start can report them.</summary>
    public static IReadOnlyList<string> RemoveLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        string[] found = Directory.GetFiles(folder, "*" + TemporarySuffix, SearchOption.AllDirectories);
        foreach (string leftover in found)
            File.Delete(leftover);
        return found;
    }

    /// <summary>Makes a rename or a new file in the folder survive a power loss. Windows does so by itself.</summary>
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

    /// <summary>Removes what a failed write left, so that a full disk is not kept full; a refusal is left to the next start.</summary>
    internal static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
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

/// <summary>Turns what the file system refuses into faults whose text states what to do.</summary>
internal static class StoreFault
{
    private const int NoSpaceLinux = 28;
    private const int DiskFullWindows = 112;

    public static Fault Of(Exception refused, string what) => refused switch
    {
        FileNotFoundException or DirectoryNotFoundException => new Fault(FaultKind.NotFound, $"{what}: it does not exist"),
        UnauthorizedAccessException => new Fault(FaultKind.Unavailable, $"{what}: no permission; let the user that runs the platform write there, or configure another folder"),
        IOException full when (full.HResult & 0xFFFF) is NoSpaceLinux or DiskFullWindows =>
            new Fault(FaultKind.Exhausted, $"{what}: the disk is full; free space and restart", IsTransient: true),
        _ => new Fault(FaultKind.Unavailable, $"{what}: {refused.Message}", IsTransient: true),
    };
}
