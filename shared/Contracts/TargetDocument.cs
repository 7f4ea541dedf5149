using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Contracts;

/// <summary>
/// strategy → one executor: the target positions of one run for one account. File: positions/{account}_target_positions_{timestamp}.json.
/// It holds weights only; the executor computes quantities from its current equity.
/// </summary>
/// <param name="CreatedAtMs">Unix milliseconds, platform time.</param>
/// <param name="Gross">Sum of absolute weights, decimal text.</param>
/// <param name="Scores">By calculator, its share of each symbol's score; shown to people, not used for trading.</param>
public sealed record TargetDocument(
    int Schema, string Account, string Label, string RunId, long CreatedAtMs, string Gross,
    IReadOnlyList<TargetWeight> Targets, IReadOnlyDictionary<string, SortedDictionary<string, double>> Scores)
{
    public const int CurrentSchema = 1;

    /// <summary>The document itself when every target is valid; otherwise Invalid, with file and target.</summary>
    public Result<TargetDocument> Validated(string path)
    {
        if (Schema != CurrentSchema)
            return Wrong(path, $"schema {Schema}; this release reads schema {CurrentSchema}");
        HashSet<string> symbols = new(StringComparer.Ordinal);
        foreach (TargetWeight target in Targets)
        {
            if (target.Symbol.Length == 0 || !double.IsFinite(target.Weight))
                return Wrong(path, $"target {symbols.Count} ('{target.Symbol}', weight {target.Weight}) must have a symbol and a finite weight");
            if (!symbols.Add(target.Symbol))
                return Wrong(path, $"{target.Symbol} is listed twice");
        }

        return this;
    }

    private static Fault Wrong(string path, string why) => new(FaultKind.Invalid, $"{path}: invalid target positions: {why}");
}

/// <summary>One symbol's weight; zero closes its position.</summary>
/// <param name="System">The system of calculators that covers the symbol; empty when no system is configured.</param>
/// <param name="Weight">Signed share of the equity, before the strategy's leverage.</param>
/// <param name="DecisionPrice">Close of the label's bar; zero for a symbol that left the universe or has no bar.</param>
/// <param name="IsHeld">True when the label has no bar of the symbol: the position is kept unchanged, and the weight is that of the last run.</param>
public sealed record TargetWeight(
    string Symbol, string System, double Weight,
    [property: JsonConverter(typeof(DecisionPriceConverter))] Price DecisionPrice = default,
    [property: JsonPropertyName("hold")] bool IsHeld = false);

/// <summary>A price as decimal text; an empty text means that there is no price.</summary>
public sealed class DecisionPriceConverter : JsonConverter<Price>
{
    public override Price Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "?";
        if (text.Length == 0)
            return Price.Zero;
        return Price.TryParse(text, out Price price) ? price : throw new JsonException($"expected a price as decimal text such as \"43251.3\", or an empty text");
    }

    public override void Write(Utf8JsonWriter writer, Price value, JsonSerializerOptions options) => writer.WriteStringValue(value.Units == 0 ? "" : value.ToString());
}

/// <summary>JSON of the target document: snake_case, indented for readability; every field except price and hold is required.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TargetDocument))]
public sealed partial class TargetJson : JsonSerializerContext;
