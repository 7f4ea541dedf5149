using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Engine;

/// <summary>The state of an exchange as text: what it was started with, and every accepted command with its time.</summary>
internal sealed record ExchangeSnapshot(int Schema, long Start_ms, long Reached_ms, ExchangeOptions Options, IReadOnlyList<LoggedCommand> Commands)
{
    public const int Current = 1;

    private static readonly Dictionary<string, Type> Kinds = typeof(Command).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Command)) && !type.IsAbstract).ToDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters =
        {
            new JsonStringEnumConverter(), new CommandText(),
            new DecimalText<Price>(Price.Parse), new DecimalText<Quantity>(Quantity.Parse), new DecimalText<Money>(Money.Parse),
            new DecimalText<Rate>(Rate.Parse), new DecimalText<Notional>(Notional.Parse),
        },
    };

    public string ToText() => JsonSerializer.Serialize(this, Json);

    public static Result<ExchangeSnapshot> Read(string text)
    {
        try
        {
            ExchangeSnapshot? read = JsonSerializer.Deserialize<ExchangeSnapshot>(text, Json);
            return read is { Schema: Current } ? read : new Fault(FaultKind.Invalid, $"The snapshot has schema {read?.Schema}; this version reads {Current}.");
        }
        catch (Exception failure) when (failure is JsonException or CheckFailedException)
        {
            return new Fault(FaultKind.Corrupt, $"The snapshot cannot be read: {failure.Message}");
        }
    }

    /// <summary>Exact decimals as JSON strings.</summary>
    private sealed class DecimalText<T>(Func<string, T> parse) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    /// <summary>A command under the name of its type.</summary>
    private sealed class CommandText : JsonConverter<Command>
    {
        public override Command Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonProperty named = document.RootElement.EnumerateObject().First();
            if (!Kinds.TryGetValue(named.Name, out Type? kind))
                throw new JsonException($"there is no command '{named.Name}'");
            return (Command)named.Value.Deserialize(kind, options)!;
        }

        public override void Write(Utf8JsonWriter writer, Command value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(value.GetType().Name);
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}
