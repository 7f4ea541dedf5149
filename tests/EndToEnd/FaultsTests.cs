using System.Net;
using System.Text.Json;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

public class FaultsTests
{
    [Fact]
    public async Task Faults_are_injected_into_the_simulated_exchange_of_a_running_platform_and_removed()
    {
        await using PlatformRun run = await PlatformRun.UpAsync("--speed", "60");
        (int code, string text) = await run.CommandAsync(["faults", "list"]);
        Assert.True(code == 0, text);
        Assert.Contains("no active faults", text);

        (code, text) = await run.CommandAsync(["faults", "add"]);
        Assert.Equal(2, code);
        Assert.Contains("lost_answer", text);
        Assert.Contains("delayMs", text);
        (code, text) = await run.CommandAsync(["faults", "add", "lost_answer", "ratio=1"]);
        Assert.Equal(2, code);
        Assert.Contains("'ratio'", text);
        Assert.Contains("rate 0 to 1", text);

        (code, text) = await run.CommandAsync(["faults", "add", "lost_answer", "match=/fapi/v1/order", "method=POST", "key=account1", "count=2"]);
        Assert.True(code == 0, text);
        await run.ExecutedRunAsync();
        (code, text) = await run.CommandAsync(["faults", "list"]);
        Assert.Contains("lost_answer", text);
        Assert.Contains("key=mock-account1", text);
        using var http = new HttpClient();
        using var stranger = await http.GetAsync(new Uri($"http://{run.VenueAddress}/venue/v1/faults"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", run.Token);
        // A run may need no orders; then the faults apply to the orders of a later run.
        await Eventually.TrueAsync(async () => Assert.Single((await FaultsAsync(http, run)).EnumerateArray()).GetProperty("injected").GetInt32() == 2, TimeSpan.FromSeconds(60));

        (code, text) = await run.CommandAsync(["faults", "clear", "99"]);
        Assert.Equal(2, code);
        Assert.Contains("99", text);
        (code, text) = await run.CommandAsync(["faults", "clear"]);
        Assert.True(code == 0, text);
        Assert.Contains("no active faults", (await run.CommandAsync(["faults", "list"])).Output);
    }

    private static async Task<JsonElement> FaultsAsync(HttpClient http, PlatformRun run) =>
        JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri($"http://{run.VenueAddress}/venue/v1/faults"), TestContext.Current.CancellationToken));
}
