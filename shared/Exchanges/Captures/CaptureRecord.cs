using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.Captures;

/// <summary>
/// What a capture contains beside the plain messages: an exchange's instruments, a connection that was opened or lost, or a message that is
/// not one JSON object on one line.
/// </summary>
internal sealed record CaptureRecord(string Exchange)
{
    /// <summary>From 0 for each exchange; plain messages belong to 0.</summary>
    public int Connection { get; init; }

    public IReadOnlyList<QuoteInstrument>? Instruments { get; init; }

    public bool? IsUp { get; init; }

    /// <summary>Why the connection was lost.</summary>
    public string? Reason { get; init; }

    /// <summary>The message, when it is binary.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>The message, when it is text in any other form.</summary>
    public string? Text { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CaptureRecord))]
internal sealed partial class CaptureJson : JsonSerializerContext;
