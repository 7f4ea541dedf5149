using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Platform.Benchmarks.Soaks;

/// <summary>
/// Runs a whole platform for many virtual hours and prints resident memory of every process by hour, processor use, runs and their
/// latency. <c>Benchmarks soak [hours 24] [speed 120] [symbols or market folder]</c>; it uses the platform command.
/// </summary>
internal static class Soak
{
    private const int PortBase = 26_000;

    /// <summary>Five processes, the second executor and the simulated exchange.</summary>
    private const int ProcessesExpected = 7;

    public static async Task RunAsync(string[] arguments)
    {
        double hours = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 24;
        string speed = arguments.Length > 1 ? arguments[1] : "120";
        string market = arguments.Length > 2 ? arguments[2] : "10";
        string root = Directory.CreateTempSubdirectory("platform-soak-").FullName;
        string[] source = int.TryParse(market, out _) ? ["--symbols", market] : ["--market", market];
        try
        {
            await CommandAsync(["up", "--root", root, "--port-base", $"{PortBase}", "--speed", speed, .. source]);
            await WatchAsync(root, hours);
        }
        finally
        {
            await CommandAsync("down", "--root", root);
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task WatchAsync(string root, double hours)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{PortBase + 3080}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(root, "data", "run", "token")).Trim());
        long start_ms = 0;
        double next = 0;
        string[] names = [];
        while (next <= hours)
        {
            JsonElement reply = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync("/api/v1/processes"));
            long now_ms = reply.GetProperty("nowMs").GetInt64();
            start_ms = start_ms == 0 ? now_ms : start_ms;
            double elapsed = (now_ms - start_ms) / 3_600_000.0;
            if (elapsed >= next)
            {
                SortedDictionary<string, (double Memory, double Cpu)> row = Read(reply, PortBase + 80);
                if (names.Length == 0 && row.Count < ProcessesExpected)
                {
                    await Task.Delay(200);
                    continue;
                }

                if (names.Length == 0)
                    PrintHead(names = [.. row.Keys]);
                Console.WriteLine($"| {elapsed,5:0.0} | {string.Join(" | ", names.Select(name => $"{row.GetValueOrDefault(name).Memory,8:0}"))} | {row.Values.Sum(value => value.Memory),6:0} | {row.Values.Sum(value => value.Cpu),6:0.0} |");
                next += 1;
            }

            await Task.Delay(200);
        }

        await PrintRunsAsync(http);
    }

    private static async Task PrintRunsAsync(HttpClient http)
    {
        JsonElement runs = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync("/api/v1/runs?limit=1000"));
        double[] latencies = [.. runs.GetProperty("runs").EnumerateArray().Reverse().Select(run => run.GetProperty("closeToAckMs")).Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble())];
        double[] later = [.. latencies.Skip(1).Order()];
        if (later.Length > 0)
            Console.WriteLine($"\nwindow close to last acknowledgement, real ms: first run {latencies[0]:0}; {later.Length} later runs: median {later[later.Length / 2]:0}, 99th percentile {later[(int)Math.Ceiling(0.99 * later.Length) - 1]:0}, longest {later[^1]:0}");
        foreach (IGrouping<string, JsonElement> state in runs.GetProperty("runs").EnumerateArray().GroupBy(run => $"{run.GetProperty("state").GetString()}{(run.GetProperty("degraded").GetBoolean() ? ", degraded" : "")}"))
            Console.WriteLine($"runs {state.Key}: {state.Count()}");
    }

    /// <summary>Resident MB and processor share of every process of the page's reply, and of the simulated exchange on the port.</summary>
    public static SortedDictionary<string, (double Memory, double Cpu)> Read(JsonElement reply, int venuePort)
    {
        var row = new SortedDictionary<string, (double Memory, double Cpu)>(StringComparer.Ordinal);
        foreach (JsonElement process in reply.GetProperty("processes").EnumerateArray())
        {
            JsonElement gauges = process.GetProperty("gauges");
            row[$"{process.GetProperty("process").GetString()}{process.GetProperty("account").GetString()?.Replace("account", " ", StringComparison.Ordinal)}"] =
                (Gauge(gauges, "rss_mb"), Gauge(gauges, "cpu_percent"));
        }

        foreach (Process venue in Process.GetProcessesByName("Platform.Venue").Where(venue => File.ReadAllText($"/proc/{venue.Id}/cmdline").Contains($":{venuePort}\0", StringComparison.Ordinal)))
            row["venue"] = (venue.WorkingSet64 / 1_048_576.0, CpuOf(venue));
        return row;
    }

    private static double Gauge(JsonElement gauges, string name) => gauges.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;

    /// <summary>Percent of one core since the process started.</summary>
    private static double CpuOf(Process process) => 100 * process.TotalProcessorTime.TotalSeconds / Math.Max(1, (DateTime.Now - process.StartTime).TotalSeconds);

    private static void PrintHead(string[] names)
    {
        Console.WriteLine("Resident MB by virtual hour; cpu is the sum over the processes in percent of one core.\n");
        Console.WriteLine($"| hour  | {string.Join(" | ", names.Select(name => $"{name,8}"))} |  total |  cpu % |");
        Console.WriteLine($"|------:|{string.Concat(names.Select(name => $"{new string('-', Math.Max(8, name.Length) + 1)}:|"))}-------:|-------:|");
    }

    /// <summary>Runs the platform command as a user types it; throws when it fails.</summary>
    public static async Task CommandAsync(params string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "..", "..", "Cli", "release", "platform");
        using Process command = Process.Start(path, arguments);
        await command.WaitForExitAsync();
        if (command.ExitCode != 0)
            throw new InvalidOperationException($"platform {string.Join(' ', arguments)} ended with {command.ExitCode}");
    }
}
