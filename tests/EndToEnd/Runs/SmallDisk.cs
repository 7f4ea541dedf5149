using System.Diagnostics;
using Xunit;

namespace Platform.EndToEnd.Runs;

/// <summary>A file system of a few megabytes in a folder, which a test may fill; only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Mounts the file system; the test is reported as skipped where it may not mount.</summary>
    public static SmallDisk Mount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root on Linux, to mount a small tmpfs");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder), "mount -t tmpfs is not permitted here");
        return new SmallDisk(folder);
    }

    /// <summary>Fills the file system until the given number of bytes is left.</summary>
    public void Fill(long left)
    {
        using var filler = new FileStream(Filler, FileMode.Append);
        byte[] chunk = new byte[ChunkBytes];
        try
        {
            while (new DriveInfo(_folder).AvailableFreeSpace > left)
            {
                filler.Write(chunk.AsSpan(0, (int)Math.Clamp(new DriveInfo(_folder).AvailableFreeSpace - left, 1, ChunkBytes)));
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // The file system is full: another writer used the last bytes.
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose() => Run("umount", "-l", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
