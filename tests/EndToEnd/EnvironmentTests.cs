using System.Diagnostics;
using System.Text.Json;
using Platform.Domain.Labels;
using Platform.EndToEnd.Runs;
using Platform.Exchanges.Binance.Accounts;
using Platform.Primitives.Numbers;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>The files of one start never affect the next: sequences of sessions and environments, with the commands that users type.</summary>
public class EnvironmentTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_tradeLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] s_accounts = ["account1", "account2"];
    private static readonly string[] s_default = ["--symbols", "7", "--speed", "90"];

    [Fact]
    public async Task Every_mock_start_trades_immediately_and_uses_nothing_of_earlier_sessions()
    {
        string recording = RecordedCloses.Folder;
        await using PlatformRun run = await PlatformRun.UpAsync(s_default);
        await SessionChecks.TradesAloneAsync(run, "default", output);
        await NextAsync(run, "default after default", s_default);
        await NextAsync(run, "a recorded market in the past after default", "--market", recording, "--speed", "60");
        await NextAsync(run, "other symbols and another speed after a recording", "--symbols", "5", "--speed", "120");
        KillEverything(run);
        await run.StartAgainAsync(s_default);
        await SessionChecks.TradesAloneAsync(run, "default after kill -9 of every process", output);

        (int code, string sessions) = await run.CommandAsync(["sessions"]);
        Assert.True(code == 0, sessions);
        Assert.Matches("mock/session-0004 +set aside .* mock, market model of 5 symbols, seed 1, speed 120", sessions);
        Assert.Matches("mock/session-0005 +running", sessions);
    }

    [Fact]
    public async Task A_continued_session_keeps_its_positions_balance_runs_and_commands()
    {
        await using PlatformRun run = await PlatformRun.UpAsync(s_default);
        Label last = PlatformRun.LabelOf(await run.ExecutedRunAsync());
        await run.Api.CommandAsync("pause-1", "pause");
        await QuietAsync(run);
        (AccountTotals Totals, PositionRisk[] Positions)[] before = await AtExchangeAsync(run);
        Assert.Contains(before, account => account.Positions.Length > 0);
        string[] runsBefore = await SessionChecks.RunIdsAsync(run);
        await SessionChecks.DownAsync(run);
        string[] curvesBefore = [.. s_accounts.Select(account => File.ReadAllText(run.Session("equity_curve", $"{account}_equity_curve.json")))];

        await run.StartAgainAsync("--keep-state");
        (AccountTotals Totals, PositionRisk[] Positions)[] after = await AtExchangeAsync(run);
        for (int index = 0; index < s_accounts.Length; index++)
        {
            Assert.Equal(before[index].Totals.WalletBalance, after[index].Totals.WalletBalance);
            Assert.Equal(Held(before[index].Positions), Held(after[index].Positions));
            await Eventually.TrueAsync(async () => await HeldOnPageAsync(run, s_accounts[index]) == Held(after[index].Positions), s_tradeLimit);
            JsonElement curve = await run.Api.GetAsync($"/api/v1/equity?account={s_accounts[index]}");
            double[] kept = [.. PointsOf(curvesBefore[index])];
            Assert.Equal(kept, curve.GetProperty("points").EnumerateArray().Take(kept.Length).Select(point => point[1].GetDouble()));
        }

        Assert.True((await run.Api.GetAsync("/api/v1/processes")).GetProperty("paused").GetBoolean(), "the operator's pause is forgotten");
        Assert.Empty(runsBefore.Except(await SessionChecks.RunIdsAsync(run)));
        Label present = Label.At(await run.NowAsync());
        await run.Api.CommandAsync("resume-1", "resume");
        JsonElement next = await run.ExecutedRunAsync(row => PlatformRun.LabelOf(row) >= present && PlatformRun.LabelOf(row) <= present + 2, s_tradeLimit);
        await SessionChecks.NothingIsWrongAsync(run);
        output.WriteLine($"went on after {last} with {PlatformRun.LabelOf(next)}; the window of the start was {present}");
        Assert.Single(Directory.GetDirectories(run.Data("mock")));
    }

    /// <summary>Stops, starts again with other options, and checks the second session.</summary>
    private async Task NextAsync(PlatformRun run, string what, params string[] options)
    {
        await SessionChecks.DownAsync(run);
        await run.StartAgainAsync(options);
        await SessionChecks.TradesAloneAsync(run, what, output);
    }

    private static async Task<(AccountTotals Totals, PositionRisk[] Positions)[]> AtExchangeAsync(PlatformRun run)
    {
        var accounts = new List<(AccountTotals, PositionRisk[])>();
        foreach (string account in s_accounts)
        {
            using VenueAccount venue = await VenueAccount.OpenAsync(run, account);
            accounts.Add((await venue.TotalsAsync(), [.. (await venue.PositionsAsync()).Where(position => !position.Quantity.IsZero)]));
        }

        return [.. accounts];
    }

    private static string Held(IEnumerable<PositionRisk> positions) =>
        string.Join(' ', positions.OrderBy(position => position.Symbol, StringComparer.Ordinal).Select(position => $"{position.Symbol}={position.Quantity}@{position.EntryPrice}"));

    private static async Task<string> HeldOnPageAsync(PlatformRun run, string account) => string.Join(' ', (await run.Api.GetAsync($"/api/v1/positions?account={account}")).EnumerateArray()
        .Where(row => row.GetProperty("quantity").GetString() != "0")
        .OrderBy(row => row.GetProperty("symbol").GetString(), StringComparer.Ordinal)
        .Select(row => $"{row.GetProperty("symbol").GetString()}={Quantity.Parse(row.GetProperty("quantity").GetString()!)}@{Price.Parse(row.GetProperty("entryPrice").GetString()!)}"));

    private static IEnumerable<double> PointsOf(string curve)
    {
        using JsonDocument document = JsonDocument.Parse(curve);
        JsonElement points = document.RootElement.EnumerateObject().First(property => property.Value.ValueKind == JsonValueKind.Array).Value;
        return [.. points.EnumerateArray().Select(point => Money.Parse(point.EnumerateObject().First(field => field.Name.Equals("equity", StringComparison.OrdinalIgnoreCase)).Value.GetString()!).ToDouble())];
    }

    /// <summary>Waits until every run that was triggered is executed and nothing at the exchange changes between two looks.</summary>
    private static async Task QuietAsync(PlatformRun run)
    {
        string before = "";
        await Eventually.TrueAsync(
            async () =>
            {
                string now = string.Join('|', (await AtExchangeAsync(run)).Select(account => $"{account.Totals.WalletBalance} {Held(account.Positions)}"));
                bool isQuiet = now == before && (await run.Api.GetAsync("/api/v1/runs?limit=3")).GetProperty("runs").EnumerateArray().All(row => row.GetProperty("state").GetString() is "executed" or "data_complete" or "coalesced" or "held");
                before = now;
                await Task.Delay(500);
                return isQuiet;
            },
            s_tradeLimit);
    }

    /// <summary>kill -9, the supervisor first, as a machine that runs out of memory would.</summary>
    private static void KillEverything(PlatformRun run)
    {
        using JsonDocument pids = JsonDocument.Parse(File.ReadAllText(run.Data("run", "pids.json")));
        foreach (int pid in pids.RootElement.EnumerateArray().Select(row => row.GetProperty("Pid").GetInt32()))
        {
            try
            {
                using Process process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // The process had detected that its supervisor was gone.
            }
        }
    }
}
