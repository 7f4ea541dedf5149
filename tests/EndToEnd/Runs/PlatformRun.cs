using System.Diagnostics;
using System.Text.Json;
using Platform.Domain.Labels;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.EndToEnd.Runs;

/// <summary>
/// One platform of one test: started with the command that users type, in its own folder and on its own ports, stopped at the end.
/// </summary>
internal sealed class PlatformRun : IAsyncDisposable
{
    private static readonly TimeSpan s_upLimit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan s_alertLimit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _root = new("run");
    private readonly int _portBase = FreeBase();

    private PlatformRun(Dictionary<string, string?> environment) => Environment = environment;

    /// <summary>Environment variables of every later command.</summary>
    public Dictionary<string, string?> Environment { get; set; }

    public string Root => _root.Path;

    /// <summary>What `platform up` printed.</summary>
    public string StartOutput { get; private set; } = "";

    public int PortShift => _portBase - 5000;

    public MonitorApi Api { get; private set; } = null!;

    public Uri PageAddress => new($"http://127.0.0.1:{8080 + PortShift}/");

    public string VenueAddress => $"127.0.0.1:{5080 + PortShift}";

    public string Token => File.ReadAllText(TokenFile).Trim();

    public string TokenFile => Data("run", "token");

    public string PidsFile => Data("run", "pids.json");

    /// <summary>A path below the run's data folder.</summary>
    public string Data(params string[] parts) => Path.Combine([Root, "data", .. parts]);

    /// <summary>A path below the newest mock session.</summary>
    public string Session(params string[] parts) => Path.Combine([Directory.GetDirectories(Data("mock")).Max(StringComparer.Ordinal)!, .. parts]);

    /// <summary>Starts and waits until every process runs; fails with the command's output when one does not.</summary>
    public static Task<PlatformRun> UpAsync(params string[] options) => UpAsync([], options);

    /// <summary>The same, with configuration keys from the environment.</summary>
    public static Task<PlatformRun> UpAsync(Dictionary<string, string?> environment, params string[] options) => UpAsync(environment, _ => { }, options);

    /// <summary>The same, with a folder that the test prepares before the start.</summary>
    public static async Task<PlatformRun> UpAsync(Dictionary<string, string?> environment, Action<string> prepare, params string[] options)
    {
        var run = new PlatformRun(environment);
        try
        {
            prepare(run.Root);
            await run.StartAgainAsync(options);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public async Task StartAgainAsync(params string[] options)
    {
        (int code, string output) = await CommandAsync(["up", "--port-base", $"{_portBase}", .. options], s_upLimit);
        StartOutput = output;
        Assert.True(code == 0, $"platform up ended with {code}:\n{output}\n{Logs()}");
        Api?.Dispose();
        Api = new MonitorApi(PageAddress, Token);
    }

    /// <summary>Runs the platform command in this run's folder.</summary>
    public async Task<(int Code, string Output)> CommandAsync(string[] arguments, TimeSpan? limit = null)
    {
        // Two platforms that start at once on two cores may take longer than the default.
        var environment = new Dictionary<string, string?>(Environment);
        environment.TryAdd("PLATFORM__SUPERVISOR__START_TIMEOUT_MS", "60000");
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), [.. arguments, "--root", Root], environment: environment);
        int code = await command.ExitAsync(limit ?? TimeSpan.FromSeconds(90));
        return (code, command.Output);
    }

