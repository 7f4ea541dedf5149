using System.Diagnostics;
using System.Text.Json;
using Platform.Domain.Labels;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd.Runs;

/// <summary>What every session has to hold, whatever was on the disk before it.</summary>
internal static class SessionChecks
{
    private static readonly TimeSpan s_tradeLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] s_accounts = ["account1", "account2"];

    /// <summary>The run of the window in progress at the start, or of the next, is traded, and nothing on the page is older than the session.</summary>
    public static async Task TradesAloneAsync(PlatformRun run, string what, ITestOutputHelper output)
    {
        var watch = Stopwatch.StartNew();
        Label present = Label.At(await run.NowAsync());
        using JsonDocument identity = JsonDocument.Parse(await File.ReadAllTextAsync(run.Session("environment.json")));
        long epoch_ms = identity.RootElement.GetProperty("epoch_ms").GetInt64();
        JsonElement executed = await run.ExecutedRunAsync(row => PlatformRun.LabelOf(row) <= present + 1, s_tradeLimit);
        await Eventually.TrueAsync(async () => (await run.Api.GetAsync("/api/v1/orders")).GetArrayLength() > 0, s_tradeLimit);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s, {what}: began in {present}, traded {PlatformRun.LabelOf(executed)}");

        Assert.All((await run.Api.GetAsync("/api/v1/orders?limit=1000")).EnumerateArray(), order => Assert.True(order.GetProperty("atMs").GetInt64() >= epoch_ms, $"{order}"));
        Assert.All((await run.Api.GetAsync("/api/v1/runs?limit=1000")).GetProperty("runs").EnumerateArray(), row => Assert.True(PlatformRun.LabelOf(row) >= Label.At(epoch_ms), $"{row}"));
        await NothingIsWrongAsync(run);
        foreach (string account in s_accounts)
            Assert.All((await run.Api.GetAsync($"/api/v1/equity?account={account}")).GetProperty("points").EnumerateArray(), point => Assert.True(point[0].GetDouble() >= epoch_ms, $"{point}"));
    }

    /// <summary>No label was left out or refused, no clock went back, no run is missing.</summary>
    public static async Task NothingIsWrongAsync(PlatformRun run)
    {
        string[] wrong = ["coordinator/label", "coordinator/runs", "coordinator/clock", "label.future", "data/label.overdue"];
        Assert.DoesNotContain(
            (await run.Api.GetAsync("/api/v1/alerts")).EnumerateArray(),
            alert => alert.GetProperty("active").GetBoolean() && wrong.Any(id => alert.GetProperty("id").GetString()!.Contains(id, StringComparison.Ordinal)));
    }

    public static async Task<string[]> RunIdsAsync(PlatformRun run) =>
        [.. (await run.Api.GetAsync("/api/v1/runs?limit=1000")).GetProperty("runs").EnumerateArray().Select(row => row.GetProperty("runId").GetString()!)];

    public static async Task DownAsync(PlatformRun run)
    {
        (int code, string text) = await run.CommandAsync(["down"]);
        Assert.True(code == 0, text);
    }
}
