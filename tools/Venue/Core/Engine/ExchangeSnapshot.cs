using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Engine;

/// <summary>A snapshot of an exchange as JSON: its options and the image of its state.</summary>
internal sealed record ExchangeSnapshot(int Schema, long Start_ms, long Reached_ms, ExchangeOptions Options, byte[] Image)
{
    public const int Current = 3;

    public string ToText() => JsonSerializer.Serialize(this, CommandJson.Options);

    public static Result<ExchangeSnapshot> Read(string text)
    {
        try
        {
            ExchangeSnapshot? read = JsonSerializer.Deserialize<ExchangeSnapshot>(text, CommandJson.Options);
            return read is { Schema: Current, Image: not null, Options: not null } ? read : new Fault(FaultKind.Invalid, $"The snapshot has schema {read?.Schema}; this version reads {Current}.");
        }
        catch (Exception failure) when (failure is JsonException or CheckFailedException)
        {
            return new Fault(FaultKind.Corrupt, $"The snapshot cannot be read: {failure.Message}");
        }
    }
}
