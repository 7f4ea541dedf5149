using System.Globalization;
using System.Text;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Archives.Bars;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;
using Platform.TestKit.Archives;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Archives.Tests.Bars;

/// <summary>Bars of files are the bars of the live path, bit for bit, whatever kind of file the trades come from.</summary>
public sealed class ArchiveBarsTests : IDisposable
{
    private static readonly DateTime s_day = new(2024, 2, 10);
    private static readonly AggTrade[] s_trades = ArchiveFolder.Trades(1, s_day, s_day.AddDays(1), 3000);

    private readonly TempFolder _folder = new("bars");

    [Fact]
    public void A_daily_archive_gives_the_bars_of_the_live_path()
    {
        string path = new ArchiveFolder(_folder.Path).Add(ArchiveFolder.Daily("BTCUSDT", "2024-02-10"), s_trades);
        WrittenBars written = Write(path);
        BarRow[] live = Live(s_trades, coveredFrom_ms: Start, closeUntil_ms: Start + 86_400_000);
        Assert.Equal(live, Stored("BTCUSDT", "2024-02-10"));
        Assert.Equal((live.Length, 0, 3000), (written.Bars, written.Suspect, written.Trades));
        Assert.DoesNotContain(live, row => row.Quality != BarQuality.Ok);
    }

    [Fact]
    public void Interleaved_and_repeated_rows_of_two_days_give_the_bars_of_the_live_path()
    {
        AggTrade[] next = ArchiveFolder.Trades(2, s_day.AddDays(1), s_day.AddDays(2), 2000, firstId: 3001);
        var random = new Random(2);
        AggTrade[] mixed = [.. s_trades, .. s_trades.Take(500)];
        random.Shuffle(mixed);
        var source = new ArchiveFolder(_folder.Path);
        string[] paths = [source.Add(ArchiveFolder.Daily("BTCUSDT", "2024-02-11"), [s_trades[^1], .. next]), source.Add(ArchiveFolder.Daily("BTCUSDT", "2024-02-10"), mixed)];
        Write(paths);
        BarRow[] live = Live([.. s_trades, .. next], Start, Start + 2 * 86_400_000);
        Assert.Equal(live, (BarRow[])[.. Stored("BTCUSDT", "2024-02-10"), .. Stored("BTCUSDT", "2024-02-11")]);
    }

    [Fact]
    public void Missing_ids_make_the_same_bars_suspect()
    {
        AggTrade[] holed = [.. s_trades.Where(trade => trade.Id is not (> 100 and < 140 or 2000 or > 2500 and < 2503))];
        string path = new ArchiveFolder(_folder.Path).Add(ArchiveFolder.Daily("BTCUSDT", "2024-02-10"), holed);
        WrittenBars written = Write(path);
        BarRow[] live = Live(holed, Start, Start + 86_400_000);
        Assert.Equal(live, Stored("BTCUSDT", "2024-02-10"));
        Assert.True(written.Suspect > 3);
    }

