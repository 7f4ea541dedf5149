using Platform.Data.Store;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Wire.V1;

namespace Platform.Data.Reference;

/// <summary>One settled funding with the interval of its contract.</summary>
internal sealed record FundingRow(string Symbol, long Time_ms, long Rate, long MarkPrice, int IntervalHours)
{
    public FundingEvent ToWire() => new() { Symbol = Symbol, FundingTimeMs = Time_ms, Rate = Rate, MarkPrice = MarkPrice };
}

/// <summary>funding_rates/{SYMBOL}/YYYY-MM-DD.parquet. The funding collector writes; any thread reads.</summary>
internal sealed class FundingFiles(DuckDbDatabase database, string folder)
{
    private readonly DayRows<FundingRow> _rows = new(database, folder, new DayLayout<FundingRow>(
        [
            ColumnType.Text("symbol"), ColumnType.BigInt("funding_time"), ColumnType.Decimal("funding_rate", 18, 8),
            ColumnType.Decimal("mark_price", 18, 8), ColumnType.Integer("interval_hours"),
        ],
        (table, row) => table.Append().Add(row.Symbol).Add(row.Time_ms).Add(row.Rate).Add(row.MarkPrice).Add((long)row.IntervalHours),
        (table, i) => new FundingRow(
            table.Text("symbol", i)!, table.Values<long>("funding_time")[i], table.Values<long>("funding_rate")[i],
            table.Values<long>("mark_price")[i], table.Values<int>("interval_hours")[i]),
        row => row.Time_ms));

    public Result<Done> Merge(string symbol, IEnumerable<FundingRow> rows) => _rows.Merge(symbol, rows);

    /// <summary>Fundings settled in [from, to), oldest first.</summary>
    public Result<IEnumerable<FundingEvent>> Read(string symbol, long from_ms, long to_ms) =>
        _rows.Read(symbol, from_ms, to_ms).Then(rows => Result<IEnumerable<FundingEvent>>.Ok(rows.Select(row => row.ToWire())));
}
