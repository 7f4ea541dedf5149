using System.Text.Json;
using Platform.Analytics.VolumeSpread;
using Platform.Cli.VolumeSpread.Live;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Cli.Tests.VolumeSpread;

/// <summary>The live session against the simulated exchange, whose streams are cut, silenced, repeated and reordered.</summary>
public sealed class VpaLiveTests : IDisposable
{
    private static readonly BarInterval[] Timeframes = [BarInterval.M5, BarInterval.M15, BarInterval.H1];
    private readonly TempFolder _root = new("vpa-live");

    [Theory]
    [InlineData("""{"type":"drop_message","match":"@kline_5m","rate":0.5}""")]
    [InlineData("""{"type":"duplicate_message","match":"@kline_","rate":0.7}""")]
    [InlineData("""{"type":"reorder_message","match":"@kline_","rate":0.5}""")]
    [InlineData("""{"type":"cut_sockets","match":"/market","inMs":600000,"everyMs":1500000}""")]
    [InlineData("""{"type":"silent_socket","match":"/market","after":40,"count":1}""")]
    public async Task No_bar_is_missed_or_repeated_whatever_happens_to_the_stream(string fault)
    {
        await using ChildProcess venue = await VenueAsync("--fault", fault);
        var seen = new Recorder();
        await RunAsync(venue, seen, recorder => recorder.Count(BarInterval.M5) >= 8 && recorder.Count(BarInterval.H1) >= 1);
        foreach (BarInterval timeframe in Timeframes)
        {
            long[] opens = seen.Opens(timeframe);
            Assert.Equal(Enumerable.Range(0, opens.Length).Select(i => opens[0] + i * timeframe.Length_ms), opens);
        }

        // One evaluation per instant: every timeframe that closes at it is in it.
        Assert.All(seen.Instants, instant => Assert.Equal(
            Timeframes.Where(timeframe => instant.Close_ms % timeframe.Length_ms == 0), instant.Closed.Select(closed => closed.Timeframe)));
    }

    [Fact]
    public async Task A_session_restarted_from_its_cache_gives_the_same_results_as_one_that_never_stopped()
    {
        await using ChildProcess venue = await VenueAsync();
        var first = new Recorder();
        await RunAsync(venue, first, recorder => recorder.Count(BarInterval.M5) >= 4);
        var second = new Recorder();
        await RunAsync(venue, second, recorder => recorder.Count(BarInterval.M5) >= 4);
        string path = Directory.GetFiles(_root.Path, "*-5m.csv", SearchOption.AllDirectories).Single();
        var bars = new BarCache(Path.GetDirectoryName(path)!, "ETHUSDT", BarInterval.M5).Read();
        var series = new TimeframeSeries(BarInterval.M5, VolumeSpreadPreset.Standard);
        Dictionary<long, BarAnalysis> batch = bars.ToDictionary(bar => bar.OpenTime_ms, bar => series.Add(bar));
        Assert.All(first.Instants.Concat(second.Instants).SelectMany(instant => instant.Closed).Where(closed => closed.Timeframe == BarInterval.M5),
            closed => Assert.Equal(batch[closed.Analysis.Features.OpenTime_ms], closed.Analysis));
    }

    [Fact]
    public async Task The_demonstration_needs_no_network_and_writes_the_lines_of_closed_bars()
    {
        await using ChildProcess command = ChildProcess.Start(
            BuiltProgram.Path("Cli", "platform"), ["vpa", "--demo", "--minutes", "0.12", "--timeframes", "5m,15m", "--json", _root.File("demo.jsonl")]);
        Assert.Equal(0, await command.ExitAsync(TimeSpan.FromSeconds(180)));
        string[] lines = File.ReadAllLines(_root.File("demo.jsonl"));
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal("ETHUSDT", JsonDocument.Parse(line).RootElement.GetProperty("symbol").GetString()));
        Assert.Contains("stream", command.Output);
    }

    [Theory]
    [InlineData("--exchange 127.0.0.1:9", "no simulated exchange answers at http://127.0.0.1:9/venue/v1/clock")]
    [InlineData("--exchange mars", "--exchange: 'mars' is not an exchange; expected live, testnet or HOST:PORT of a simulated exchange.")]
    [InlineData("--input . --demo", "--input and --demo exclude each other")]
    [InlineData("--minutes 0 --demo", "--minutes: 0 is not a duration; expected a number above 0.")]
    public async Task A_session_that_cannot_start_is_refused_with_the_remedy(string arguments, string expected)
    {
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["vpa", "--symbols", "ETHUSDT", .. arguments.Split(' ')], _root.Path);
        Assert.NotEqual(0, await command.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains(expected, command.Output);
        Assert.DoesNotContain("   at ", command.Output);
    }

    public void Dispose() => _root.Dispose();

    private async Task RunAsync(ChildProcess venue, Recorder seen, Func<Recorder, bool> enough)
    {
        string address = venue.Output[venue.Output.IndexOf("127.0.0.1:", StringComparison.Ordinal)..].Split('/', ' ')[0];
        var options = new LiveSessionOptions { Symbols = ["ETHUSDT"], Timeframes = Timeframes, Exchange = address, Cache = _root.Path, History = 200 };
        using var stop = new CancellationTokenSource();
        Task<Result<Done>> running = new LiveSession(options, seen, TimeProvider.System).RunAsync(stop.Token);
        await Eventually.TrueAsync(() => running.IsCompleted || enough(seen), TimeSpan.FromSeconds(180));
        await stop.CancelAsync();
        Result<Done> ended = await running;
        Assert.True(ended.IsOk, ended.Fault?.Message);
        Assert.True(enough(seen), string.Join('\n', seen.Alerts));
    }

    private static async Task<ChildProcess> VenueAsync(params string[] more)
    {
        ChildProcess venue = ChildProcess.Start(BuiltProgram.Path("Venue", "Platform.Venue"), ["--listen", "127.0.0.1:0", "--speed", "600", "--symbols", "2", "--weight-limit", "10000000", .. more]);
        await Eventually.TrueAsync(() => venue.Output.Contains("ready", StringComparison.Ordinal), TimeSpan.FromSeconds(90));
        return venue;
    }

    private sealed class Recorder : ILiveView
    {
        private readonly Lock _gate = new();
        private readonly List<AnalysedInstant> _instants = [];
        private readonly List<string> _alerts = [];

        public AnalysedInstant[] Instants
        {
            get
            {
                lock (_gate)
                    return [.. _instants];
            }
        }

        public string[] Alerts
        {
            get
            {
                lock (_gate)
                    return [.. _alerts];
            }
        }

        public int Count(BarInterval timeframe) => Opens(timeframe).Length;

        public long[] Opens(BarInterval timeframe) =>
            [.. Instants.SelectMany(instant => instant.Closed).Where(closed => closed.Timeframe == timeframe).Select(closed => closed.Analysis.Features.OpenTime_ms)];

        public void Closed(SymbolMonitor monitor, AnalysedInstant instant, TimeSpan took)
        {
            lock (_gate)
                _instants.Add(instant);
        }

        public void Refresh(IReadOnlyList<SymbolMonitor> monitors, KlineSink stream, long now_ms)
        {
        }

        public void Alert(string text)
        {
            lock (_gate)
                _alerts.Add(text);
        }
    }
}
