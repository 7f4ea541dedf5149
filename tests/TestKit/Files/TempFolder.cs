namespace Platform.TestKit.Files;

/// <summary>A new folder of one test, removed with its content on disposal.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder(string name = "test") => Path = Directory.CreateTempSubdirectory($"platform-{name}-").FullName;

    public string Path { get; }

    /// <summary>The path of a file in the folder; the file need not exist.</summary>
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
            // A child that still writes keeps the folder; the operating system cleans its temporary folder.
        }
    }
}
