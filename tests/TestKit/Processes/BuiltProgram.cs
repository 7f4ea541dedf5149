using Platform.TestKit.Files;
using Xunit;

namespace Platform.TestKit.Processes;

/// <summary>Executables of this repository, built in the same configuration as the test that starts them.</summary>
public static class BuiltProgram
{
    /// <summary>debug or release: the build folder of the running test.</summary>
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>Path of a project's executable; fails the test with the remedy when it is not built.</summary>
    /// <param name="assembly">Name of the executable where it is not Platform.&lt;project&gt;.</param>
    public static string Path(string project, string? assembly = null)
    {
        string name = (assembly ?? $"Platform.{project}") + (OperatingSystem.IsWindows() ? ".exe" : "");
        string path = Repository.Path("artifacts", "bin", project, s_configuration, name);
        Assert.True(File.Exists(path), $"{path} is missing: build the solution first (scripts/setup.sh).");
        return path;
    }
}
