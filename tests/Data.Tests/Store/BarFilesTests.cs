using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Data.Bars;
using Platform.Data.Store;
using Platform.Data.Queries;
using Platform.Data.Tests.Kit;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Data.Tests.Store;

public sealed class BarFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDbDatabase _database;

    public BarFilesTests()
    {
        Result<DuckDbDatabase> opened = DuckDbDatabase.Open();
        if (!opened.IsOk)
            Assert.Skip(opened.Fault.Message);
        _database = opened.Value;
    }

    public void Dispose()
    {
        _database?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Day_files_return_bars_exactly_and_merge_with_stored_ones()
    {
        await WriteAsync(new BarMemory(300), [Rows.Traded(0), Rows.Empty(1), Rows.Traded(2)]);
        await WriteAsync(new BarMemory(300), [Rows.Traded(2, BarQuality.Late, 1), Rows.Traded(3)]);

        using DuckDbConnection connection = _database.Connect();
        List<BarRow> read = Files(new BarMemory(300)).Read("BTCUSDT", Rows.Day, Rows.Day + 10 * Label.Length_ms).Value;
        Assert.Equal([Rows.Traded(0), Rows.Empty(1), Rows.Traded(2, BarQuality.Late, 1), Rows.Traded(3)], read);
    }

    [Fact]
    public async Task The_columns_are_those_of_document_003_and_an_empty_bar_has_a_vwap_of_NaN()
    {
        await WriteAsync(new BarMemory(300), [Rows.Traded(0), Rows.Empty(1)]);
        using DuckDbConnection connection = _database.Connect();
        ColumnTable table = ParquetFile.Read(connection, _folder.File("BTCUSDT", "2025-12-22.parquet")).Value;
        string[] seed =
        [
            "open", "high", "low", "close", "volume", "quote_volume", "vwap", "dolvol", "buyvolume", "sellvolume", "buydolvol", "selldolvol", "trade_count",
            "tradecount", "buytradecount", "selltradecount", "time_lable", "open_time", "close_time", "span_status", "revision", "quality",
            .. from side in (string[])["buy", "sell"] from what in (string[])["volume", "dolvol", "trade_count"] from bucket in (string[])["", "1", "2", "3", "4"] select $"{side}_{what}{bucket}",
        ];
        Assert.Empty(seed.Except(table.Columns.Select(column => column.Name)));
        Assert.Equal(54, table.Columns.Count);
        Assert.True(double.IsNaN(table.Values<double>("vwap")[1]) && !table.IsNull("vwap", 1));
        Assert.Equal(("", "NoTrade"), (table.Text("span_status", 0), table.Text("span_status", 1)));
        Assert.Equal([(short)1, (short)2], table.Values<short>("time_lable").ToArray());
    }

    [Fact]
    public async Task A_query_reads_what_the_memory_no_longer_holds_from_files_and_rolls_up()
    {
        await WriteAsync(new BarMemory(300), [.. Enumerable.Range(0, 12).Select(window => Rows.Traded(window))]);
        var memory = new BarMemory(300);
        for (int window = 12; window < 25; window++)
            memory.Put("BTCUSDT", Rows.Traded(window));
        var query = new BarQuery(memory, Files(memory));
        Label begin = Label.At(Rows.Day), end = begin + 24;

        Assert.Equal(25, query.Read("BTCUSDT", begin, end, BarInterval.M5).Value.Count);
        List<BarRow> hours = query.Read("BTCUSDT", begin + 1, end, BarInterval.H1).Value;
        Assert.Equal(Rows.Day + 3_600_000, Assert.Single(hours).OpenTime_ms);
        Assert.Single(query.Read("BTCUSDT", begin, begin, BarInterval.M5).Value);
    }

    private BarFiles Files(BarMemory memory) =>
        new(_database, new BarFilesOptions(_folder.Path, "rmb7", TimeSpan.FromMilliseconds(10)), memory, TimeProvider.System, NullLogger.Instance);

    private async Task WriteAsync(BarMemory memory, BarRow[] rows)
    {
        BarFiles files = Files(memory);
        foreach (BarRow row in rows)
        {
            memory.Put("BTCUSDT", row);
            files.Mark("BTCUSDT", row.OpenTime_ms, 9);
        }

        using var stop = new CancellationTokenSource();
        Task running = files.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => files.StoredSequence == 9);
        await stop.CancelAsync();
        await running;
    }
}
