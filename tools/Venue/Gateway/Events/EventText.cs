using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Venue.Gateway.Events;

/// <summary>The scratch page of a publisher: each event is written here once and sent from here. Used on the core's turn only.</summary>
internal sealed class EventText
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public EventText() =>
        Json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public Utf8JsonWriter Json { get; }

    /// <summary>What was written since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Json.Flush();
            return _bytes.WrittenSpan;
        }
    }

    /// <summary>A clean page.</summary>
    public Utf8JsonWriter Begin()
    {
        _bytes.ResetWrittenCount();
        Json.Reset();
        return Json;
    }
}
