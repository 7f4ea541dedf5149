using System.Security.Cryptography;
using System.Text;
using Platform.Primitives.Outcomes;

namespace Platform.Archives.Files;

/// <summary>The SHA-256 of an archive, as lower-case hexadecimal text, and the file that publishes it.</summary>
internal static class Checksum
{
    public const string Suffix = ".CHECKSUM";

    private const int HexDigits = 64;
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads `hex  name`, as sha256sum writes it.</summary>
    /// <param name="path">The file or address of the text, for messages.</param>
    public static Result<string> Parse(string path, string archiveName, ReadOnlySpan<byte> content)
    {
        string[] words = Encoding.UTF8.GetString(content).Trim('\uFEFF').Split((char[])[' ', '\t', '\r', '\n', '*'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0].Length != HexDigits || !words[0].All(char.IsAsciiHexDigit))
            return new Fault(FaultKind.Corrupt, $"{path} contains no checksum; expected '<64 hexadecimal digits>  {archiveName}'");
        if (words.Length > 1 && Path.GetFileName(words[1]) != archiveName)
            return new Fault(FaultKind.Corrupt, $"{path} is the checksum of {words[1]}; expected the checksum of {archiveName}");
        return words[0].ToLowerInvariant();
    }

    public static string OfFile(string path, CancellationToken cancel)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        for (int length = file.Read(buffer); length > 0; length = file.Read(buffer))
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static Fault Mismatch(string path, string expected, string found) =>
        new(FaultKind.Corrupt, $"{path} does not match its checksum: expected SHA-256 {expected}, found {found}; fetch the archive again");
}

/// <summary>Computes the SHA-256 of a file on a separate thread, in parallel with other reading of the file.</summary>
internal sealed class FileHashing : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private string _hex = "";
    private Exception? _broken;

    public FileHashing(string path)
    {
        _thread = new Thread(() => Hash(path)) { IsBackground = true, Name = "archive hashing" };
        _thread.Start();
    }

    /// <summary>Waits for the end and returns the hash. Rethrows an exception of the read.</summary>
    public string Complete()
    {
        _thread.Join();
        return _broken is null ? _hex : throw new IOException(_broken.Message, _broken);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Hash(string path)
    {
        try
        {
            _hex = Checksum.OfFile(path, _stop.Token);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            _broken = broken;
        }
    }
}
