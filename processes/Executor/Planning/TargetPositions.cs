using System.Text.Json;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Executor.Planning;

/// <summary>What one symbol is to weigh, as the strategy wrote it.</summary>
/// <param name="DecisionPrice">The price the strategy decided at; zero when it gave none.</param>
/// <param name="IsHeld">The strategy had no bar of it: the position is kept as it is, whatever the weight.</param>
internal sealed record WeightRow(string Symbol, double Weight, Price DecisionPrice, bool IsHeld = false);

/// <summary>The targets of one run for one account: data/positions/{account}_target_positions_{timestamp}.json.</summary>
internal sealed record TargetPositions(string Account, string Label, string RunId, IReadOnlyList<WeightRow> Targets)
{
    /// <summary>Invalid, with file and field, when the content is not such a document; the run is then not executed.</summary>
    public static Result<TargetPositions> Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            var targets = new List<WeightRow>();
            foreach (JsonElement row in root.GetProperty("targets").EnumerateArray())
            {
                double weight = row.GetProperty("weight").GetDouble();
                string symbol = row.GetProperty("symbol").GetString() ?? "";
                if (symbol.Length == 0 || !double.IsFinite(weight))
                    return Wrong(path, $"target {targets.Count} needs a symbol and a finite weight");
                targets.Add(new WeightRow(symbol, weight, DecisionPrice(row), row.TryGetProperty("hold", out JsonElement hold) && hold.ValueKind == JsonValueKind.True));
            }

            return targets.DistinctBy(target => target.Symbol).Count() == targets.Count
                ? new TargetPositions(Text(root, "account"), Text(root, "label"), Text(root, "run_id"), targets)
                : Wrong(path, "a symbol is listed twice");
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Wrong(path, unreadable.Message);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.NotFound, $"the targets file {path} cannot be read: {missing.Message}");
        }
    }

    private static Price DecisionPrice(JsonElement row) =>
        row.TryGetProperty("decision_price", out JsonElement field) && Price.TryParse(field.ValueKind == JsonValueKind.String ? field.GetString() : field.GetRawText(), out Price price)
            ? price
            : Price.Zero;

    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement field) ? field.GetString() ?? "" : "";

    private static Fault Wrong(string path, string why) => new(FaultKind.Invalid, $"{path}: not target positions: {why}. Positions are kept.");
}
