using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Platform.Benchmarks.Soaks;
using Platform.Exchanges.Binance.Endpoints;
using Platform.ExecutionFaults.Checks;
using Platform.ExecutionFaults.Platforms;
using Platform.ExecutionFaults.Scenarios;

namespace Platform.Benchmarks.Execution;

/// <summary>
/// A whole platform with a TWAP and a VWAP account for many virtual hours, under faults and kill -9 by a seed:
/// <c>Benchmarks execution-soak [hours 72] [speed 60] [seed 1]</c>. Every hour: resident memory, and what does not hold.
/// </summary>
internal static class ExecutionSoak
{
    private const int PortBase = 31_000;
    private const int FaultsPerHour = 6;
    private static readonly string[] s_accounts = ["account1", "account2"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        double hours = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 72;
        string speed = arguments.Length > 1 ? arguments[1] : "60";
        int seed = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 1;
        string root = Directory.CreateTempSubdirectory("platform-execution-soak-").FullName;
        (string, string)[] settings = [("ACCOUNTS__0__ALGORITHM", "twap"), ("ACCOUNTS__1__ALGORITHM", "vwap"), ("EXECUTION__TWAP_HORIZON_MIN", "20"), ("EXECUTION__VWAP_HORIZON_MIN", "20")];
        foreach ((string key, string value) in settings)
            Environment.SetEnvironmentVariable($"PLATFORM__{key}", value);
        try
        {
            await Soak.CommandAsync("up", "--root", root, "--port-base", $"{PortBase}", "--speed", speed, "--symbols", "10");
            return await WatchAsync(root, hours, new Random(seed)) == 0 ? 0 : 1;
        }
        finally
        {
            await Soak.CommandAsync("down", "--root", root);
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<int> WatchAsync(string root, double hours, Random random)
    {
        string token = (await File.ReadAllTextAsync(Path.Combine(root, "data", "run", "token"))).Trim();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{PortBase + 3080}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        string journals = Path.Combine(Directory.GetDirectories(Path.Combine(root, "data", "mock")).Max(StringComparer.Ordinal)!, "journal");
        WatchedAccount[] accounts = [.. await Task.WhenAll(s_accounts.Select(account => WatchedAccount.OpenAsync(account, journals, token)))];
        IReadOnlyList<string> symbols = await accounts[0].Venue.SymbolsAsync();
        long start_ms = 0;
        double nextHour = 0, nextFault = 0.25;
        int found = 0;
        while (nextHour <= hours)
        {
            if (await TryGetAsync(http, "/api/v1/processes") is not { } reply)
                continue;
            long now_ms = reply.GetProperty("nowMs").GetInt64();
            start_ms = start_ms == 0 ? now_ms : start_ms;
            double elapsed = (now_ms - start_ms) / 3_600_000.0;
            foreach (WatchedAccount account in accounts)
                account.Follow();
            if (elapsed >= nextFault)
            {
                await InjectAsync(random, reply, accounts, symbols);
                nextFault += 1.0 / FaultsPerHour;
            }

            if (elapsed >= nextHour)
            {
                found += await ReportAsync(elapsed, reply, accounts, root);
                nextHour += 1;
            }

            await Task.Delay(200);
        }

        foreach (WatchedAccount account in accounts)
            account.Venue.Dispose();
        Console.WriteLine($"{hours} virtual hours, {found} findings");
        return found;
    }

    /// <summary>A fault of the Venue for one account, or kill -9 of its executor.</summary>
    private static async Task InjectAsync(Random random, JsonElement reply, WatchedAccount[] accounts, IReadOnlyList<string> symbols)
    {
        WatchedAccount account = accounts[random.Next(accounts.Length)];
        bool kills = random.Next(12) == 0;
        string json = FaultChoice.Next(random).Replace("{symbol}", symbols[random.Next(symbols.Count)], StringComparison.Ordinal).Replace("mock-account1", $"mock-{account.Name}", StringComparison.Ordinal);
        if (!kills)
        {
            await account.Venue.AddFaultAsync(json);
            return;
        }

        int pid = reply.GetProperty("processes").EnumerateArray()
            .Where(row => row.GetProperty("process").GetString() == "executor" && row.GetProperty("account").GetString() == account.Name).Select(row => row.GetProperty("pid").GetInt32()).FirstOrDefault();
        if (pid == 0)
            return;
        using Process victim = Process.GetProcessById(pid);
        victim.Kill();
        account.Kills++;
    }

    /// <summary>Faults end, positions are compared, and what an operator has to reset is reset: the number of findings.</summary>
    private static async Task<int> ReportAsync(double elapsed, JsonElement reply, WatchedAccount[] accounts, string root)
    {
        SortedDictionary<string, (double Memory, double Cpu)> processes = Soak.Read(reply, PortBase + 80);
        Console.WriteLine($"hour {elapsed,5:0.0}: {string.Join(", ", processes.Select(row => $"{row.Key} {row.Value.Memory:0} MB"))}, cpu {processes.Values.Sum(value => value.Cpu):0} %");
        await accounts[0].Venue.ClearFaultsAsync();
        int found = 0;
        foreach (WatchedAccount account in accounts)
        {
            IReadOnlyList<string> findings = await account.CheckAsync();
            found += findings.Count;
            Console.WriteLine($"  {account}{string.Concat(findings.Take(10).Select(finding => $"\n    FOUND {finding}"))}");
            string held = account.Held;
            if (held.Length > 0)
            {
                Console.WriteLine($"    held: {held}");
                await Soak.CommandAsync("reset", "--root", root, "--account", account.Name, "--reason", "the hour of the soak is over");
            }
        }

        return found;
    }

    private static async Task<JsonElement?> TryGetAsync(HttpClient http, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(path, UriKind.Relative)));
        }
        catch (HttpRequestException)
        {
            await Task.Delay(200);
            return null;
        }
    }

    /// <summary>One account: its journal as it grows, and what the exchange says of it.</summary>
    private sealed class WatchedAccount(string name, string journals, VenueControl venue)
    {
        private const int Tries = 100;
        private readonly LedgerTail _tail = new(journals, name);
        private readonly JournalChecks _checks = new(allowsUnexplained: true);
        private long _facts;
        private int _reported;

        public string Name => name;

        public VenueControl Venue => venue;

        public int Kills { get; set; }

        public string Held => string.Join(", ", _tail.Ledger.Safety.Latches.Select(latch => latch.Message));

        public static async Task<WatchedAccount> OpenAsync(string name, string journals, string token) =>
            new(name, journals, await VenueControl.OpenAsync(PortBase + 80, token, new ApiKey($"mock-{name}", $"mock-secret-{name}")));

        public void Follow()
        {
            _tail.Read();
            foreach (var fact in _tail.Facts)
                _checks.Take(fact);
            _facts += _tail.Facts.Count;
            _tail.Forget();
        }

        /// <summary>What is new: moments of the journal that must not be, and positions that do not become equal.</summary>
        public async Task<IReadOnlyList<string>> CheckAsync()
        {
            IReadOnlyList<string> differences = [];
            for (int tries = 0; tries < Tries; tries++)
            {
                Follow();
                if ((differences = await ExchangeChecks.PositionsAsync(venue, _tail.Ledger)).Count == 0)
                    break;
                await Task.Delay(100);
            }

            string[] findings = [.. _checks.Findings.Skip(_reported), .. differences];
            _reported = _checks.Findings.Count;
            return findings;
        }

        public override string ToString() => $"{name}: {_facts} facts, {Kills} kills, {_tail.Ledger.OpenParents.Count()} parents at work, positions {(_tail.Ledger.ExpectedPositions.Count)}";
    }
}
