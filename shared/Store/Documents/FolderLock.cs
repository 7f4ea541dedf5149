using System.Globalization;
using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Store.Documents;

/// <summary>
/// One owner per folder: held until disposed or until the process ends in any way, because the operating system
/// holds it. The pid next to it is for people only.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _ownerPath;

    private FolderLock(FileStream file, string ownerPath) => (_file, _ownerPath) = (file, ownerPath);

    /// <summary>Takes the lock file of the folder, making the folder when missing. Already, with the owner's pid, when it is held.</summary>
    /// <param name="owner">What holds it, for the message: "platform", "journal orders".</param>
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
        // The lock file itself stays: removing it would let two processes hold locks on two files of one name.
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
