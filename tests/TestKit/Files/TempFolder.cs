namespace Platform.TestKit.Files;

/// <summary>A fresh folder of one test, removed with everything in it when disposed.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder(string name = "test") => Path = Directory.CreateTempSubdirectory($"platform-{name}-").FullName;

    public string Path { get; }

    /// <summary>The path of a file in the folder, which need not exist.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>The path of a folder inside, made when missing.</summary>
    public string Folder(params string[] parts) => Directory.CreateDirectory(File(parts)).FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A child that still writes keeps the folder; the operating system clears its temporary folder.
        }
    }
}
