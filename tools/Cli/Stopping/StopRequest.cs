using System.Text.Json;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Stopping;

/// <summary>
/// The stop request to the supervisor, the same on every operating system: a file in data/run, and the answer in another file.
/// </summary>
internal static class StopRequest
{
    /// <summary>Writes the request; a fault when the disk cannot be written, and the caller then sends a signal.</summary>
    public static Result<Done> Make(PlatformPaths paths) => AtomicFile.Write(RequestFile(paths), "stop"u8);

    public static bool IsMade(PlatformPaths paths) => File.Exists(RequestFile(paths));

    public static void Answer(PlatformPaths paths, IReadOnlyList<string> killed)
    {
        AtomicFile.Write(AnswerFile(paths), JsonSerializer.SerializeToUtf8Bytes(killed));
        Remove(RequestFile(paths));
    }

    /// <summary>Names of processes that did not stop in order and were killed; null without an answer.</summary>
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
            // The folder is removed or not accessible to this user, and the request with it.
        }
    }

    private static string RequestFile(PlatformPaths paths) => Path.Combine(paths.Run, "stop");

    private static string AnswerFile(PlatformPaths paths) => Path.Combine(paths.Run, "stopped.json");
}
