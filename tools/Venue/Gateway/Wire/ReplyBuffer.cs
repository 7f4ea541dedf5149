using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Venue.Gateway.Wire;

/// <summary>A pooled buffer and JSON writer for one response. The caller rents it, is its only owner, and returns it.</summary>
internal sealed class ReplyBuffer
{
    private const int Kept = 64;
    private const int LargestKept_bytes = 256 * 1024;
    private static readonly ConcurrentQueue<ReplyBuffer> Pool = new();

    private ReplyBuffer()
    {
        Bytes = new ArrayBufferWriter<byte>(4096);
        Json = new Utf8JsonWriter(Bytes, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public ArrayBufferWriter<byte> Bytes { get; }

    public Utf8JsonWriter Json { get; }

    public static ReplyBuffer Rent() => Pool.TryDequeue(out ReplyBuffer? buffer) ? buffer : new ReplyBuffer();

    public void Return()
    {
        if (Bytes.Capacity > LargestKept_bytes || Pool.Count >= Kept)
            return;
        Reset();
        Pool.Enqueue(this);
    }

    /// <summary>Discards the written content.</summary>
    public void Reset()
    {
        Json.Reset();
        Bytes.ResetWrittenCount();
    }

    /// <summary>Replaces the written content with the JSON of an error.</summary>
    public void Replace(ApiError error)
    {
        Json.Reset();
        Bytes.ResetWrittenCount();
        error.WriteTo(Json);
    }
}
