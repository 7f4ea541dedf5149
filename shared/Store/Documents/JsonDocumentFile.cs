using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Platform.Primitives.Outcomes;

namespace Platform.Store.Documents;

/// <summary>One JSON document per file, replaced atomically. The owner of a type passes its source-generated type information.</summary>
public static class JsonDocumentFile
{
    /// <summary>Replaces the document. Faults are those of <see cref="AtomicFile.Write"/>.</summary>
    public static Result<Done> Write<T>(string path, T document, JsonTypeInfo<T> type) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(document, type));

    /// <summary>Reads the document. NotFound when the file does not exist; Invalid, with line, position and what was expected, when it is malformed.</summary>
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

    /// <summary>Parses bytes of the file; the path is used in messages only.</summary>
    public static Result<T> Parse<T>(string path, ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        if (utf8.IsEmpty)
            return new Fault(FaultKind.Invalid, $"{path}:1:1: the file is empty; expected a JSON object of {typeof(T).Name}");
        try
        {
            return JsonSerializer.Deserialize(utf8, type) is { } document
                ? document
                : new Fault(FaultKind.Invalid, $"{path}:1:1: the file contains null; expected a JSON object of {typeof(T).Name}");
        }
        catch (JsonException malformed)
        {
            string at = malformed.Path is { Length: > 1 } field ? $" at {field}" : "";
            return new Fault(
                FaultKind.Invalid,
                $"{path}:{(malformed.LineNumber ?? 0) + 1}:{(malformed.BytePositionInLine ?? 0) + 1}: not a {typeof(T).Name}{at}: {FirstSentence(malformed.Message)}");
        }
    }

    // The serializer appends its own position, which starts at 0; this one starts at 1, as in editors.
    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        int position = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        int cut = end < 0 ? position : position < 0 ? end : Math.Min(end, position);
        return cut < 0 ? message : message[..cut];
    }
}
