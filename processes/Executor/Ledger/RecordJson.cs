using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Ledger;

/// <summary>JSON of the journal, readable by people; numbers are exact decimal text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    Converters = [typeof(PriceText), typeof(QuantityText), typeof(MoneyText)])]
[JsonSerializable(typeof(LedgerRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;

internal sealed class PriceText : JsonConverter<Price>
{
    public override Price Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Price.TryParse(reader.GetString(), out Price value) ? value : throw new JsonException("expected a price as decimal text");

    public override void Write(Utf8JsonWriter writer, Price value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class QuantityText : JsonConverter<Quantity>
{
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Quantity.TryParse(reader.GetString(), out Quantity value) ? value : throw new JsonException("expected a quantity as decimal text");

    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class MoneyText : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Money.TryParse(reader.GetString(), out Money value) ? value : throw new JsonException("expected an amount as decimal text");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class NotionalText : JsonConverter<Notional>
{
    public override Notional Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Notional.TryParse(reader.GetString(), out Notional value) ? value : throw new JsonException("expected an amount as decimal text");

    public override void Write(Utf8JsonWriter writer, Notional value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
