using System.Security.Cryptography;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Runs;

/// <summary>data/run/token: who holds it may read the page and give commands. Drawn anew when missing, kept across restarts.</summary>
internal static class TokenFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Result<string> Ensure(PlatformPaths paths)
    {
        string path = paths.TokenFile;
        try
        {
            if (Read(paths) is { } kept)
            {
                if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
                    File.SetUnixFileMode(path, OwnerOnly);
                return kept;
            }

            string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            Directory.CreateDirectory(paths.Run);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var writer = new StreamWriter(path, options))
                writer.WriteLine(token);
            return token;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Denied, $"{path}: cannot be written: {refused.Message}");
        }
    }

    /// <summary>The token, or null when there is none.</summary>
    public static string? Read(PlatformPaths paths)
    {
        string text = File.Exists(paths.TokenFile) ? File.ReadAllText(paths.TokenFile).Trim() : "";
        return text.Length >= 32 ? text : null;
    }
}
