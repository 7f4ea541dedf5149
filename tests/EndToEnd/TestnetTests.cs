using System.Text.Json;
using Platform.Domain.Labels;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>A second simulated exchange serves as testnet, in real time: a window takes five minutes.</summary>
public sealed class TestnetTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly string[] s_default = ["--symbols", "7", "--speed", "90"];

    private static long Now_ms => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task Mock_testnet_and_mock_again_each_trade_and_see_nothing_of_the_other()
    {
        string address = $"127.0.0.1:{FreePort.Next()}";
        await using ChildProcess testnet = ChildProcess.Start(BuiltProgram.Path("Venue"), ["--listen", address, "--symbols", "4", "--account", "tn1:a-secret:51000", "--account", "tn2:a-secret:52000"]);
        await testnet.LineAsync("ready");
        Dictionary<string, string?> mock = [], real = new()
        {
            ["PLATFORM__MODE"] = "testnet",
            ["PLATFORM__VENUE__TESTNET_REST"] = $"http://{address}",
            ["PLATFORM__VENUE__TESTNET_STREAMS"] = $"ws://{address}",
            ["ACCOUNT1_TESTNET_API_KEY"] = "tn1",
            ["ACCOUNT1_TESTNET_API_SECRET"] = "a-secret",
            ["ACCOUNT2_TESTNET_API_KEY"] = "tn2",
            ["ACCOUNT2_TESTNET_API_SECRET"] = "a-secret",
        };
        await using PlatformRun run = await PlatformRun.UpAsync(mock, s_default);
        await SessionChecks.TradesAloneAsync(run, "mock", output);
        await SessionChecks.DownAsync(run);

        // What is looked at right after the start is looked at before the window ends.
        await Eventually.TrueAsync(() => Label.At(Now_ms).End_ms - Now_ms > 45_000, s_limit);
        run.Environment = real;
        await run.StartAgainAsync();
        Assert.Contains("The platform runs in testnet.", run.StartOutput);
        await Eventually.TrueAsync(async () => (await run.Api.GetAsync("/api/v1/accounts")).GetArrayLength() == 2, s_limit);
        Assert.Equal(["51000", "52000"], (await run.Api.GetAsync("/api/v1/accounts")).EnumerateArray().Select(row => row.GetProperty("equity").GetString()!));
        Assert.All((await run.Api.GetAsync("/api/v1/positions")).EnumerateArray(), row => Assert.Equal("0", row.GetProperty("quantity").GetString()));
        Assert.Empty((await run.Api.GetAsync("/api/v1/orders")).EnumerateArray());
        Assert.Empty(await SessionChecks.RunIdsAsync(run));
        Assert.Empty(Directory.GetFiles(run.Data("testnet", "positions")));

        // The window in progress at the start is whole, because the missing trades are read over REST; it ends within five real minutes.
        Label present = Label.At(await run.NowAsync());
        JsonElement executed = await run.ExecutedRunAsync(row => PlatformRun.LabelOf(row) <= present + 1, TimeSpan.FromMinutes(11));
        await Eventually.TrueAsync(async () => (await run.Api.GetAsync("/api/v1/orders")).GetArrayLength() > 0, s_limit);
        await SessionChecks.NothingIsWrongAsync(run);
        output.WriteLine($"testnet began in {present}, traded {PlatformRun.LabelOf(executed)}");
        await SessionChecks.DownAsync(run);

        run.Environment = new(real) { ["PLATFORM__VENUE__TESTNET_REST"] = "http://127.0.0.1:9" };
        (int refused, string why) = await run.CommandAsync(["up", "--port-base", $"{run.PortShift + 5000}"]);
        Assert.NotEqual(0, refused);
        Assert.Contains($"its exchange is 'http://{address}', the configuration of this start has 'http://127.0.0.1:9' (venue.testnet_rest)", why);

        run.Environment = mock;
        await run.StartAgainAsync(s_default);
        await SessionChecks.TradesAloneAsync(run, "mock after testnet", output);
        Assert.Equal(2, Directory.GetDirectories(run.Data("mock")).Length);
    }
}
