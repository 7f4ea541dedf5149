using System.Diagnostics;
using System.Text.Json;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>The operator's commands on real processes that are killed during them.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_flatten_and_a_kill_survive_killed_coordinators_and_executors()
    {
        await using PlatformRun run = await PlatformRun.UpAsync("--market", RecordedCloses.Folder, "--speed", "30");
        await run.ExecutedRunAsync();
        using VenueAccount first = await VenueAccount.OpenAsync(run, "account1");
        using VenueAccount second = await VenueAccount.OpenAsync(run, "account2");
        await Eventually.TrueAsync(async () => (await first.PositionsAsync()).Any(position => !position.Quantity.IsZero), TimeSpan.FromSeconds(90));

        (int code, string asked) = await run.CommandAsync(["flatten", "--account", "account1", "--reason", "a test", "--wait", "0"]);
        Assert.True(code == 0 && asked.Contains("flatten: asked, command 1 (", StringComparison.Ordinal), asked);
        Kill(await run.PidOfAsync("executor", "account1"));
        Kill(await run.PidOfAsync("coordinator"));
        await Eventually.TrueAsync(() => StateAsync(run, "flatten", "account1", "done"), TimeSpan.FromSeconds(60));
        Assert.DoesNotContain(await first.PositionsAsync(), position => !position.Quantity.IsZero);
        Assert.Contains(await second.PositionsAsync(), position => !position.Quantity.IsZero);

        (code, string killed) = await run.CommandAsync(["kill", "--wait", "40"]);
        Assert.True(code == 0 && killed.Contains("account2: done", StringComparison.Ordinal), killed);
        Kill(await run.PidOfAsync("coordinator"));
        int orders = await CountAsync(second);
        await Eventually.TrueAsync(async () => (await run.Api.TryGetAsync("/api/v1/processes"))?.GetProperty("killed").GetBoolean() == true, TimeSpan.FromSeconds(90));
        (code, string refused) = await run.CommandAsync(["flatten", "--account", "account2", "--wait", "40"]);
        Assert.True(code == 1 && refused.Contains("account2: refused, the kill switch is on", StringComparison.Ordinal), refused);
        Assert.Equal(orders, await CountAsync(second));
        (_, string revived) = await run.CommandAsync(["revive"]);
        Assert.Contains("account1: done, still held: the account is paused", revived, StringComparison.Ordinal);

        (_, string list) = await run.CommandAsync(["commands"]);
        Assert.Contains("flatten account1, by", list, StringComparison.Ordinal);
        Assert.Contains("account1: done, flat; paused until a resume", list, StringComparison.Ordinal);
        (code, string limit) = await run.CommandAsync(["limit", "order_notional_max", "100", "--account", "account2"]);
        Assert.True(code == 0 && limit.Contains("risk.order_notional_max 250000 → 100", StringComparison.Ordinal), limit);
        (code, string wrong) = await run.CommandAsync(["pause", "--account", "nobody"]);
        Assert.True(code == 1 && wrong.Contains("known: account1, account2", StringComparison.Ordinal), wrong);
    }

    private static async Task<bool> StateAsync(PlatformRun run, string kind, string account, string state) =>
        await run.Api.TryGetAsync("/api/v1/commands") is { } rows && rows.EnumerateArray()
            .Where(row => row.GetProperty("kind").GetString() == kind).SelectMany(row => row.GetProperty("outcomes").EnumerateArray())
            .Any(step => step.GetProperty("account").GetString() == account && step.GetProperty("state").GetString() == state);

    private static async Task<int> CountAsync(VenueAccount venue)
    {
        int orders = 0;
        foreach (string symbol in RecordedCloses.Symbols)
            orders += (await venue.OrdersAsync(symbol)).Count;
        return orders;
    }

    private static void Kill(int pid)
    {
        using Process victim = Process.GetProcessById(pid);
        victim.Kill();
    }
}
