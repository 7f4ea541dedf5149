using System.Text;
using System.Text.Json;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>A platform in mode testnet, whose testnet is an exchange simulator of its own; then everything that it wrote and answers is searched for secrets.</summary>
public class SecretsTests
{
    private const string Key = "key-of-main-0123456789abcdef", Secret = "secret-of-main-0123456789abcdef", LiveSecret = "live-secret-of-main-0123456789abcdef";

    private static readonly string[] s_paths =
        ["processes", "runs?limit=100", "accounts", "alerts", "equity?account=main", "orders?account=main", "positions?account=main"];

    [Fact]
    public async Task Keys_reach_the_executor_only_and_no_log_file_page_or_answer_tells_a_secret()
    {
        using var folder = new TempFolder("testnet");
        int port = FreePort.Next();
        File.WriteAllText(folder.File("venue.json"), JsonSerializer.Serialize(new { account = new[] { $"{Key}:{Secret}:100000" } }));
        await using ChildProcess testnet = ChildProcess.Start(BuiltProgram.Path("Venue"), ["--listen", $"127.0.0.1:{port}", "--config", folder.File("venue.json")]);
        await testnet.LineAsync("ready http", TimeSpan.FromSeconds(60));
        File.WriteAllText(folder.File("platform.yaml"), $"""
            mode: testnet
            venue:
              testnet_rest: http://127.0.0.1:{port}
              testnet_streams: ws://127.0.0.1:{port}
            accounts:
              - id: main
            """);
        var environment = new Dictionary<string, string?> { ["MAIN_TESTNET_API_KEY"] = Key, ["MAIN_TESTNET_API_SECRET"] = Secret, ["MAIN_API_SECRET"] = LiveSecret };
        await using PlatformRun run = await PlatformRun.UpAsync(environment, "--config", folder.File("platform.yaml"));
        string listenKey = await ListenKeyAsync(port);
        string[] secrets = [Key, Secret, LiveSecret, listenKey, run.Token, "signature="];

        await ExpectEnvironmentsAsync(run);
        string answers = await AnswersAsync(run);
        (_, string status) = await run.CommandAsync(["status"]);
        testnet.Kill();
        await Eventually.TrueAsync(() => run.Logs().Contains("/private/ws did not open", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        answers += await AnswersAsync(run);
        await run.CommandAsync(["down"]);

        foreach (string secret in secrets)
        {
            Assert.False((answers + status).Contains(secret, StringComparison.Ordinal), $"an answer tells {secret}");
            Assert.Empty(FilesWith(run.Root, secret, except: run.TokenFile));
        }
    }

    /// <summary>The executor's environment holds the key of its mode; no other process of the run has any of it, nor has a command line.</summary>
    private static async Task ExpectEnvironmentsAsync(PlatformRun run)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("/proc is of Linux");
        int executor = await run.PidOfAsync("executor", "main");
        int[] pids = [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(run.PidsFile)).EnumerateArray().Select(row => row.GetProperty("Pid").GetInt32())];
        Assert.Contains(executor, pids);
        Assert.Equal(6, pids.Length);
        foreach (int pid in pids)
        {
            string environment = File.ReadAllText($"/proc/{pid}/environ"), line = File.ReadAllText($"/proc/{pid}/cmdline");
            Assert.Equal(pid == executor, environment.Contains(Secret, StringComparison.Ordinal));
            foreach (string text in new[] { LiveSecret, run.Token })
                Assert.False(environment.Contains(text, StringComparison.Ordinal), $"the environment of {line} holds {text}");
            foreach (string text in new[] { Key, Secret, LiveSecret, run.Token })
                Assert.False(line.Contains(text, StringComparison.Ordinal), $"a command line holds {text}");
        }
    }

    /// <summary>The key that the executor listens with: the exchange answers the same one while it is valid.</summary>
    private static async Task<string> ListenKeyAsync(int port)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-MBX-APIKEY", Key);
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/fapi/v1/listenKey"), null);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("listenKey").GetString()!;
    }

    private static async Task<string> AnswersAsync(PlatformRun run)
    {
        var text = new StringBuilder(await run.Api.TextAsync("/metrics"));
        foreach (string path in s_paths)
            text.Append((await run.Api.TryGetAsync($"/api/v1/{path}"))?.GetRawText());
        text.Append(await run.Api.TextAsync("/"));
        return text.ToString();
    }

    private static IEnumerable<string> FilesWith(string root, string secret, string except)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(secret);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => file != except && File.ReadAllBytes(file).AsSpan().IndexOf(wanted) >= 0)
            .Select(file => $"{Path.GetRelativePath(root, file)} tells {secret}");
    }
}
