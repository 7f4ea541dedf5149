using System.Text.RegularExpressions;
using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Cli.Tests;

/// <summary>docs/guides/reports.md does what it says: its commands run in order, on the records of one day.</summary>
public sealed partial class ReportsGuideTests : IDisposable
{
    private static readonly long s_day_ms = new DateTimeOffset(2025, 5, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly TempFolder _root = new("reports");

    [Fact]
    public async Task The_commands_of_the_guide_run_and_show_what_it_describes()
    {
        Record("account1");
        string guide = await File.ReadAllTextAsync(Repository.Path("docs", "guides", "reports.md"));
        string script = string.Concat(Fence().Matches(guide).Select(match => match.Groups[1].Value)).Replace("scripts/platform", BuiltProgram.Path("Cli", "platform"), StringComparison.Ordinal);
        await using ChildProcess shell = ChildProcess.Start("bash", ["-e", "-c", script], _root.Path);
        Assert.True(await shell.ExitAsync(TimeSpan.FromMinutes(1)) == 0, shell.Output);

        Assert.Contains("account1: 2025-05-05 00:00:00 to", shell.Output, StringComparison.Ordinal);
        Assert.Matches(@"BTCUSDT +USDT +10\.00000001 +-0\.3 +-0\.07 ", shell.Output);
        Assert.Matches(@"transfers +USDT +.* 500 ", shell.Output);
        Assert.Contains("insufficient", shell.Output, StringComparison.Ordinal);
        Assert.Contains("2 full days are recorded; reliable ratios need 30.", shell.Output, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(_root.File("report.html"));
        Assert.Contains("Implementation shortfall by algorithm", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"http", page);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--account nobody", "account 'nobody' has no records; accounts with records: account1.")]
    [InlineData("--from yesterday", "--from 'yesterday' is not a time: expected UTC as YYYY-MM-DD")]
    [InlineData("--from 2025-05-06 --to 2025-05-05", "--from 2025-05-06 is not before --to 2025-05-05.")]
    public async Task A_wrong_argument_is_reported_with_what_was_expected(string arguments, string expected)
    {
        Record("account1");
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["report", .. arguments.Split(' ')], _root.Path);
        Assert.Equal(2, await command.ExitAsync());
        Assert.Contains(expected, command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_records_is_an_error_that_states_how_to_create_them()
    {
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["report"], _root.Path);
        Assert.Equal(2, await command.ExitAsync());
        Assert.Contains("No account is recorded in", command.Output, StringComparison.Ordinal);
        Assert.Contains("platform up", command.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _root.Dispose();

    private void Record(string account)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        using AccountStore store = AccountStore.Open(database, Path.Combine(_root.Path, "data", "mock", "session-0001", "accounting"), account).Value;
        Assert.Null(store.Begin(s_day_ms).Fault);
        var buy = new FillRecord(
            1, s_day_ms + 3_600_000, "BTCUSDT", 1, FillOrigin.Own, "c", 1, "p1", "r1", Side.Buy, PositionSide.Both, Quantity.Of(1), Price.Of(100), Money.Parse("0.1"), "USDT", Money.Zero, true);
        Assert.Null(store.Append(new AccountBatch(4, s_day_ms + 3 * 86_400_000L)
        {
            Fills = [buy, buy with { Sequence = 2, Time_ms = s_day_ms + 7_200_000, TradeId = 2, ParentId = "p2", Side = Side.Sell, Price = Price.Parse("110.00000001"), Commission = Money.Parse("0.2"), RealizedPnl = Money.Parse("10.00000001"), IsMaker = false }],
            Parents =
            [
                Parent("p1", Side.Buy, ParentAlgorithm.Twap, 100, s_day_ms + 3_600_000), Parent("p2", Side.Sell, ParentAlgorithm.Market, 110, s_day_ms + 7_200_000),
            ],
            Income =
            [
                new IncomeRecord(buy.Time_ms, "COMMISSION", "BTCUSDT", "USDT", Money.Parse("-0.1"), 1, "1"), new IncomeRecord(s_day_ms + 5_000_000, "FUNDING_FEE", "BTCUSDT", "USDT", Money.Parse("-0.07"), 2, ""),
                new IncomeRecord(s_day_ms + 7_200_000, "REALIZED_PNL", "BTCUSDT", "USDT", Money.Parse("10.00000001"), 3, "2"), new IncomeRecord(s_day_ms + 7_200_000, "COMMISSION", "BTCUSDT", "USDT", Money.Parse("-0.2"), 4, "2"),
                new IncomeRecord(s_day_ms + 90_000_000, "TRANSFER", "", "USDT", Money.Of(500), 5, ""),
            ],
            Equity = [.. Enumerable.Range(0, 2 * 288 + 10).Select(i => Sample(s_day_ms + i * 300_000L))],
        }).Fault);
    }

    private static EquityRecord Sample(long time_ms)
    {
        Money equity = Money.FromUnits(Money.Of(10_000).Units + (long)(20 * Money.One * Math.Sin((time_ms - s_day_ms) / 2e7)) + (time_ms > s_day_ms + 90_000_000 ? Money.Of(500).Units : 0));
        return new EquityRecord(time_ms, equity, equity, Money.Zero, equity, Money.Zero, Money.Zero);
    }

    private static ParentRecord Parent(string id, Side side, ParentAlgorithm algorithm, int price, long time_ms) => new(
        3, id, "r", "2025-05-05-012", "BTCUSDT", side, PositionSide.Both, algorithm, ParentState.Filled, Quantity.Of(1), Quantity.Of(1), Price.Of(price) * Quantity.Of(1), Quantity.Zero, 12,
        time_ms - 60_000, time_ms, time_ms, Price.Of(price), Price.Of(price), Price.Of(price), "", "");

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
