using System.Text.Json.Serialization;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;
using Platform.Exchanges.Binance.Orders;

namespace Platform.Executor.Reporting;

/// <summary>One position after one run, with quantity 0 where a target is wholly unfilled; numbers are exact decimal text.</summary>
internal sealed record PositionHistoryRow(string Symbol, string PositionSide, string Quantity, string EntryPrice, string MarkPrice, string UnrealizedPnl, string TargetQuantity);

/// <summary>The account after one run.</summary>
internal sealed record PositionHistoryEntry(string Label, string RunId, long At_ms, string Equity, string WalletBalance, IReadOnlyList<PositionHistoryRow> Positions);

/// <summary>data/position_history/{account}_position_history.json, oldest entry first.</summary>
internal sealed record PositionHistoryDocument(int Schema, string Account, IReadOnlyList<PositionHistoryEntry> Entries);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PositionHistoryDocument))]
internal sealed partial class PositionHistoryJson : JsonSerializerContext;

/// <summary>
/// The positions after each run, the newest two days of runs, in one file that is replaced whole. Called on the context's thread.
/// </summary>
internal sealed class PositionHistory
{
    private const int EntriesKept = 576;
    private const int SchemaVersion = 1;

    private readonly string _path;
    private readonly string _account;
    private readonly List<PositionHistoryEntry> _entries = [];

    public PositionHistory(string folder, string account)
    {
        _path = Path.Combine(folder, $"{account}_position_history.json");
        _account = account;
        Result<PositionHistoryDocument> earlier = JsonDocumentFile.Read(_path, PositionHistoryJson.Default.PositionHistoryDocument);
        if (earlier.IsOk)
            _entries.AddRange(earlier.Value.Entries);
        else if (earlier.Fault.Kind == FaultKind.Invalid)
            File.Move(_path, _path + ".bad", overwrite: true);
    }

    public Result<Done> Add(ExecutionRun run, PlanningSnapshot after)
    {
        Dictionary<string, Quantity> targets = run.Parents.GroupBy(parent => parent.Symbol, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Terms.Target, StringComparer.Ordinal);
        _entries.Add(new PositionHistoryEntry(run.Label, run.RunId, after.At_ms, after.Equity.ToString(), after.Totals.WalletBalance.ToString(),
        [
            .. after.Positions.Where(position => !position.Quantity.IsZero).Select(position => new PositionHistoryRow(
                position.Symbol, position.PositionSide.ToWire(), position.Quantity.ToString(), position.EntryPrice.ToString(), position.MarkPrice.ToString(),
                position.UnrealizedPnl.ToString(), targets.GetValueOrDefault(position.Symbol, position.Quantity).ToString())),
            .. run.Parents.Where(parent => !parent.Terms.Target.IsZero && after.PositionOf(parent.Symbol, parent.Terms.PositionSide).IsZero).Select(parent => new PositionHistoryRow(
                parent.Symbol, parent.Terms.PositionSide.ToWire(), "0", "0", after.MarkOf(parent.Symbol).ToString(), "0", parent.Terms.Target.ToString())),
        ]));
        if (_entries.Count > EntriesKept)
            _entries.RemoveRange(0, _entries.Count - EntriesKept);
        return JsonDocumentFile.Write(_path, new PositionHistoryDocument(SchemaVersion, _account, _entries), PositionHistoryJson.Default.PositionHistoryDocument);
    }
}
