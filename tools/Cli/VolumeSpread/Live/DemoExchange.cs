using System.Diagnostics;
using System.Globalization;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>A simulated exchange for a demonstration, started on a free port and stopped on disposal.</summary>
internal sealed class DemoExchange : IDisposable
{
    private const int Speed = 60;
    private readonly Process _process;

    private DemoExchange(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Host and port of the exchange.</summary>
    public string Address { get; }

    /// <summary>Starts the exchange with a clock sixty times as fast as real time; a fault when it does not answer within 30 seconds.</summary>
    public static async Task<Result<DemoExchange>> StartAsync(CancellationToken cancel)
    {
        string executable = Installation.Executable("Venue", "Platform.Venue");
        if (!File.Exists(executable))
            return new Fault(FaultKind.NotFound, $"{executable} does not exist; build first: scripts/setup.sh");
        var start = new ProcessStartInfo(executable, ["--listen", "127.0.0.1:0", "--speed", Speed.ToString(CultureInfo.InvariantCulture), "--weight-limit", "1000000"])
        {
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                if (!line.Contains("ready", StringComparison.Ordinal) || line.IndexOf("127.0.0.1:", StringComparison.Ordinal) is not (>= 0 and var at))
                    continue;
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new DemoExchange(process, line[at..].Split('/', ' ')[0]);
            }
        }
        catch (OperationCanceledException)
        {
        }

        process.Kill();
        process.Dispose();
        return new Fault(FaultKind.Unavailable, "The simulated exchange was not ready within 30 seconds; run scripts/platform venue to see why.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
