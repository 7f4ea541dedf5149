using System.Security.Cryptography;
using Platform.Hosting.Places;
using Platform.Http;
using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Secrets;

/// <summary>The file with the token of the run, which authorises calls, the page and commands. The start writes it, and every process reads it.</summary>
public static class TokenFile
{
    private const int LengthMin = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the token or creates a new one; only the owner can then read the file. Denied when it cannot be written.</summary>
    public static Result<BearerToken> Ensure(PlatformPaths paths)
    {
        string path = paths.TokenFile;
        try
        {
            if (Read(paths).TryGet(out BearerToken? kept, out _))
            {
                if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
                    File.SetUnixFileMode(path, OwnerOnly);
                return kept;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            using (var writer = new StreamWriter(path, options))
                writer.WriteLine(token);
            return new BearerToken(token);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Denied, $"{path}: cannot be written: {refused.Message}");
        }
    }

    /// <summary>Reads the token. NotFound, with the remedy, when there is no token or this user cannot read it.</summary>
    public static Result<BearerToken> Read(PlatformPaths paths)
    {
        try
        {
            string text = File.ReadAllText(paths.TokenFile).Trim();
            return text.Length >= LengthMin
                ? new BearerToken(text)
                : new Fault(FaultKind.NotFound, $"{paths.TokenFile}: expected a token of at least {LengthMin} characters. Remove the file; the next start with 'platform up' writes a new one.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.NotFound, $"{paths.TokenFile}: the token of the run cannot be read: {unreadable.Message} The start writes the file: run scripts/platform up as this user.");
        }
    }
}
