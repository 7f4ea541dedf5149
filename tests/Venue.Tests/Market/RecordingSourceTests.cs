using System.IO.Compression;
using Platform.Domain.Market;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Files;
using Platform.Venue.Core.Contract;
using Platform.Venue.Market.Files;
using Platform.Venue.Market.Recordings;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class RecordingSourceTests
{
    private const string Rows = "1,30000.1,0.1,11,12,1784073600069,true\n2,30000.2,0.2,13,13,1784073600170,false\n";

    [Theory]
    [InlineData("btcusdt_2023-04-04_05_aggTrades_DERIVED.csv")]
    [InlineData("btcusdt_2024-07-18_19_aggTrades_DERIVED.csv")]
    public void An_archive_is_replayed_aggregate_by_aggregate_with_its_own_ids(string name)
    {
        string file = RecordedData.Path("derived-aggtrades", name);
        var recorded = new List<RecordedTrade>();
        ArchiveReader.Read(file, recorded, new MarketNotices());
        using var venue = new TestExchange(options => options with { Market = MarketKind.Archives, MarketPath = file, VirtualStart_ms = null });
        venue.Market(venue.Alice, Side.Buy, "0.5");
        venue.Limit(venue.Bob, Side.Buy, "0.05", venue.Near(Side.Buy, -5));
        venue.Run(seconds: 700);
        AggTrade[] shown = [.. venue.Events.AggTrades.Select(row => row.Trade)];
        Assert.Equal(recorded.Select(trade => (trade.AggregateId, trade.Price, trade.Quantity, trade.FirstId, trade.LastId, trade.Time_ms, trade.BuyerIsMaker)),
            shown.Select(trade => (trade.Id, trade.Price.Units, trade.Quantity.Units, trade.FirstTradeId, trade.LastTradeId, trade.Time_ms, trade.BuyerIsMaker)));
        Assert.Equal(recorded.Skip(1000).Take(500).Select(trade => trade.AggregateId), venue.Exchange.Market.AggTrades(TestExchange.Btc, 500, fromId: recorded[1000].AggregateId).Select(row => row.Trade.Id));
        Assert.NotNull(venue.Position(venue.Alice));
        Assert.All(venue.Exchange.Accounts.Trades(venue.Alice, TestExchange.Btc, 10), fill => Assert.True(fill.TradeId > 900_000_000_000_000));
    }

    [Fact]
    public void Candles_of_an_archive_count_the_trades_inside_the_aggregates()
    {
        string file = RecordedData.Path("derived-aggtrades", "ethusdt_2024-07-18_19_aggTrades_DERIVED.csv");
        var recorded = new List<RecordedTrade>();
        ArchiveReader.Read(file, recorded, new MarketNotices());
        using var venue = new TestExchange(options => options with { Market = MarketKind.Archives, MarketPath = file, VirtualStart_ms = null });
        venue.Run(seconds: 300);
        KlineView kline = venue.Exchange.Market.Klines("ETHUSDT", "1m", KlineSeries.Contract, 3)![1];
        RecordedTrade[] minute = [.. recorded.Where(trade => trade.Time_ms >= kline.Open_ms && trade.Time_ms <= kline.Close_ms)];
        Assert.Equal(minute.Sum(trade => trade.LastId - trade.FirstId + 1), kline.TradeCount);
        Assert.Equal(minute.Where(trade => !trade.BuyerIsMaker).Sum(trade => trade.Quantity), kline.TakerBuyVolume.Units);
    }

    [Fact]
    public void A_replay_that_begins_inside_a_recording_has_the_part_before_as_history()
    {
        string file = RecordedData.Path("derived-aggtrades", "btcusdt_2024-07-18_19_aggTrades_DERIVED.csv");
        var recorded = new List<RecordedTrade>();
        ArchiveReader.Read(file, recorded, new MarketNotices());
        long start_ms = recorded[0].Time_ms / 60_000 * 60_000 + 180_000;
        using var venue = new TestExchange(options => options with { Market = MarketKind.Archives, MarketPath = file, VirtualStart_ms = start_ms });
        KlineView before = venue.Exchange.Market.Klines(TestExchange.Btc, "1m", KlineSeries.Contract, 2)![0];
        Assert.Equal(start_ms - 60_000, before.Open_ms);
        Assert.Equal(recorded.Where(trade => trade.Time_ms >= before.Open_ms && trade.Time_ms < start_ms).Sum(trade => trade.Quantity), before.Volume.Units);
    }

    [Fact]
    public void Archives_are_read_from_zip_gzip_and_text_with_and_without_header_sorted_and_without_repeats()
    {
        using var folder = new TempFolder();
        string zip = Path.Combine(folder.Path, "ETHUSDT-aggTrades-2026-07-15.zip");
        Zip(zip, "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n2,3000.5,0.2,2,2,1784073600069000,True\n3,3000.6,0,3,3,1784073600070,false\n");
        string late = folder.File("ETHUSDT-aggTrades-2026-07-16.csv");
        File.WriteAllText(late, "9,3001.5,0.3,9,9,1784073600169,true\n7,3001.1,0.3,7,8,1784073600160,false\n2,3000.5,0.2,2,2,1784073600069,true\n");
        RecordingSource source = Open(folder.Path).Value;
        Assert.Equal(["ETHUSDT"], source.Listings.Select(listing => listing.Symbol));
        Assert.Contains(source.Notices, notice => notice.Contains("ETHUSDT: aggregate trades 3 to 6 are missing (4)", StringComparison.Ordinal));
        using var venue = new TestExchange(options => options with { Market = MarketKind.Archives, MarketPath = folder.Path, VirtualStart_ms = null });
        Assert.Equal([2, 7, 9], venue.Events.AggTrades.Select(row => row.Trade.Id));
    }

    [Theory]
    [InlineData("1,30000,0.1,1,1,1784073600069,true\n2,abc,0.1,1,1,1784073600070,true\n", ":2: price 'abc' is not a decimal number")]
    [InlineData("1,30000,0.1,1,1,1784073600069,true\n2,30000,-1,1,1,1784073600070,true\n", ":2: quantity '-1' is not a decimal number")]
    [InlineData("1,30000,0.1,1,1,1784073600069,true\n2,30000,1,1,1,yesterday,true\n", ":2: transact_time 'yesterday' is not a whole number")]
    [InlineData("1,30000,0.1,1,1,1784073600069,true\n2,30000,1,1,1,1784073600,true\n", ":2: transact_time '1784073600' is not a time in Unix milliseconds")]
    [InlineData("1,30000,0.1,1,1,1784073600069,true\n2,30000,1,1,1,1784073600170,maybe\n", ":2: is_buyer_maker 'maybe' is not true or false")]
    [InlineData("1,30000,0.1,1,1,1784073600069,true\n2,30000,1\n", ":2: column 'is_buyer_maker' is missing, the row has 3 columns")]
    public void An_unreadable_row_is_reported_and_the_other_rows_are_replayed(string rows, string expected)
    {
        using var folder = new TempFolder();
        string file = folder.File("BTCUSDT-aggTrades.csv");
        File.WriteAllText(file, rows);
        RecordingSource source = Open(file).Value;
        Assert.Contains(source.Notices, notice => notice.Contains(file + expected, StringComparison.Ordinal));
        Assert.Equal(30_000, source.InitialPrice(0).ToDouble());
    }

    [Theory]
    [InlineData("open_time,open,high,low,close\n1,2,3,4,5\n", ":1: the header 'open_time,open,high,low,close' has no column 'agg_trade_id'")]
    [InlineData("1,2,3\n", ":1: the row has 3 columns and no column 'transact_time'")]
    [InlineData("", ": contains no row")]
    public void A_file_of_another_kind_is_reported_with_what_was_expected(string text, string expected)
    {
        using var folder = new TempFolder();
        string file = folder.File("BTCUSDT-aggTrades.csv");
        File.WriteAllText(file, text);
        string message = Open(folder.Path).Fault!.Message;
        Assert.Contains(file + expected, message, StringComparison.Ordinal);
        Assert.Contains("agg_trade_id,price,quantity", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_yields_the_rows_before_the_end_and_other_files_are_read()
    {
        using var folder = new TempFolder();
        string good = folder.File("BTCUSDT-aggTrades-1.zip"), cut = folder.File("ETHUSDT-aggTrades-1.zip"), half = folder.File("SOLUSDT-aggTrades-1.csv.gz");
        Zip(good, Rows);
        File.WriteAllBytes(cut, File.ReadAllBytes(good)[..60]);
        string many = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},{100 + i % 7}.{i * 7919 % 100:D2},{1 + i * 104_729 % 9},{i},{i},{1_784_073_600_000 + i * 37},{(i % 3 == 0 ? "true" : "false")}\n"));
        using (var gzip = new GZipStream(File.Create(half), CompressionLevel.Fastest))
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(many));
        File.WriteAllBytes(half, File.ReadAllBytes(half)[..(int)(new FileInfo(half).Length / 2)]);
        RecordingSource source = Open(folder.Path).Value;
        Assert.Equal(["BTCUSDT", "SOLUSDT"], source.Listings.Select(listing => listing.Symbol));
        Assert.Contains(source.Notices, notice => notice.StartsWith($"{cut}: cannot be opened", StringComparison.Ordinal));
        Assert.Contains(source.Notices, notice => notice.StartsWith($"{half}: is truncated or damaged after line ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_recording_with_gaps_and_duplicate_hours_is_replayed_once_and_its_gaps_are_reported()
    {
        string folder = RecordedData.Path("spot-aggtrades-gaps");
        RecordingSource source = Open(folder).Value;
        Assert.Equal(["LTCUSDT"], source.Listings.Select(listing => listing.Symbol));
        Assert.Contains(source.Notices, notice => notice.StartsWith("LTCUSDT gap: 23 more", StringComparison.Ordinal));
    }

    [Fact]
    public void Recordings_that_are_years_apart_are_replayed_one_at_a_time()
    {
        string folder = RecordedData.Path("derived-aggtrades");
        RecordingSource newest = Open(folder).Value;
        Assert.Equal(["BTCUSDT", "ETHUSDT"], newest.Listings.Select(listing => listing.Symbol));
        Assert.Contains(newest.Notices, notice => notice.Contains("days apart", StringComparison.Ordinal) && notice.Contains("2023-04-0", StringComparison.Ordinal));
        long april_ms = DateTimeOffset.Parse("2023-04-05T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        Assert.Equal(["BTCUSDT"], Open(folder, april_ms).Value.Listings.Select(listing => listing.Symbol));
        Assert.Contains("is in no recording", Open(folder, april_ms + 86_400_000).Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_recordings_and_a_missing_path_report_what_is_expected()
    {
        using var folder = new TempFolder();
        Assert.Contains("give a file of aggTrades", Open(folder.Path).Fault!.Message, StringComparison.Ordinal);
        Assert.Contains("give a file of aggTrades", Open(folder.File("nowhere")).Fault!.Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("BTCUSDC-aggTrades.csv"), Rows);
        Assert.Contains("BTCUSDC: is not a USDT contract", Open(folder.Path).Fault!.Message, StringComparison.Ordinal);
    }

    private static Result<RecordingSource> Open(string path, long? start_ms = null) =>
        RecordingSource.Open(new ExchangeOptions { Market = MarketKind.Archives, MarketPath = path, VirtualStart_ms = start_ms });

    private static void Zip(string path, string text)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(archive.CreateEntry(Path.GetFileNameWithoutExtension(path) + ".csv").Open());
        writer.Write(text);
    }
}
