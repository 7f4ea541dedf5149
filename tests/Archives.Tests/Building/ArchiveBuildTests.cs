using System.Globalization;
using Platform.Archives.Building;
using Platform.Archives.Features;
using Platform.Archives.Queues;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.TestKit.Archives;
using Xunit;
using static Platform.TestKit.Archives.ArchiveFolder;

namespace Platform.Archives.Tests.Building;

public sealed class ArchiveBuildTests : IDisposable
{
    private static readonly DateTime s_january = new(2024, 1, 1);
    private static readonly DateTime s_february = new(2024, 2, 1);
    private static readonly DateTime s_march = new(2024, 3, 1);

    private readonly BuildRun _run = new();

    [Fact]
    public async Task Two_months_give_the_features_of_an_independent_computation()
    {
        AggTrade[] trades = Trades(1, s_january, s_march, 6000);
        AddMonths("BTCUSDT", trades);
        await _run.DoneAsync("BTCUSDT", "2024-01", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-01", "2024-02"], trades);
    }

    public static TheoryData<string> Spellings => ["no header", "us", "iso", "crlf", "capitals", "0 and 1"];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_archive_is_read_in_every_spelling(string name)
    {
        string Iso(long time_ms) => DateTimeOffset.FromUnixTimeMilliseconds(time_ms).ToString("yyyy-MM-dd HH:mm:ss.fff'+00:00'", CultureInfo.InvariantCulture);
        ArchiveSpelling spelling = name switch
        {
            "no header" => new() { Header = false },
            "us" => new() { Time = time_ms => string.Create(CultureInfo.InvariantCulture, $"{time_ms}999") },
            "iso" => new() { Time = Iso },
            "crlf" => new() { NewLine = "\r\n" },
            "capitals" => new() { Truth = value => value ? "TRUE" : "False" },
            _ => new() { Truth = value => value ? "1" : "0" },
        };
        AggTrade[] trades = Trades(2, s_february, s_march, 2000);
        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), trades, spelling);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);
    }

    [Fact]
    public async Task Interleaved_and_repeated_rows_count_once_in_their_order_by_id()
    {
        AggTrade[] trades = Trades(3, s_february, s_march, 3000);
        AggTrade[] twin = [trades[5] with { FirstTradeId = 900_000, LastTradeId = 900_001, Price = Price.Of(77) }];
        var random = new Random(3);
        AggTrade[] mixed = [.. trades, .. trades.Where(_ => random.Next(4) == 0), .. twin, .. twin];
        random.Shuffle(mixed);
        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), mixed);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], [.. trades, .. twin]);
        Assert.Equal((mixed.Length, trades.Length + 1, 0), (_run.Month("BTCUSDT", "2024-02").Rows, _run.Month("BTCUSDT", "2024-02").Trades, _run.Month("BTCUSDT", "2024-02").MissingIds));
        Assert.Equal(mixed.Length - trades.Length - 1, _run.Month("BTCUSDT", "2024-02").RepeatedRows);
    }

    [Fact]
    public async Task A_file_with_duplicate_rows_is_counted_once()
    {
        AggTrade[] trades = Trades(4, s_february, s_march, 20_000);
        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), [.. trades, .. trades]);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);
        Assert.Equal(20_000, _run.Month("BTCUSDT", "2024-02").RepeatedRows);
    }

    [Fact]
    public async Task Rows_without_quantity_bad_rows_and_rows_of_other_months_are_left_out_and_counted()
    {
        AggTrade[] trades = Trades(5, s_february, s_march, 1000);
        AggTrade outside = trades[^1] with { Id = 2000, Time_ms = new DateTimeOffset(s_march, TimeSpan.Zero).ToUnixTimeMilliseconds() };
        string[] junk = ["not,a,row", "8000,1.0,0.000,1,2,1706745600000,true", "8001,1.0,1.0,1,2,1706745600000,perhaps"];
        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), [.. trades, outside], new ArchiveSpelling { Junk = junk });
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);
        MonthRecord month = _run.Month("BTCUSDT", "2024-02");
        Assert.Equal((1004, 1000, 2, 1, 1, "ok"), (month.Rows, month.Trades, month.BadRows, month.ZeroQuantityRows, month.OutsideRows, month.Quality));
        Assert.Contains("BTCUSDT-aggTrades-2024-02.zip:3: the row is 'not,a,row'", month.Examples[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_rows_without_quantity_mark_the_month()
    {
        AggTrade[] trades = Trades(6, s_february, s_march, 1000);
        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), [.. trades, .. trades.Take(3).Select(trade => trade with { Id = trade.Id + 5000, Quantity = Quantity.Zero })]);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        Assert.Equal("bad_qty", _run.Month("BTCUSDT", "2024-02").Quality);
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);
    }

    [Fact]
    public async Task Daily_archives_replace_a_monthly_one_and_a_row_in_two_days_is_counted_once()
    {
        AggTrade[] trades = Trades(7, s_february, s_march, 3000);
        AddDays("BTCUSDT", trades, repeatsLastRow: true);
        await _run.DoneAsync("BTCUSDT", "2024-01", "2024-03");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);
        Assert.Equal([MonthState.Absent, MonthState.Complete, MonthState.Absent], _run.Meta("BTCUSDT").Months.Select(month => month.State));
        Assert.Equal(28, _run.Month("BTCUSDT", "2024-02").RepeatedRows);
    }

    [Fact]
    public async Task Days_that_are_missing_make_a_partial_month_that_is_built_again()
    {
        AggTrade[] trades = Trades(8, s_february, s_march, 3000);
        AddDays("BTCUSDT", trades.Where(trade => DayOf(trade) is > 3 and < 20));
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02", options => options with { SkipExisting = true });
        Assert.False(_run.Meta("BTCUSDT").Complete);
        Assert.Equal([1, 2, 3, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29], _run.Month("BTCUSDT", "2024-02").MissingDays);

        AddDays("BTCUSDT", trades);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02", options => options with { SkipExisting = true });
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);
        Assert.True(_run.Meta("BTCUSDT").Complete);
    }

    [Fact]
    public async Task A_symbol_beyond_ASCII_is_a_symbol()
    {
        AggTrade[] trades = Trades(9, s_february, s_march, 500);
        _run.Source.Add(Monthly("币安人生USDT", "2024-02"), trades);
        await _run.DoneAsync("币安人生USDT", "2024-02", "2024-02");
        _run.AssertFeatures("币安人生USDT", ["2024-02"], trades);
        Assert.Contains("币安人生USDT", File.ReadAllText(_run.Layout.MetaFile("币安人生USDT")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_does_not_match_its_checksum_fails_its_symbol_alone()
    {
        AggTrade[] trades = Trades(10, s_january, s_march, 2000);
        AddMonths("BADUSDT", trades);
        AddMonths("BTCUSDT", trades);
        await File.WriteAllTextAsync(_run.Source.PathOf(Monthly("BADUSDT", "2024-02")) + ".CHECKSUM", new string('0', 64) + "  BADUSDT-aggTrades-2024-02.zip\n");
        Dictionary<string, WorkEntry> ended = await _run.BuildAsync("BADUSDT,BTCUSDT", "2024-01", "2024-02");
        Assert.Equal((WorkState.Failed, WorkState.Done), (ended["BADUSDT"].State, ended["BTCUSDT"].State));
        Assert.Contains("2024-02: ", ended["BADUSDT"].Result, StringComparison.Ordinal);
        Assert.Contains("does not match its checksum", ended["BADUSDT"].Result, StringComparison.Ordinal);
        Assert.True(File.Exists(_run.Layout.MinuteFile("BADUSDT", new(2024, 1))));
        Assert.False(File.Exists(_run.Layout.MinuteFile("BADUSDT", new(2024, 2))) || File.Exists(_run.Layout.HourFile("BADUSDT")));

        _run.Source.Add(Monthly("BADUSDT", "2024-02"), trades.Where(trade => Text(trade, "MM") == "02"));
        await _run.DoneAsync("BADUSDT", "2024-01", "2024-02");
        _run.AssertFeatures("BADUSDT", ["2024-01", "2024-02"], trades);
        Assert.Single(_run.Events, step => step.Step == BuildStep.MonthReused);
    }

    [Fact]
    public async Task A_damaged_monthly_archive_is_replaced_by_its_daily_archives()
    {
        AggTrade[] trades = Trades(11, s_february, s_march, 2000);
        AddMonths("BTCUSDT", trades);
        Truncate(_run.Source.PathOf(Monthly("BTCUSDT", "2024-02")));
        AddDays("BTCUSDT", trades);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);
    }

    [Fact]
    public async Task Without_a_checksum_the_CRC_of_the_archive_is_verified()
    {
        AggTrade[] trades = Trades(12, s_february, s_march, 2000);
        string path = _run.Source.AddWithoutChecksum(Monthly("BTCUSDT", "2024-02"), trades);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], trades);

        byte[] content = await File.ReadAllBytesAsync(path);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, content);
        Assert.Equal(WorkState.Failed, (await _run.BuildAsync("BTCUSDT", "2024-02", "2024-02"))["BTCUSDT"].State);
    }

    [Fact]
    public async Task A_built_month_is_reused_and_a_changed_archive_is_built_again()
    {
        AggTrade[] first = Trades(13, s_february, s_march, 500), second = Trades(14, s_february, s_march, 500);
        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), first);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        Assert.Single(_run.Events, step => step.Step == BuildStep.MonthReused);

        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), second);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02", options => options with { SkipExisting = true });
        Assert.Single(_run.Events, step => step.Step == BuildStep.SymbolSkipped);
        _run.AssertFeatures("BTCUSDT", ["2024-02"], first);

        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], second);
    }

    [Fact]
    public async Task A_symbol_without_any_archive_is_left_with_a_reason()
    {
        Dictionary<string, WorkEntry> ended = await _run.BuildAsync("NOPEUSDT", "2024-01", "2024-02");
        Assert.Equal(WorkState.Failed, ended["NOPEUSDT"].State);
        Assert.Contains("no archive between 2024-01 and 2024-02", ended["NOPEUSDT"].Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_without_a_valid_trade_is_an_empty_file()
    {
        _run.Source.Add(Monthly("BTCUSDT", "2024-02"), []);
        await _run.DoneAsync("BTCUSDT", "2024-02", "2024-02");
        _run.AssertFeatures("BTCUSDT", ["2024-02"], []);
    }

    [Fact]
    public async Task Several_workers_build_several_symbols()
    {
        AggTrade[] trades = Trades(15, s_january, s_march, 2000);
        string[] symbols = [.. Enumerable.Range(0, 6).Select(i => $"S{i}USDT")];
        foreach (string symbol in symbols)
            AddMonths(symbol, trades);
        await _run.DoneAsync(string.Join(',', symbols), "2024-01", "2024-02", options => options with { Workers = 3 });
        Assert.All(symbols, symbol => _run.AssertFeatures(symbol, ["2024-01", "2024-02"], trades));
        Assert.Equal(12, _run.Events.Count(step => step.Step == BuildStep.MonthBuilt));
    }

    public void Dispose() => _run.Dispose();

    private void AddMonths(string symbol, AggTrade[] trades)
    {
        foreach (IGrouping<string, AggTrade> month in trades.GroupBy(trade => Text(trade, "yyyy-MM")))
            _run.Source.Add(Monthly(symbol, month.Key), month);
    }

    private void AddDays(string symbol, IEnumerable<AggTrade> trades, bool repeatsLastRow = false)
    {
        AggTrade[] carried = [];
        foreach (IGrouping<string, AggTrade> day in trades.GroupBy(trade => Text(trade, "yyyy-MM-dd")))
        {
            _run.Source.Add(Daily(symbol, day.Key), [.. carried, .. day]);
            carried = repeatsLastRow ? [day.Last()] : [];
        }
    }

    private static int DayOf(AggTrade trade) => DateTimeOffset.FromUnixTimeMilliseconds(trade.Time_ms).Day;

    private static string Text(AggTrade trade, string format) => DateTimeOffset.FromUnixTimeMilliseconds(trade.Time_ms).ToString(format, CultureInfo.InvariantCulture);

    private static void Truncate(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(file.Length / 2);
    }
}
