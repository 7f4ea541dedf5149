using System.Buffers;
using Grpc.Core;

namespace Platform.Rpc.Headers;

/// <summary>Converts metadata entries to header values and back, and identifies the headers reserved by the protocol.</summary>
internal static class MetadataText
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(code => (char)code)]);

    /// <summary>True for reserved headers, which do not appear in metadata.</summary>
    public static bool IsReserved(string name) =>
        name.Length == 0
        || name[0] == ':'
        || name.ToLowerInvariant() is HeaderNames.AcceptEncoding or HeaderNames.Encoding or HeaderNames.Message or HeaderNames.Status or HeaderNames.Timeout
            or HeaderNames.ContentType or "accept-encoding" or "connection" or "content-length" or "date" or "host" or "server" or "te" or "trailer" or "transfer-encoding";

    /// <summary>Returns text unchanged, and bytes in base64 without padding.</summary>
    /// <exception cref="RpcException">Internal: text with characters that a header cannot carry.</exception>
    public static string Format(Metadata.Entry entry)
    {
        if (entry.IsBinary)
            return Convert.ToBase64String(entry.ValueBytes).TrimEnd('=');
        if (entry.Value.AsSpan().ContainsAnyExcept(Printable))
            throw new RpcException(new Status(
                StatusCode.Internal,
                $"Metadata '{entry.Key}' has characters outside printable ASCII; send it as bytes with the key '{entry.Key}{Metadata.BinaryHeaderSuffix}'."));
        return entry.Value;
    }

    /// <summary>
    /// Adds a received header. A byte header can contain several values, separated by commas, with or without padding; invalid base64 and
    /// invalid keys are ignored.
    /// </summary>
    public static void AddTo(Metadata metadata, string name, string value)
    {
        if (IsReserved(name) || name.ToLowerInvariant().AsSpan().ContainsAnyExcept(KeyCharacters))
            return;
        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            metadata.Add(name, value);
            return;
        }

        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
            if (TryDecode(part, out var bytes))
                metadata.Add(name, bytes);
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var unpadded = text.TrimEnd('=');
        var padded = unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=');
        bytes = new byte[padded.Length / 4 * 3];
        var isBase64 = Convert.TryFromBase64String(padded, bytes, out var written);
        Array.Resize(ref bytes, written);
        return isBase64;
    }
}
