using Platform.Data.Store;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Wire.V1;

namespace Platform.Data.Reference;

/// <summary>One stored 5-minute window of a symbol's premium; rates in 10^-8; samples is 0 where the bar came from the exchange.</summary>
internal sealed record PremiumRow(string Symbol, long OpenTime_ms, long Open, long High, long Low, long Close, int Samples)
{
    public PremiumIndexEvent ToWire() => new() { Symbol = Symbol, OpenTimeMs = OpenTime_ms, Open = Open, High = High, Low = Low, Close = Close };
}

/// <summary>premium_index/{SYMBOL}/YYYY-MM-DD.parquet. The premium collector writes; any thread reads.</summary>
internal sealed class PremiumFiles(DuckDbDatabase database, string folder)
{
    private readonly DayRows<PremiumRow> _rows = new(database, folder, new DayLayout<PremiumRow>(
        [
            ColumnType.Text("symbol"), ColumnType.BigInt("open_time"), Rate("open"), Rate("high"), Rate("low"), Rate("close"), ColumnType.Integer("samples"),
        ],
        (table, row) => table.Append().Add(row.Symbol).Add(row.OpenTime_ms).Add(row.Open).Add(row.High).Add(row.Low).Add(row.Close).Add((long)row.Samples),
        (table, i) => new PremiumRow(
            table.Text("symbol", i)!, table.Values<long>("open_time")[i], table.Values<long>("open")[i], table.Values<long>("high")[i],
            table.Values<long>("low")[i], table.Values<long>("close")[i], table.Values<int>("samples")[i]),
        row => row.OpenTime_ms));

    public Result<Done> Merge(string symbol, IEnumerable<PremiumRow> rows) => _rows.Merge(symbol, rows);

    /// <summary>Windows with open time in [from, to), oldest first.</summary>
    public Result<IEnumerable<PremiumIndexEvent>> Read(string symbol, long from_ms, long to_ms) =>
        _rows.Read(symbol, from_ms, to_ms).Then(rows => Result<IEnumerable<PremiumIndexEvent>>.Ok(rows.Select(row => row.ToWire())));

    private static ColumnType Rate(string name) => ColumnType.Decimal(name, 18, 8);
}