    [Fact]
    public void A_plain_file_covers_only_what_lies_between_its_first_and_last_trade()
    {
        string path = _folder.File("btcusdt_excerpt.csv");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(ArchiveFolder.Text(s_trades[1000..2000], new ArchiveSpelling())));
        Write(path);
        BarRow[] live = Live(s_trades[1000..2000], s_trades[1000].Time_ms, s_trades[1999].Time_ms);
        Assert.Equal(live, Stored("BTCUSDT", "2024-02-10"));
        Assert.Equal(BarQuality.Suspect, live[0].Quality);
    }

    [Fact]
    public void A_capture_gives_the_same_bars()
    {
        string path = _folder.File("capture.txt");
        IEnumerable<string> lines = s_trades.Select(trade => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{{{trade.Time_ms}}}000 {"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":{{{trade.Time_ms + 5}}},"a":{{{trade.Id}}},"s":"BTCUSDT","p":"{{{trade.Price}}}","q":"{{{trade.Quantity}}}","f":{{{trade.FirstTradeId}}},"l":{{{trade.LastTradeId}}},"T":{{{trade.Time_ms}}},"m":{{{(trade.BuyerIsMaker ? "true" : "false")}}} } }"""));
        File.WriteAllLines(path, lines.Append("""1 {"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1707523200001}}"""));
        Write(path);
        Assert.Equal(Live(s_trades, s_trades[0].Time_ms, s_trades[^1].Time_ms), Stored("BTCUSDT", "2024-02-10"));
    }

    [Fact]
    public void Hours_of_the_stores_trades_give_the_same_bars()
    {
        using DuckDbDatabase database = Open();
        using DuckDbConnection connection = database.Connect();
        var paths = new List<string>();
        foreach (IGrouping<long, AggTrade> hour in s_trades.GroupBy(trade => trade.Time_ms / 3_600_000))
        {
            var table = new ColumnTable(
                ColumnType.Text("symbol"), ColumnType.BigInt("agg_trade_id"), ColumnType.Decimal("price", 38, 8), ColumnType.Decimal("quantity", 38, 8),
                ColumnType.BigInt("first_trade_id"), ColumnType.BigInt("last_trade_id"), ColumnType.BigInt("transact_time"), ColumnType.Boolean("is_buyer_maker"));
            foreach (AggTrade trade in hour)
                table.Append().Add("BTCUSDT").Add(trade.Id).Add((Int128)trade.Price.Units).Add((Int128)trade.Quantity.Units).Add(trade.FirstTradeId).Add(trade.LastTradeId).Add(trade.Time_ms).Add(trade.BuyerIsMaker);
            string path = _folder.File("trades", "BTCUSDT", DateTimeOffset.FromUnixTimeMilliseconds(hour.Key * 3_600_000).ToString("yyyy-MM-dd-HH'h.parquet'", CultureInfo.InvariantCulture));
            Assert.True(ParquetFile.Write(connection, path, table).IsOk);
            paths.Add(path);
        }

        Write([.. paths]);
        Assert.Equal(Live(s_trades, s_trades[0].Time_ms, Start + 86_400_000), Stored("BTCUSDT", "2024-02-10"));
    }

    [Fact]
    public void A_recorded_market_gives_the_bars_of_the_live_path()
    {
        string path = RecordedData.Path("derived-aggtrades", "btcusdt_2023-04-04_05_aggTrades_DERIVED.csv");
        AggTrade[] trades = [.. File.ReadLines(path).Skip(1).Select(Parse)];
        Write(path);
        BarRow[] live = Live(trades, trades[0].Time_ms, trades[^1].Time_ms);
        Assert.Equal(live, (BarRow[])[.. Stored("BTCUSDT", "2023-04-04"), .. Stored("BTCUSDT", "2023-04-05")]);
    }

    [Fact]
    public void A_suspect_bar_is_replaced_by_a_complete_one_and_does_not_replace_it()
    {
        var source = new ArchiveFolder(_folder.Path);
        Write(source.Add(ArchiveFolder.Daily("BTCUSDT", "2024-02-10"), s_trades.Where(trade => trade.Id != 1500)));
        Assert.Contains(Stored("BTCUSDT", "2024-02-10"), row => row.Quality == BarQuality.Suspect);
        Write(source.Add(ArchiveFolder.Daily("BTCUSDT", "2024-02-10"), s_trades));
        BarRow[] sound = Stored("BTCUSDT", "2024-02-10");
        Assert.DoesNotContain(sound, row => row.Quality == BarQuality.Suspect);
        Write(source.Add(ArchiveFolder.Daily("BTCUSDT", "2024-02-10"), s_trades.Where(trade => trade.Id != 1500)));
        Assert.Equal(sound, Stored("BTCUSDT", "2024-02-10"));
    }

    [Theory]
    [InlineData("nothing.csv", null, "does not exist")]
    [InlineData("capture.txt", "1 {\"stream\":\"x\",\"data\":{\"e\":\"trade\",\"E\":1}}", "contains no aggTrade")]
    public void A_file_without_trades_is_refused(string name, string? content, string message)
    {
        if (content is not null)
            File.WriteAllBytes(_folder.File(name), Encoding.UTF8.GetBytes(content));
        Assert.Contains(message, ArchiveBars.Write([_folder.File(name)], _folder.File("out"), default).Fault!.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static long Start => new DateTimeOffset(s_day, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private WrittenBars Write(params string[] paths)
    {
        Open().Dispose();
        Result<BarsResult> written = ArchiveBars.Write(paths, _folder.File("out"), TestContext.Current.CancellationToken);
        Assert.True(written.IsOk, written.ToString());
        return Assert.Single(written.Value.Symbols);
    }

    private BarRow[] Stored(string symbol, string day)
    {
        using DuckDbDatabase database = Open();
        using DuckDbConnection connection = database.Connect();
        return [.. BarTable.Read(ParquetFile.Read(connection, _folder.File("out", "klines", symbol, $"{day}.parquet")).Value)];
    }

    private static DuckDbDatabase Open()
    {
        Result<DuckDbDatabase> opened = DuckDbDatabase.Open();
        if (!opened.IsOk)
            Assert.Skip(opened.Fault.Message);
        return opened.Value;
    }

    /// <summary>The builder of the live path, fed in order, with every gap given up as it is met.</summary>
    private static BarRow[] Live(AggTrade[] trades, long coveredFrom_ms, long closeUntil_ms)
    {
        var builder = new BarBuilder("BTCUSDT", SizeCuts.Rmb7, new BarRules(), new BarCounts());
        builder.Begin(trades[0].Time_ms / Label.Length_ms * Label.Length_ms, 0, coveredFrom_ms);
        builder.Seed(trades[0].Id);
        builder.Resume();
        foreach (AggTrade trade in trades)
        {
            builder.Offer(trade, long.MaxValue);
            builder.GiveUpGaps();
        }

        builder.CloseByTime(closeUntil_ms + new BarRules().Grace_ms);
        var rows = new List<BarRow>();
        while (builder.TryTake(out ClosedBar closed))
        {
            if (closed.HasBar)
                rows.Add(closed.Row);
        }

        return [.. rows];
    }

    private static AggTrade Parse(string line)
    {
        string[] cells = line.Split(',');
        long Whole(int i) => long.Parse(cells[i], CultureInfo.InvariantCulture);
        return new AggTrade(Whole(0), Price.Parse(cells[1]), Quantity.Parse(cells[2]), Whole(3), Whole(4), Whole(5), cells[6] == "true");
    }
}
