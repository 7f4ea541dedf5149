using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Platform.Primitives.Outcomes;

namespace Platform.Store.Documents;

/// <summary>One JSON document per file, replaced atomically. Types come from a source-generated context of their owner.</summary>
public static class JsonDocumentFile
{
    /// <summary>Replaces the document. Faults as <see cref="AtomicFile.Write"/>.</summary>
    public static Result<Done> Write<T>(string path, T document, JsonTypeInfo<T> type) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(document, type));

    /// <summary>NotFound when there is no file; Invalid, with line, position and what was expected, when it is not such a document.</summary>
    public static Result<T> Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Parse(path, File.ReadAllBytes(path), type);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return StoreFault.Of(refused, $"cannot read {path}");
        }
    }

    /// <summary>Parses bytes that were read from the path, which only serves the message.</summary>
    public static Result<T> Parse<T>(string path, ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        if (utf8.IsEmpty)
            return new Fault(FaultKind.Invalid, $"{path}:1:1: the file is empty; expected a JSON object of {typeof(T).Name}");
        try
        {
            return JsonSerializer.Deserialize(utf8, type) is { } document
                ? document
                : new Fault(FaultKind.Invalid, $"{path}:1:1: the file holds null; expected a JSON object of {typeof(T).Name}");
        }
        catch (JsonException malformed)
        {
            string at = malformed.Path is { Length: > 1 } field ? $" at {field}" : "";
            return new Fault(
                FaultKind.Invalid,
                $"{path}:{(malformed.LineNumber ?? 0) + 1}:{(malformed.BytePositionInLine ?? 0) + 1}: not a {typeof(T).Name}{at}: {FirstSentence(malformed.Message)}");
        }
    }

    // The serializer appends its own position, which counts from zero; this one counts from 1, as editors do.
    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        int position = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        int cut = end < 0 ? position : position < 0 ? end : Math.Min(end, position);
        return cut < 0 ? message : message[..cut];
    }
}
