using System.IO.Compression;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.TestKit.Files;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Market.Recordings;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Market;

public sealed class RecordingSourceTests
{
    [Fact]
    public void An_archive_is_printed_trade_by_trade_at_its_own_times()
    {
        string file = RecordedData.Path("derived-aggtrades", "btcusdt_2024-07-18_19_aggTrades_DERIVED.csv");
        var recorded = new List<RecordedEvent>();
        Assert.True(ArchiveReader.Read(file, recorded).IsOk);
        using var venue = new TestExchange(options => options with { Market = MarketKind.Archives, MarketPath = file, VirtualStart_ms = null });
        venue.Market(venue.Alice, Side.Buy, "0.5");
        venue.Run(seconds: 180);
        RecordedEvent[] due = [.. recorded.Where(trade => trade.Time_ms <= venue.Exchange.Clock.Now_ms)];
        Assert.True(due.Length > 200);
        Assert.Equal(due.Select(trade => (trade.Time_ms, trade.Price, trade.Quantity)), venue.Events.Trades.Select(trade => (trade.Time_ms, trade.Price.Units, trade.Quantity.Units)));
        Assert.NotNull(venue.Position(venue.Alice));
    }

    [Fact]
    public void A_capture_shows_the_recorded_best_prices_and_fills_clients_behind_them()
    {
        string file = RecordedData.Path("binance-usdm-ws", "btcusdt_20230404.dat.gz");
        using var venue = new TestExchange(options => options with { Market = MarketKind.Captures, MarketPath = file, VirtualStart_ms = null });
        venue.Run(seconds: 5);
        BookTickerView touch = venue.Touch;
        Assert.InRange(touch.Bid.ToDouble(), 28_000, 28_300);
        venue.Limit(venue.Alice, Side.Buy, "0.010", touch.Bid);
        venue.Run(seconds: 90);
        Assert.True(venue.Events.Trades.Count > 500);
        Assert.True(venue.Events.AggTrades.Count > 100);
        for (int i = 1; i < venue.Events.AggTrades.Count; i++)
            Assert.Equal(venue.Events.AggTrades[i - 1].Trade.Id + 1, venue.Events.AggTrades[i].Trade.Id);
    }

    [Fact]
    public void Archives_are_read_from_zip_with_and_without_header_and_a_broken_row_is_named()
    {
        using var folder = new TempFolder();
        string zip = Path.Combine(folder.Path, "ETHUSDT-aggTrades-2026-07-15.zip");
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            using var text = new StreamWriter(archive.CreateEntry("ETHUSDT-aggTrades-2026-07-15.csv").Open());
            text.Write("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n2,3000.5,0.2,2,2,1784073600069000,True\n3,3000.6,0,3,3,1784073600070,false\n");
        }

        var trades = new List<RecordedEvent>();
        Assert.True(ArchiveReader.Read(zip, trades).IsOk);
        Assert.Equal((1_784_073_600_069, Side.Sell), (Assert.Single(trades).Time_ms, trades[0].Taker));
        Assert.Equal("ETHUSDT", ArchiveReader.SymbolOf(zip));
        string broken = Path.Combine(folder.Path, "BTCUSDT-aggTrades.csv");
        File.WriteAllText(broken, "1,30000,0.1,1,1,1784073600069,true\n2,abc,0.1,1,1,1784073600070,true\n");
        Assert.Contains("BTCUSDT-aggTrades.csv:2", ArchiveReader.Read(broken, trades).Fault!.Message);
    }
}
