using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Places;

/// <summary>Creates folders and checks that this user can write to them.</summary>
public static class FolderCheck
{
    /// <summary>A fault for the first folder that cannot be created or written, or null.</summary>
    public static Fault? MakeWritable(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            try
            {
                Directory.CreateDirectory(folder);
                string probe = Path.Combine(folder, $".writable.{Environment.ProcessId}");
                using (new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                {
                }
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return new Fault(FaultKind.Denied, $"{folder}: cannot be written: {refused.Message.TrimEnd('.')}. Give user {Environment.UserName} write permission, free disk space, or choose another folder (paths.data, paths.logs, --root).");
            }
        }

        return null;
    }
}
