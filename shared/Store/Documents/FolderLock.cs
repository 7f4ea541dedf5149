using System.Globalization;
using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Store.Documents;

/// <summary>
/// An exclusive lock of a folder, held until it is disposed or the process ends, because the operating system
/// holds it. The pid in the file next to it is for messages only.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _ownerPath;

    private FolderLock(FileStream file, string ownerPath) => (_file, _ownerPath) = (file, ownerPath);

    /// <summary>Takes the lock and creates the folder when missing. Already, with the owner's pid, when another process holds it.</summary>
    /// <param name="owner">Name of the owner for messages: "platform", "journal orders".</param>
    public static Result<FolderLock> Take(string folder, string fileName, string owner)
    {
        string path = Path.Combine(folder, fileName);
        string ownerPath = path + ".owner";
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            using var note = new FileStream(ownerPath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            note.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{owner}, pid {Environment.ProcessId}")));
            return new FolderLock(file, ownerPath);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            bool isHeld = file is null && refused.GetType() == typeof(IOException) && File.Exists(path);
            file?.Dispose();
            return isHeld
                ? new Fault(FaultKind.Already, $"{folder} is in use by {OwnerOf(ownerPath)}; stop it first, or use another folder ({path} is locked)")
                : StoreFault.Of(refused, $"cannot lock {folder}");
        }
    }

    public void Dispose()
    {
        // The lock file is not removed: otherwise two processes could hold locks on two files with the same name.
        File.Delete(_ownerPath);
        _file.Dispose();
    }

    private static string OwnerOf(string ownerPath)
    {
        try
        {
            return File.ReadAllText(ownerPath);
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
