using System.Text.Json;
using Platform.Domain.Labels;
using Platform.EndToEnd.Runs;
using Platform.Primitives.Numbers;
using Platform.TestKit.Waiting;
using Platform.Exchanges.Binance.Accounts;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>The complete platform on recorded klines at 120 times real time, started and stopped with the commands that users type.</summary>
public class RecordedMarketTests(ITestOutputHelper output)
{
    private const int RunsWanted = 24;
    private static readonly string[] s_accounts = ["account1", "account2"];

    [Fact]
    public async Task Two_accounts_trade_ten_recorded_perpetuals_and_all_records_agree()
    {
        string market = RecordedCloses.Folder;
        await using PlatformRun run = await PlatformRun.UpAsync("--market", market, "--speed", "120");
        await Eventually.TrueAsync(async () => (await run.Api.GetAsync("/api/v1/runs?limit=1000")).GetProperty("runs").EnumerateArray().Count(IsExecuted) >= RunsWanted, TimeSpan.FromMinutes(3));

        await run.Api.CommandAsync("pause-1", "pause");
        await QuietAsync(run);
        JsonElement runs = (await run.Api.GetAsync("/api/v1/runs?limit=1000")).GetProperty("runs");
        CheckRuns(runs);
        foreach (string account in s_accounts)
            await CheckAccountAsync(run, account);
        output.WriteLine($"{runs.GetArrayLength()} runs, close to last ack {(await run.Api.GetAsync("/api/v1/runs")).GetProperty("closeToAck")}");

        (int code, string text) = await run.CommandAsync(["down"]);
        Assert.True(code == 0, text);
        CheckBars(run, PlatformRun.LabelOf(runs.EnumerateArray().Last()), PlatformRun.LabelOf(runs.EnumerateArray().First()));
    }

    private static bool IsExecuted(JsonElement run) => run.GetProperty("state").GetString() == "executed";

    private static async Task QuietAsync(PlatformRun run)
    {
        string before = "";
        await Eventually.TrueAsync(
            async () =>
            {
                string now = (await run.Api.GetAsync("/api/v1/orders?limit=200")).GetRawText();
                bool still = now == before && !now.Contains("\"Submitted\"", StringComparison.Ordinal) && !now.Contains("\"Accepted\"", StringComparison.Ordinal);
                before = now;
                await Task.Delay(500);
                return still;
            },
            TimeSpan.FromSeconds(30));
    }

    private static void CheckRuns(JsonElement runs)
    {
        foreach (JsonElement run in runs.EnumerateArray().Where(IsExecuted))
        {
            string id = run.GetProperty("runId").GetString()!;
            Assert.False(run.GetProperty("degraded").GetBoolean(), $"{id} is degraded: {run}");
            Assert.Equal(run.GetProperty("universe").GetInt32(), run.GetProperty("complete").GetInt32());
            Assert.Equal(0, run.GetProperty("failed").GetInt32());
            Assert.Equal(s_accounts.Length, run.GetProperty("accounts").GetArrayLength());
            foreach (JsonElement account in run.GetProperty("accounts").EnumerateArray())
            {
                Notional planned = Amount(account, "plannedNotional");
                Assert.True(planned == Amount(account, "filledNotional") + Amount(account, "residualNotional"), $"{id}: planned is not filled + residual: {account}");
            }
        }

        Label[] labels = [.. runs.EnumerateArray().Select(PlatformRun.LabelOf).Order()];
        Assert.Equal(labels.Length, labels[^1] - labels[0] + 1);
    }

    private static async Task CheckAccountAsync(PlatformRun run, string account)
    {
        using VenueAccount venue = await VenueAccount.OpenAsync(run, account);
        await Eventually.TrueAsync(
            async () =>
            {
                var ours = (await run.Api.GetAsync($"/api/v1/positions?account={account}")).EnumerateArray()
                    .Where(row => row.GetProperty("quantity").GetString() != "0")
                    .ToDictionary(row => row.GetProperty("symbol").GetString()!, row => Quantity.Parse(row.GetProperty("quantity").GetString()!));
                var theirs = (await venue.PositionsAsync()).Where(position => !position.Quantity.IsZero).ToDictionary(position => position.Symbol, position => position.Quantity);
                return ours.Count > 0 && ours.OrderBy(pair => pair.Key).SequenceEqual(theirs.OrderBy(pair => pair.Key));
            },
            TimeSpan.FromSeconds(20),
            $"positions of {account} in the executor equal those at the exchange");

        JsonElement row = (await run.Api.GetAsync("/api/v1/accounts")).EnumerateArray().Single(candidate => candidate.GetProperty("account").GetString() == account);
        Assert.Equal(Amount(row, "equity"), Amount(row, "walletBalance") + Amount(row, "unrealizedPnl"));
        AccountTotals totals = await venue.TotalsAsync();
        Assert.Equal(totals.MarginBalance, totals.WalletBalance + totals.UnrealizedPnl);

        foreach (string symbol in RecordedCloses.Symbols)
        {
            var orders = await venue.OrdersAsync(symbol);
            Assert.Equal(orders.Count, orders.Select(order => order.ClientOrderId).Distinct().Count());
        }
    }

    private void CheckBars(PlatformRun run, Label first, Label last)
    {
        int compared = 0;
        foreach (string symbol in RecordedCloses.Symbols)
        {
            Dictionary<Label, StoredBar> stored = StoredBars.Of(run, symbol);
            foreach ((Label label, (Price close, Quantity volume)) in RecordedCloses.Of(symbol, first, last))
            {
                Assert.True(stored.TryGetValue(label, out StoredBar? bar), $"{symbol} {label} is not stored");
                Assert.Equal("Ok", bar.Quality);
                Assert.Equal(0, bar.Revision);
                Assert.Equal(close.ToDouble(), bar.Close, 1e-9);
                Assert.Equal(volume.ToDouble(), bar.Volume, 1e-6);
                compared++;
            }
        }

        output.WriteLine($"{compared} bars equal the recording");
        Assert.True(compared >= RunsWanted * RecordedCloses.Symbols.Count, $"only {compared} bars were compared");
    }

    private static Notional Amount(JsonElement row, string name) => Notional.Parse(row.GetProperty(name).GetString()!);
}
