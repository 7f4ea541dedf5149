using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Engine;

/// <summary>
/// The state of an exchange as bytes. It contains what a run has changed and not what the options determine. The time to read
/// it depends on the size of the state and not on the length of the run.
/// </summary>
internal static class StateImage
{
    /// <summary>Version of the layout; incremented when the values of the state or their order change.</summary>
    public const int Layout = 2;

    private static ReadOnlySpan<byte> PackedMark => [0x1f, 0x8b];

    /// <summary>The image of a core, compressed for transfer. Called on the core's turn.</summary>
    public static byte[] Of(ExchangeCore core)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            Write(core, packed);
        return bytes.ToArray();
    }

    /// <summary>Writes the image uncompressed, which is much faster. Called on the core's turn.</summary>
    public static void Write(ExchangeCore core, Stream stream) => Pass(core, new SnapshotSerializer(stream, isReading: false));

    /// <summary>Loads the state into a core that was just built from the same options. After a fault the core must be discarded.</summary>
    /// <param name="image">The compressed or uncompressed image.</param>
    public static Result<Done> Load(ExchangeCore core, ReadOnlyMemory<byte> image)
    {
        try
        {
            Check.That(MemoryMarshal.TryGetArray(image, out ArraySegment<byte> bytes), "an image is backed by an array");
            using var plain = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
            using Stream stream = image.Span.StartsWith(PackedMark) ? new GZipStream(plain, CompressionMode.Decompress) : plain;
            Pass(core, new SnapshotSerializer(stream, isReading: true));
            return Done.Value;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or JsonException or CheckFailedException or ArgumentException or OverflowException)
        {
            return new Fault(FaultKind.Corrupt, $"The state image cannot be read: {wrong.Message}. Only the version of the venue that wrote it can read it.");
        }
    }

    private static void Pass(ExchangeCore core, SnapshotSerializer serializer)
    {
        if (serializer.Value(Layout) is var layout && layout != Layout)
            throw new InvalidDataException($"it has layout {layout}, this version reads {Layout}");
        core.Serialize(serializer);
        serializer.Finish();
    }
}
