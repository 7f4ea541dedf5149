using Platform.Domain.Labels;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;
using Xunit;

namespace Platform.EndToEnd.Runs;

/// <summary>One row of klines/{SYMBOL}/YYYY-MM-DD.parquet with the columns of the checks.</summary>
internal sealed record StoredBar(Label Label, double Close, double Volume, int Revision, string Quality, long Trades);

/// <summary>The Parquet files of a run, read by SQL as a researcher would.</summary>
internal static class StoredBars
{
    public static Dictionary<Label, StoredBar> Of(PlatformRun run, string symbol)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        using DuckDbConnection connection = database.Connect();
        string pattern = run.Session("klines", symbol, "*.parquet");
        ColumnTable table = ParquetFile.Collect(connection.Query(
            $"SELECT open_time::BIGINT AS open_time, close::DOUBLE AS close, volume::DOUBLE AS volume, revision::BIGINT AS revision, quality::VARCHAR AS quality, trade_count::BIGINT AS trades FROM read_parquet('{pattern}') ORDER BY open_time")).Value;
        var bars = new Dictionary<Label, StoredBar>();
        for (int row = 0; row < table.Rows; row++)
        {
            Label label = Label.At(table.Values<long>("open_time")[row]);
            Assert.True(
                bars.TryAdd(label, new StoredBar(
                    label, table.Values<double>("close")[row], table.Values<double>("volume")[row], (int)table.Values<long>("revision")[row], table.Text("quality", row)!, table.Values<long>("trades")[row])),
                $"{symbol} {label} is stored twice");
        }

        return bars;
    }
}
