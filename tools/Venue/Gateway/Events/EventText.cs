using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Venue.Gateway.Events;

/// <summary>The buffer in which a publisher writes the JSON of one event at a time. Used by one thread at a time.</summary>
internal sealed class EventText
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public EventText() =>
        Json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public Utf8JsonWriter Json { get; }

    /// <summary>The bytes written since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Json.Flush();
            return _bytes.WrittenSpan;
        }
    }

    /// <summary>Clears the buffer and returns its writer.</summary>
    public Utf8JsonWriter Begin()
    {
        _bytes.ResetWrittenCount();
        Json.Reset();
        return Json;
    }
}
