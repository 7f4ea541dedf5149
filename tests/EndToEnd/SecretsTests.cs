using System.Net;
using System.Text;
using System.Text.Json;
using Platform.EndToEnd.Runs;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd;

/// <summary>
/// A platform in mode testnet, with a separate exchange simulator as the testnet; all its files and answers are searched for secrets.
/// </summary>
public class SecretsTests
{
    private const string Key = "key-of-main-0123456789abcdef", Secret = "secret-of-main-0123456789abcdef", LiveSecret = "live-secret-of-main-0123456789abcdef";

    private static readonly string[] s_paths =
        ["processes", "runs?limit=100", "accounts", "alerts", "equity?account=main", "orders?account=main", "positions?account=main"];

    [Fact]
    public async Task Keys_reach_the_executor_only_and_no_log_file_page_or_answer_contains_a_secret()
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
        var search = new SecretSearch(new Dictionary<string, string>
        {
            ["the API key"] = Key, ["the secret"] = Secret, ["the secret of live"] = LiveSecret, ["the token"] = run.Token, ["the listen key"] = listenKey,
        });

        int executor = await run.PidOfAsync("executor", "main");
        Assert.Equal(["the environment of executor-main holds the API key", "the environment of executor-main holds the secret"], InProcesses(run, search, executor));
        List<string> found = [.. search.InText("an answer", await AnswersAsync(run)), .. search.InText("status", (await run.CommandAsync(["status"])).Output)];
        testnet.Kill();
        await testnet.ExitAsync();
        using HttpListener refusing = RefuseStreams(port, listenKey);
        await run.AlertAsync("executor-main/user_stream", "warning", "/private/ws cannot be opened");
        found.AddRange(search.InText("an answer without the exchange", await AnswersAsync(run)));
        found.AddRange(search.InText("down", (await run.CommandAsync(["down"])).Output));
        found.AddRange(search.InFiles(run.Root, except: run.TokenFile));
        Assert.Empty(found);
    }

    [Fact]
    public async Task The_search_finds_a_secret_in_a_log_an_answer_an_environment_and_a_command_line()
    {
        using var folder = new TempFolder("planted");
        var search = new SecretSearch(new Dictionary<string, string> { ["the secret"] = Secret });
        File.WriteAllText(Path.Combine(folder.Folder("logs"), "executor-main.log"), $"{{\"message\":\"POST /fapi/v1/order refused for {Secret}\"}}\n");
        File.WriteAllBytes(Path.Combine(folder.Folder("journal"), "executor-main.journal"), [0, 255, .. Encoding.UTF8.GetBytes(Secret), 0]);
        File.WriteAllText(folder.File("token"), Secret);
        string signature = new('a', 64);
        await using ChildProcess careless = ChildProcess.Start("/bin/sh", ["-c", "sleep 60; exit", "sh", Secret], environment: new Dictionary<string, string?>() { ["OTHER_SECRET"] = Secret });
        await using ChildProcess silent = ChildProcess.Start("/bin/sleep", ["60"]);

        Assert.Equal(
            ["journal/executor-main.journal holds the secret", "logs/executor-main.log holds the secret"],
            search.InFiles(folder.Path, except: folder.File("token")).Order(StringComparer.Ordinal));
        Assert.Equal(["an answer holds the secret", "an answer holds a signature"], search.InText("an answer", $"?timestamp=1&signature={signature} {Secret}"));
        Assert.Equal(["a frame holds a signature"], search.InText("a frame", $"{{\"signature\": \"{signature}\"}}"));
        Assert.Equal(["the environment of careless holds the secret", "the command line of careless holds the secret"], search.InProcess(careless.Id, "careless"));
        Assert.Empty(search.InProcess(silent.Id, "silent"));
    }

    /// <summary>The environment and command line of each process of the run by name, including executor and supervisor.</summary>
    private static IEnumerable<string> InProcesses(PlatformRun run, SecretSearch search, int executor)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is of Linux");
        (string Name, int Pid)[] processes =
            [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(run.PidsFile)).EnumerateArray().Select(row => (row.GetProperty("Name").GetString()!, row.GetProperty("Pid").GetInt32()))];
        Assert.Equal(["coordinator", "data", "executor-main", "monitor", "strategy", "supervisor"], processes.Select(process => process.Name).Order(StringComparer.Ordinal));
        Assert.Contains(("executor-main", executor), processes);
        return processes.SelectMany(process => search.InProcess(process.Pid, process.Name));
    }

    /// <summary>The listen key of the executor; the exchange returns the same key while it is valid.</summary>
    private static async Task<string> ListenKeyAsync(int port)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-MBX-APIKEY", Key);
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/fapi/v1/listenKey"), null);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("listenKey").GetString()!;
    }

    /// <summary>
    /// Replaces the exchange: it returns a listen key and refuses all other requests, so that requests with keys and signatures fail.
    /// </summary>
    private static HttpListener RefuseStreams(int port, string listenKey)
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        _ = AnswerAsync();
        return listener;

        async Task AnswerAsync()
        {
            while (listener.IsListening)
            {
                HttpListenerContext asked = await listener.GetContextAsync();
                bool isKey = asked.Request.Url!.AbsolutePath.EndsWith("/listenKey", StringComparison.Ordinal);
                asked.Response.StatusCode = isKey ? 200 : 404;
                await asked.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(isKey ? JsonSerializer.Serialize(new { listenKey }) : "no"));
                asked.Response.Close();
            }
        }
    }

    private static async Task<string> AnswersAsync(PlatformRun run)
    {
        var text = new StringBuilder(await run.Api.TextAsync("/metrics"));
        foreach (string path in s_paths)
            text.Append((await run.Api.TryGetAsync($"/api/v1/{path}"))?.GetRawText());
        text.Append(await run.Api.TextAsync("/"));
        return text.ToString();
    }
}
