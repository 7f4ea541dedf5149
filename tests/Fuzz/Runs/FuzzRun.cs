using System.Globalization;
using System.Net;
using System.Text.Json;
using Platform.Fuzz.Attacks;
using Platform.Fuzz.Inputs;
using Platform.TestKit.Processes;

namespace Platform.Fuzz.Runs;

/// <summary>An attack of several clients on one venue process, for a time; started by the benchmark for minutes and by a test for seconds.</summary>
public static class FuzzRun
{
    private const string Token = "fuzz";
    private const int Samples = 40;

    /// <summary>So little history that every store is full within the warm-up: what grows after that has no bound.</summary>
    private const string History = "200";

    /// <summary>Starts the executable, attacks it, stops it, and reports. The seed decides what each client sends, not when.</summary>
    /// <param name="progress">Hears how far it is, forty times in the run.</param>
    public static async Task<FuzzReport> RunAsync(string executable, TimeSpan duration, int seed, Action<string>? progress = null)
    {
        var report = new FuzzReport();
        string[] accounts = [.. HttpInput.Accounts.SelectMany(account => new[] { "--account", $"{account.Key}:{account.Secret}:1000000" })];
        await using ChildProcess venue = ChildProcess.Start(executable,
            ["--listen", "127.0.0.1:0", "--token", Token, "--symbols", "10", "--seed", "1", "--history", History, "--weight-limit", "1000000000", "--order-limit", "1000000000", "--assume", "floods-before-ban=0", .. accounts]);
        string ready = await venue.LineAsync("ready");
        var address = new Uri(ready.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)));
        using HttpClient control = MoneyWatch.Client(address, Token);
        using var end = new CancellationTokenSource(duration);
        await AttackAsync(new IPEndPoint(IPAddress.Loopback, address.Port), control, seed, report, duration, progress, end.Token);
        if (venue.HasExited)
            report.Find($"the venue ended with {venue.ExitCode}", []);
        foreach (string entry in venue.Output.Split("fail: ").Skip(1).Take(10))
            report.Find($"the venue says: {string.Join(' ', entry.Split('\n').Take(5).Select(line => line.Trim()))}", []);
        if (report.Memory.Verdict(duration) is { } grown)
            report.Find(grown, []);
        return report;
    }

    private static async Task AttackAsync(IPEndPoint endpoint, HttpClient control, int seed, FuzzReport report, TimeSpan duration, Action<string>? progress, CancellationToken end)
    {
        var orders = new OrderInput();
        long offset_ms = 0;
        long Now_ms() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + Interlocked.Read(ref offset_ms);
        async Task FollowClockAsync()
        {
            while (!end.IsCancellationRequested)
            {
                string text = await control.GetStringAsync(new Uri("/venue/v1/clock", UriKind.Relative), CancellationToken.None);
                long now_ms = long.Parse(text.Split("\"nowMs\":")[1].Split(',')[0], CultureInfo.InvariantCulture);
                Interlocked.Exchange(ref offset_ms, now_ms - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }
        }

        Task http(int client) => new HttpAttack(endpoint, new HttpInput(new Dice(seed + client), orders, Token, Now_ms), orders, report).RunAsync(end);
        Task socket(int client) => new SocketAttack(endpoint, new Dice(seed + client), orders, Now_ms, report).RunAsync(end);
        Task[] all =
        [
            FollowClockAsync(), new MoneyWatch(control, new Dice(seed), orders, report).RunAsync(end), http(1), http(2), http(3), socket(11), socket(12),
            SampleAsync(control, duration, report, progress, end),
        ];
        try
        {
            await Task.WhenAll(all);
        }
        catch (Exception lost) when (lost is HttpRequestException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            report.Find($"the venue could not be reached any more: {lost.Message}", []);
        }
    }

    private static async Task SampleAsync(HttpClient control, TimeSpan duration, FuzzReport report, Action<string>? progress, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            string text = await control.GetStringAsync(new Uri("/venue/v1/state?collect=true", UriKind.Relative), CancellationToken.None);
            using JsonDocument state = JsonDocument.Parse(text);
            JsonElement memory = state.RootElement.GetProperty("memory");
            double MegaBytes(string name) => memory.GetProperty(name).GetInt64() / 1_048_576.0;
            var sample = new MemorySample(
                MegaBytes("processBytes"), MegaBytes("managedBytes"), memory.GetProperty("endedOrders").GetInt64(), memory.GetProperty("fills").GetInt64(), memory.GetProperty("aggTrades").GetInt64());
            report.Memory.Add(sample);
            long Sum(string prefix) => report.Under(prefix).Sum(static pair => pair.Value);
            progress?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{Sum("requests"):N0} requests, {Sum("frames"):N0} frames, {report.Findings.Count} findings, process {sample.Process_MB:0} MB"));
            await Task.Delay(duration / Samples, end).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
