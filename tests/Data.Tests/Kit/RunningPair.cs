using System.Net.Http;
using Platform.Analytics.Bars;
using Platform.Data.Store;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Environments;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.Journals;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Data.Tests.Kit;

/// <summary>A simulated exchange that replays recorded minutes and a data process that collects from it, both real executables.</summary>
internal sealed class RunningPair : IAsyncDisposable
{
    /// <summary>What callers of the data process show.</summary>
    public const string Token = "0123456789abcdef0123456789abcdef";

    private const int DefaultVenuePort = 5080;

    private readonly TempFolder _root = new("data");
    private readonly PlatformPaths _paths;
    private readonly int _port = FreePort.Next();
    private ChildProcess? _venue;

    private RunningPair() => _paths = PlatformPaths.Of(_root.Path, new PlatformConfiguration());

    public ChildProcess? Data { get; private set; }

    /// <summary>Port shift of the configuration; data's gRPC is at 5102 plus it.</summary>
    public int RpcPort => 5102 + _port - DefaultVenuePort;

    public static async Task<RunningPair> StartAsync(double speed)
    {
        var pair = new RunningPair();
        string market = RecordedData.Path("binance-usdm-1m");
        pair._venue = ChildProcess.Start(BuiltProgram.Path("Venue"), ["--listen", $"127.0.0.1:{pair._port}", "--market", "klines", "--market-path", market, "--speed", $"{speed}"]);
        await pair._venue.LineAsync("ready http");
        using var http = new HttpClient();
        ClockAnchor anchor = ClockFile.Parse(await http.GetStringAsync($"http://127.0.0.1:{pair._port}/venue/v1/clock"), "the exchange").Value;
        var configuration = new PlatformConfiguration { Clock = new ClockOptions { Speed = speed } };
        Assert.True(EnvironmentFiles.Begin(pair._paths, configuration, anchor, anchor.RealStart_ms).IsOk);
        pair._root.Folder("config");
        Directory.CreateDirectory(pair._paths.Run);
        await File.WriteAllTextAsync(pair._paths.TokenFile, Token);
        await File.WriteAllTextAsync(pair._root.File("config", "platform.yaml"), $"clock:\n  speed: {speed}\nnetwork:\n  port_shift: {pair._port - DefaultVenuePort}\n");
        return pair;
    }

    public async Task StartDataAsync()
    {
        if (Data is not null)
            await Data.DisposeAsync();
        Data = ChildProcess.Start(BuiltProgram.Path("Data"), ["--root", _root.Path]);
        await Data.LineAsync("Running", TimeSpan.FromSeconds(60));
    }

    /// <summary>Waits until so many bars are in the journal.</summary>
    public Task JournalledAsync(int bars) => Eventually.TrueAsync(() => Journal().Count >= bars || Data!.HasExited, TimeSpan.FromSeconds(90));

    /// <summary>What the journal holds now, in order; of a running process too.</summary>
    public List<SymbolBar> Journal()
    {
        var bars = new List<SymbolBar>();
        Result<ulong> read = JournalReader.Read(_paths.Journals, "bars", 0, (_, payload) => bars.Add(BarRecord.Read(payload).Value));
        return read.IsOk ? bars : [];
    }

    public async ValueTask DisposeAsync()
    {
        if (Data is not null)
            await Data.DisposeAsync();
        if (_venue is not null)
            await _venue.DisposeAsync();
        _root.Dispose();
    }
}
