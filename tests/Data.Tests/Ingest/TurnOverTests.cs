using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Bars;
using Platform.Data.Ingest;
using Platform.Data.Store;
using Platform.Data.Reference;
using Platform.Data.Tests.Kit;
using Platform.Data.Labels;
using Platform.Hosting.Alerts;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Platform.TestKit.Waiting;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Xunit;

namespace Platform.Data.Tests.Ingest;

/// <summary>Symbols that come and go while the real market ingest collects from the simulated exchange at speed 600.</summary>
public sealed class TurnOverTests
{
    private const double Speed = 600;

    [Fact]
    public async Task A_symbol_in_neither_day_is_removed_and_can_return_and_the_last_one_ends_its_connection()
    {
        Result<DuckDbDatabase> opened = DuckDbDatabase.Open();
        if (!opened.IsOk)
            Assert.Skip(opened.Fault.Message);
        using DuckDbDatabase database = opened.Value;
        using var folder = new TempFolder();
        string address = $"127.0.0.1:{FreePort.Next()}";
        await using ChildProcess venue = ChildProcess.Start(
            BuiltProgram.Path("Venue"), ["--listen", address, "--market", "model", "--speed", $"{Speed}", "--start", "2025-12-22T00:00:00Z"]);
        await venue.LineAsync("ready http");
        using var http = new HttpClient();
        ClockAnchor anchor = ClockFile.Parse(await http.GetStringAsync($"http://{address}/venue/v1/clock"), "the exchange").Value;
        var clock = new VirtualClock(anchor);
        using var rest = new BinanceRest(BinanceEndpoints.Mock(address), new BinanceRestOptions(), new LocalWeightGate(clock, new WeightGateOptions()), clock, TimeProvider.System);
        var market = new BinanceMarketClient(rest);

        var queue = new MarketQueue(100_000);
        var closed = Channel.CreateUnbounded<SymbolBar>();
        var queries = new TradeQueries(market, 1_000, queue);
        var clocks = new Clocks(clock, TimeProvider.System);
        var outputs = new MarketOutputs(queries.Writer, closed.Writer, new TradeBatcher(8, keeps: false), new ExchangeClock());
        using var alerts = new AlertPublisher("data", _ => { }, clock, TimeProvider.System, TimeSpan.FromDays(1), NullLogger.Instance);
        var ingest = new MarketIngest(queue, outputs, new MarketIngestOptions { Speed = Speed, BackfillsPerMinute = 0 }, alerts, clocks, NullLogger.Instance);
        var memory = new BarMemory(300);
        using BarJournal journal = BarJournal.Open(folder.Folder("journals"), _ => { }).Value;
        var files = new BarFiles(database, new BarFilesOptions(folder.Path, "v", TimeSpan.FromHours(1)), memory, TimeProvider.System, NullLogger.Instance);
        var history = new HistoryLoad(new HistoryRules(0, 1_000), new BarStore(memory, journal, files), new JournalHistory(), market, clock, NullLogger.Instance);
        var feeds = new FeedSymbols();
        var admission = new SymbolAdmission(
            history, new BarBuilders(SizeCuts.Rmb7, new BarRules(), new BarCounts()), queue, new PremiumSampler(feeds), feeds,
            new StreamSource(BinanceEndpoints.Mock(address), new StreamOptions(), clocks));
        using var stop = new CancellationTokenSource();
        Task[] running = [ingest.RunAsync(stop.Token), queries.RunAsync(stop.Token), admission.RunAsync(stop.Token)];

        await admission.AdmitAsync(["BTCUSDT", "ETHUSDT"], stop.Token);
        await BothCloseAsync();
        await admission.TurnOverAsync(["BTCUSDT"], ["BTCUSDT", "ETHUSDT"], stop.Token);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], feeds.Collected);

        await admission.TurnOverAsync(["BTCUSDT"], ["BTCUSDT"], stop.Token);
        Assert.Equal(["BTCUSDT"], feeds.Collected);
        await OnlyBitcoinClosesAsync();
        await admission.TurnOverAsync(["BTCUSDT", "ETHUSDT"], ["BTCUSDT"], stop.Token);
        Assert.Equal(("ETHUSDT", "ETHUSDT"), (feeds.SymbolOf(1), feeds.SymbolOf(2)));
        await BothCloseAsync();

        await admission.TurnOverAsync(["ETHUSDT"], ["ETHUSDT"], stop.Token);
        await Eventually.TrueAsync(() => admission.Shards.Up == 1);
        Assert.Equal([true, false], admission.Shards.All.Select(shard => shard.IsRetired));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running));

        async Task BothCloseAsync()
        {
            var seen = new HashSet<string>();
            while (seen.Count < 2)
                seen.Add((await Eventually.AnswerAsync(closed.Reader.ReadAsync(stop.Token).AsTask())).Symbol);
        }

        async Task OnlyBitcoinClosesAsync()
        {
            while (closed.Reader.TryRead(out _))
                continue;
            for (int bitcoins = 0, others = 0; bitcoins < 4; bitcoins++)
            {
                // One bar of the other symbol may have been on its way.
                while ((await Eventually.AnswerAsync(closed.Reader.ReadAsync(stop.Token).AsTask())).Symbol != "BTCUSDT")
                    Assert.Equal(1, ++others);
            }
        }
    }
}
