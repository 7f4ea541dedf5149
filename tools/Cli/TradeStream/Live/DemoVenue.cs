using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.TradeStream.Live;

/// <summary>
/// The simulated exchange of --demo, started on a free port of this machine and stopped when the command ends, also after a kill.
/// </summary>
internal sealed class DemoVenue : IAsyncDisposable
{
    /// <summary>Stops the exchange when standard input closes, which also happens when this process is killed.</summary>
    private const string Guard = "trap '' INT; \"$@\" <&- & venue=$!; cat >/dev/null; kill $venue; wait $venue";

    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private DemoVenue(Process process, string endpoint, IReadOnlyDictionary<string, string> also)
    {
        _process = process;
        Endpoint = endpoint;
        Also = also;
    }

    /// <summary>HOST:PORT.</summary>
    public string Endpoint { get; }

    /// <summary>HOST:PORT of each other exchange that was asked for.</summary>
    public IReadOnlyDictionary<string, string> Also { get; }

    /// <summary>Starts the exchange and checks that it lists the symbols.</summary>
    /// <param name="others">Other exchanges over the same market, such as okx.</param>
    public static async Task<Result<DemoVenue>> StartAsync(IReadOnlyList<string> symbols, CancellationToken cancel, params IReadOnlyList<string> others)
    {
        string executable = Installation.Executable("Venue", "Platform.Venue");
        if (!File.Exists(executable))
            return new Fault(FaultKind.NotFound, $"{executable} does not exist; build first: scripts/setup.sh");
        string[] command = [executable, "--listen", "127.0.0.1:0", "--symbols", symbols.Count > 10 ? "300" : "20", .. others.SelectMany(exchange => (string[])["--also", $"{exchange}:0"])];
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(executable, command[1..]) : new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", .. command]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_startLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string? endpoint = null;
        var also = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (endpoint is null && await process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                if (line.Split(' ') is ["also", var exchange, var address])
                    also[exchange] = new Uri(address).Authority;
                endpoint = line.StartsWith("ready http://", StringComparison.Ordinal) ? line["ready http://".Length..].Split('/')[0] : null;
            }
        }
        catch (OperationCanceledException)
        {
            process.StandardInput.Close();
        }

        if (endpoint is null)
            return new Fault(FaultKind.Unavailable, $"the simulated exchange did not start: {(errors.IsCompleted ? await errors : $"no answer within {s_startLimit.TotalSeconds:0} s")}");
        var venue = new DemoVenue(process, endpoint, also);
        if (await venue.FindMissingAsync(symbols, either.Token) is not { } missing)
            return venue;
        await venue.DisposeAsync();
        return missing;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(s_stopLimit);
        try
        {
            if (OperatingSystem.IsWindows())
                _process.Kill();
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<Fault?> FindMissingAsync(IReadOnlyList<string> symbols, CancellationToken cancel)
    {
        using var http = new HttpClient();
        JsonElement listed = await http.GetFromJsonAsync<JsonElement>(new Uri($"http://{Endpoint}/fapi/v1/exchangeInfo"), cancel);
        string[] names = [.. listed.GetProperty("symbols").EnumerateArray().Select(row => row.GetProperty("symbol").GetString()!)];
        return symbols.FirstOrDefault(symbol => !names.Contains(symbol)) is { } missing
            ? new Fault(FaultKind.Invalid, $"--symbol {missing}: the simulated exchange does not list it; expected some of {string.Join(", ", names.Take(20))}.")
            : null;
    }
}
