using System.Text.Json;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Stopping;

/// <summary>How a stop reaches the supervisor on every operating system: a file in data/run, and its answer in another.</summary>
internal static class StopRequest
{
    /// <summary>A fault when the disk takes no file: then a signal has to do.</summary>
    public static Result<Done> Make(PlatformPaths paths) => AtomicFile.Write(RequestFile(paths), "stop"u8);

    public static bool IsMade(PlatformPaths paths) => File.Exists(RequestFile(paths));

    public static void Answer(PlatformPaths paths, IReadOnlyList<string> killed)
    {
        AtomicFile.Write(AnswerFile(paths), JsonSerializer.SerializeToUtf8Bytes(killed));
        Remove(RequestFile(paths));
    }

    /// <summary>Names of processes that did not stop in order and were killed; null when there is no answer.</summary>
    public static string[]? ReadAnswer(PlatformPaths paths) =>
        File.Exists(AnswerFile(paths)) ? JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(AnswerFile(paths))) : null;

    public static void Clear(PlatformPaths paths)
    {
        Remove(RequestFile(paths));
        Remove(AnswerFile(paths));
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone or closed to this user, and the request with it.
        }
    }

    private static string RequestFile(PlatformPaths paths) => Path.Combine(paths.Run, "stop");

    private static string AnswerFile(PlatformPaths paths) => Path.Combine(paths.Run, "stopped.json");
}
