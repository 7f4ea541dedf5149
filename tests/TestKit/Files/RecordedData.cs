using Xunit;

namespace Platform.TestKit.Files;

/// <summary>Recordings of real exchanges under ../shared of the repository; a test without its recording is reported as skipped.</summary>
public static class RecordedData
{
    /// <summary>A path under ../shared/data; skips the test when it does not exist.</summary>
    public static string Path(params string[] parts) => Require(["data", .. parts]);

    /// <summary>A path under ../shared/spec; skips the test when it does not exist.</summary>
    public static string Spec(params string[] parts) => Require(["spec", .. parts]);

    /// <summary>Files of a recorded folder by pattern, in ordinal order; skips the test when there are none.</summary>
    public static string[] FilesOf(string folder, string pattern)
    {
        string[] files = Directory.GetFiles(Path(folder), pattern, SearchOption.AllDirectories);
        if (files.Length == 0)
            Assert.Skip($"no recording '{pattern}' under {Path(folder)}");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>True when a path under ../shared/data exists; for set-up that several tests share and that must not be skipped.</summary>
    public static bool Has(params string[] parts) => IsThere(Place(["data", .. parts]));

    private static string Require(string[] parts)
    {
        string path = Place(parts);
        if (!IsThere(path))
            Assert.Skip($"the recording {path} is not on this machine");
        return path;
    }

    private static string Place(string[] parts) => System.IO.Path.GetFullPath(System.IO.Path.Combine([Repository.Root, "..", "shared", .. parts]));

    private static bool IsThere(string path) => File.Exists(path) || Directory.Exists(path);
}
