using Platform.Primitives.Outcomes;

namespace Platform.TestKit.Files;

/// <summary>The root folder of the repository, found upward from the test executable.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent;
        Check.That(folder is not null, $"no Platform.sln above {AppContext.BaseDirectory}: run tests from inside the repository");
        return folder.FullName;
    }
}