    /// <summary>Waits until every account has executed the run of a label; returns its row.</summary>
    public async Task<JsonElement> ExecutedRunAsync(Func<JsonElement, bool>? which = null, TimeSpan? limit = null)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(
            async () =>
            {
                JsonElement? runs = await Api.TryGetAsync("/api/v1/runs?limit=1000");
                found = runs is null ? default : runs.Value.GetProperty("runs").EnumerateArray()
                    .FirstOrDefault(run => run.GetProperty("state").GetString() == "executed" && (which is null || which(run)));
                return found.ValueKind == JsonValueKind.Object;
            },
            limit ?? TimeSpan.FromSeconds(60));
        return found;
    }

    /// <summary>Pid of a process as the coordinator reports it; the page shows a process up to a second after its start.</summary>
    public async Task<int> PidOfAsync(string process, string account = "")
    {
        int pid = 0;
        await Eventually.TrueAsync(async () =>
        {
            JsonElement row = (await Api.GetAsync("/api/v1/processes")).GetProperty("processes").EnumerateArray()
                .SingleOrDefault(row => row.GetProperty("process").GetString() == process && row.GetProperty("account").GetString() == account);
            pid = row.ValueKind == JsonValueKind.Object ? row.GetProperty("pid").GetInt32() : 0;
            return pid > 0;
        });
        return pid;
    }

    /// <summary>Pid of a process in the supervisor's file; 0 while it is not listed.</summary>
    public int StartedPid(string name)
    {
        if (!File.Exists(PidsFile))
            return 0;
        using JsonDocument pids = JsonDocument.Parse(File.ReadAllText(PidsFile));
        return pids.RootElement.EnumerateArray().Where(row => row.GetProperty("Name").GetString() == name).Select(row => row.GetProperty("Pid").GetInt32()).FirstOrDefault();
    }

    /// <summary>Platform time as the page shows it, Unix ms.</summary>
    public async Task<long> NowAsync() => (await Api.GetAsync("/api/v1/processes")).GetProperty("nowMs").GetInt64();

    /// <summary>Waits until the page shows the alert with this text in its message.</summary>
    public Task AlertAsync(string id, string severity, string text = "") => Eventually.TrueAsync(
        async () => (await AlertsAsync()).Any(alert =>
            alert.GetProperty("id").GetString() == id && alert.GetProperty("active").GetBoolean()
            && alert.GetProperty("severity").GetString() == severity && alert.GetProperty("message").GetString()!.Contains(text, StringComparison.Ordinal)),
        s_alertLimit, $"the alert {id} ({severity}) stands");

    public Task AlertOverAsync(string id) => Eventually.TrueAsync(
        async () => (await AlertsAsync()).Any(alert => alert.GetProperty("id").GetString() == id && !alert.GetProperty("active").GetBoolean()), s_alertLimit, $"the alert {id} is over");

    public async Task<string> AlertTextAsync(string id) => (await AlertsAsync()).First(alert => alert.GetProperty("id").GetString() == id).GetProperty("message").GetString()!;

    private async Task<IReadOnlyList<JsonElement>> AlertsAsync() => (await Api.TryGetAsync("/api/v1/alerts"))?.EnumerateArray().ToArray() ?? [];

    /// <summary>The last lines of every log, for a failing test.</summary>
    public string Logs()
    {
        string folder = Path.Combine(Root, "logs");
        return Directory.Exists(folder)
            ? string.Join('\n', Directory.EnumerateFiles(folder, "*.log").Select(file => $"--- {Path.GetFileName(file)}\n{string.Join('\n', File.ReadLines(file).TakeLast(25))}"))
            : "no logs";
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (Directory.Exists(Data("run")))
            await CommandAsync(["down"]);
        _root.Dispose();
        lock (s_taken)
            s_taken.Remove(_portBase);
    }

    private static readonly HashSet<int> s_taken = [];

    /// <summary>
    /// Ports that no other run of this process uses until this one is disposed, even while its platform is stopped. A block takes 80 to
    /// 211 above its base, and 3,080 for the page, which is above every block.
    /// </summary>
    private static int FreeBase()
    {
        int[] ports = [80, 101, 102, 103, 104, 110, 111, 201, 202, 203, 204, 210, 211, 3080];
        lock (s_taken)
        {
            for (int candidate = 21_000; candidate < 24_000; candidate += 300)
            {
                if (!s_taken.Contains(candidate) && ports.All(port => FreePort.IsFree(candidate + port)))
                {
                    s_taken.Add(candidate);
                    return candidate;
                }
            }
        }

        throw new UnreachableException("no block of free ports between 21000 and 27000");
    }

    /// <summary>The label after which the start of the run is complete.</summary>
    public static Label LabelOf(JsonElement run) => Label.Parse(run.GetProperty("label").GetString()!).Value;
}
