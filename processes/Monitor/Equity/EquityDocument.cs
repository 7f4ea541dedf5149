using System.Text.Json.Serialization;

namespace Platform.Monitor.Equity;

/// <summary>equity_curve/{account}_equity_curve.json: one file per account, replaced as a whole.</summary>
internal sealed record EquityDocument(int Schema, string Account, IReadOnlyList<EquitySample> Points)
{
    public const int CurrentSchema = 1;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EquityDocument))]
internal sealed partial class EquityJson : JsonSerializerContext;
