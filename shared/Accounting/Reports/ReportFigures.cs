using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Primitives.Numbers;

namespace Platform.Accounting.Reports;

/// <summary>Numbers in the form used by reports.</summary>
internal static class ReportFigures
{
    /// <summary>Null for NaN and infinity, which are never stored.</summary>
    public static double? Known(double value) => double.IsFinite(value) ? value : null;

    public static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;

    public static Notional Sum<T>(this IEnumerable<T> rows, Func<T, Notional> amount) => rows.Aggregate(Notional.Zero, (sum, row) => sum + amount(row));

    public static Money Sum<T>(this IEnumerable<T> rows, Func<T, Money> amount) => rows.Aggregate(Money.Zero, (sum, row) => sum + amount(row));

    public static Quantity Sum<T>(this IEnumerable<T> rows, Func<T, Quantity> amount) => rows.Aggregate(Quantity.Zero, (sum, row) => sum + amount(row));
}

/// <summary>The report as a document: snake_case on disk.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified, WriteIndented = true)]
[JsonSerializable(typeof(AccountReport))]
[JsonSerializable(typeof(PositionHistoryDocument))]
public sealed partial class ReportJson : JsonSerializerContext;

/// <summary>position_history/{account}_position_history.json: every opening and closing, newest first.</summary>
public sealed record PositionHistoryDocument(int Schema, string Account, long GeneratedAtMs, IReadOnlyList<ReportedPosition> Positions)
{
    public const int CurrentSchema = 2;
}
