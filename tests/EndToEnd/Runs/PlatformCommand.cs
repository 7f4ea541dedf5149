using Platform.TestKit.Files;
using Xunit;

namespace Platform.EndToEnd.Runs;

/// <summary>The built `platform` command of the configuration that the tests were built in.</summary>
internal static class PlatformCommand
{
    private const string Configuration =
#if DEBUG
        "debug";
#else
        "release";
#endif

    public static string Path { get; } = Find();

    private static string Find()
    {
        string path = Repository.Path("artifacts", "bin", "Cli", Configuration, OperatingSystem.IsWindows() ? "platform.exe" : "platform");
        Assert.True(File.Exists(path), $"{path} is missing: build the solution first (scripts/setup.sh).");
        return path;
    }
}
