namespace Platform.Hosting.Places;

/// <summary>Paths of the running executables and the files next to them.</summary>
public static class Installation
{
    /// <summary>The root of the source tree or of an unpacked package: the nearest folder above the executable with Platform.sln or config/platform.yaml.</summary>
    public static string Tree { get; } = Find();

    /// <summary>
    /// The executable of a project, such as Coordinator or Venue: next to the running one in a package, or in its own folder
    /// of the build output, in the same build configuration.
    /// </summary>
    public static string Executable(string project, string assembly)
    {
        string name = OperatingSystem.IsWindows() ? $"{assembly}.exe" : assembly;
        string beside = Path.Combine(AppContext.BaseDirectory, name);
        if (File.Exists(beside))
            return beside;
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Tree, "artifacts", "bin", project, configuration, name);
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln")) || File.Exists(Path.Combine(folder.FullName, "config", "platform.yaml")))
                return folder.FullName;
        }

        return AppContext.BaseDirectory;
    }
}
