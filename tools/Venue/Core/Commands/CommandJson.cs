using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Commands;

/// <summary>JSON options for commands and exchange options: exact decimals are strings, and a command is an object with its type name and its value.</summary>
internal static class CommandJson
{
    private static readonly Dictionary<string, Type> Kinds = typeof(Command).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Command)) && !type.IsAbstract).ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters =
        {
            new JsonStringEnumConverter(), new CommandText(),
            new DecimalText<Price>(Price.Parse), new DecimalText<Quantity>(Quantity.Parse), new DecimalText<Money>(Money.Parse),
            new DecimalText<Rate>(Rate.Parse), new DecimalText<Notional>(Notional.Parse),
        },
    };

    /// <summary>Writes and reads exact decimals as JSON strings.</summary>
    private sealed class DecimalText<T>(Func<string, T> parse) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    /// <summary>Writes and reads a command with the name of its type.</summary>
    private sealed class CommandText : JsonConverter<Command>
    {
        public override Command Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonProperty named = document.RootElement.EnumerateObject().First();
            if (!Kinds.TryGetValue(named.Name, out Type? kind))
                throw new JsonException($"unknown command '{named.Name}'");
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
