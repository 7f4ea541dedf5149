using System.Diagnostics;
using System.Text.Json;
using Platform.Domain.Labels;
using Platform.EndToEnd.Runs;
using Platform.Primitives.Numbers;
using Platform.TestKit.Waiting;
using Platform.Exchanges.Binance.Orders;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>
/// Kills every process in turn at a random moment of a cycle: the platform recovers, and no order is repeated and no bar lost.
/// </summary>
public class CrashTests(ITestOutputHelper output)
{
    private const int Speed = 60;
    private static readonly (string Process, string Account)[] s_victims = [("data", ""), ("strategy", ""), ("executor", "account1"), ("coordinator", ""), ("monitor", ""), ("executor", "account2"), ("data", "")];

    [Fact]
    public async Task Any_process_can_be_killed_at_any_moment_without_a_repeated_order_or_a_lost_bar()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using PlatformRun run = await PlatformRun.UpAsync("--market", RecordedCloses.Folder, "--speed", $"{Speed}");
        JsonElement first = await run.ExecutedRunAsync();

        foreach ((string process, string account) in s_victims)
            await KillAndRecoverAsync(run, process, account, random);

        await run.Api.CommandAsync("pause-1", "pause");
        JsonElement last = await run.ExecutedRunAsync();
        await CheckOrdersAsync(run);
        (int code, string text) = await run.CommandAsync(["down"]);
        Assert.True(code == 0, text);
        CheckBars(run, PlatformRun.LabelOf(first), PlatformRun.LabelOf(last));
    }

    private async Task KillAndRecoverAsync(PlatformRun run, string process, string account, Random random)
    {
        int pid = await run.PidOfAsync(process, account);
        TimeSpan cycle = TimeSpan.FromSeconds(300.0 / Speed);
        await Task.Delay(cycle * random.NextDouble());
        using (Process victim = Process.GetProcessById(pid))
            victim.Kill();
        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => IsRunningAgainAsync(run, process, account, pid), TimeSpan.FromSeconds(90), $"{process} {account} runs again");
        TimeSpan back = watch.Elapsed;
        Label killed = Label.At(await run.NowAsync());
        JsonElement next = await run.ExecutedRunAsync(row => PlatformRun.LabelOf(row) >= killed, TimeSpan.FromSeconds(60));
        Assert.False(next.GetProperty("degraded").GetBoolean(), $"the run after the death of {process} is degraded: {next}");
        output.WriteLine($"{process} {account}: back after {back.TotalSeconds:0.0} s, run {next.GetProperty("runId")} executed {watch.Elapsed.TotalSeconds:0.0} s after the kill");
    }

    private static async Task<bool> IsRunningAgainAsync(PlatformRun run, string process, string account, int before)
    {
        JsonElement? reply = await run.Api.TryGetAsync("/api/v1/processes");
        return reply is not null && reply.Value.GetProperty("processes").EnumerateArray().Any(row =>
            row.GetProperty("process").GetString() == process && row.GetProperty("account").GetString() == account
            && row.GetProperty("state").GetString() == "running" && row.GetProperty("pid").GetInt32() != before);
    }

    private static async Task CheckOrdersAsync(PlatformRun run)
    {
        foreach (string account in new[] { "account1", "account2" })
        {
            using VenueAccount venue = await VenueAccount.OpenAsync(run, account);
            var positions = (await venue.PositionsAsync()).Where(position => !position.Quantity.IsZero).ToDictionary(position => position.Symbol, position => position.Quantity);
            foreach (string symbol in RecordedCloses.Symbols)
            {
                IReadOnlyList<VenueOrder> orders = await venue.OrdersAsync(symbol);
                Assert.Equal(orders.Count, orders.Select(order => order.ClientOrderId).Distinct().Count());
                Quantity net = Quantity.FromUnits(orders.Sum(order => order.Executed.Units * (int)order.Side));
                Assert.Equal(positions.GetValueOrDefault(symbol), net);
            }

            await Eventually.TrueAsync(
                async () => (await run.Api.GetAsync($"/api/v1/positions?account={account}")).EnumerateArray()
                    .All(row => Quantity.Parse(row.GetProperty("quantity").GetString()!) == positions.GetValueOrDefault(row.GetProperty("symbol").GetString()!)),
                TimeSpan.FromSeconds(20),
                $"positions of {account} equal those at the exchange");
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
                Assert.True(stored.TryGetValue(label, out StoredBar? bar), $"{symbol} {label} is lost");
                Assert.Equal("Ok", bar.Quality);
                Assert.Equal(close.ToDouble(), bar.Close, 1e-9);
                Assert.Equal(volume.ToDouble(), bar.Volume, 1e-6);
                compared++;
            }
        }

        output.WriteLine($"{compared} bars equal the recording");
        Assert.True(compared > 0);
    }
}
