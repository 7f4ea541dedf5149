using Microsoft.Extensions.Logging.Abstractions;
using Platform.Data.Tests.Kit;
using Platform.Data.Store;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;
using static Platform.Data.Tests.Kit.IngestFixture;

namespace Platform.Data.Tests.Store;

public sealed class TradeRecordingTests
{
    [Fact]
    public void A_record_truncated_by_a_crash_ends_the_reading_and_is_overwritten()
    {
        using var folder = new TempFolder();
        string path = folder.File("hour.tape");
        using (TradeLog log = TradeLog.Open(path))
        {
            log.Append("BTCUSDT", Trade(1, Rows.Day));
            log.Append("BTCUSDT", Trade(2, Rows.Day + 1));
        }

        using (FileStream file = File.OpenWrite(path))
            file.SetLength(file.Length - 5);
        using (TradeLog log = TradeLog.Open(path))
            log.Append("BTCUSDT", Trade(3, Rows.Day + 2, "0.00000001"));
        Assert.Equal([Trade(1, Rows.Day), Trade(3, Rows.Day + 2, "0.00000001")], ReadAll(path));
    }

    [Fact]
    public async Task An_hour_that_is_over_becomes_one_file_per_symbol_with_each_trade_once()
    {
        using var folder = new TempFolder();
        Result<DuckDbDatabase> opened = DuckDbDatabase.Open();
        if (!opened.IsOk)
            Assert.Skip(opened.Fault.Message);
        using DuckDbDatabase database = opened.Value;
        var files = new TradeFiles(database, folder.Path);
        var batcher = new TradeBatcher(16, keeps: true);
        var feeds = new FeedSymbols();
        feeds.Add(["AUSDT", "BUSDT"]);
        var recorder = new TradeRecorder(batcher, files, feeds, folder.Path, 7, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        Task running = recorder.RunAsync(stop.Token);

        batcher.Record(0, Trade(2, Rows.Day + 20));
        batcher.Record(0, Trade(1, Rows.Day + 10));
        batcher.Record(1, Trade(9, Rows.Day + 30));
        batcher.Record(0, Trade(2, Rows.Day + 20));
        batcher.Record(0, Trade(3, Rows.Day + 3_600_000 + 61_000));
        batcher.Flush();

        await Eventually.TrueAsync(() => File.Exists(files.PathOf("AUSDT", Rows.Day)) && File.Exists(files.PathOf("BUSDT", Rows.Day)) && !File.Exists(folder.File("2025-12-22-00h.tape")));
        await stop.CancelAsync();
        await running;
        Assert.Equal([Trade(1, Rows.Day + 10), Trade(2, Rows.Day + 20)], files.Read("AUSDT", Rows.Day).Value);
        Assert.Equal(9, Assert.Single(files.Read("BUSDT", Rows.Day).Value).Id);
        Assert.Equal(3, Assert.Single(ReadAll(folder.File("2025-12-22-01h.tape"))).Id);
    }

    private static List<AggTrade> ReadAll(string path)
    {
        var trades = new List<AggTrade>();
        TradeLog.Read(path, _ => true, (_, trade) => trades.Add(trade));
        return trades;
    }
}
