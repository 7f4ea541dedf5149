using System.Text.Json.Serialization;

namespace Platform.Strategy.Targets;

/// <summary>positions/{account}_target_positions_{timestamp}.json: weights only; the executor sizes them from its live equity.</summary>
/// <param name="Gross">Sum of absolute weights, decimal text.</param>
/// <param name="Scores">Calculator to its share of each symbol's score, for explanation.</param>
internal sealed record TargetDocument(
    int Schema, string Account, string Label, string RunId, long CreatedAtMs, string Gross,
    IReadOnlyList<TargetDocumentRow> Targets, IReadOnlyDictionary<string, SortedDictionary<string, double>> Scores)
{
    public const int CurrentSchema = 1;
}

/// <summary>One symbol. Zero weight closes; hold keeps the position as it is, whatever the weight says (it is the last run's).</summary>
internal sealed record TargetDocumentRow(string Symbol, string System, double Weight, string DecisionPrice, bool Hold);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(TargetDocument))]
internal sealed partial class TargetJson : JsonSerializerContext;
