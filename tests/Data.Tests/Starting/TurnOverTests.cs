using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Bars;
using Platform.Data.Collection;
using Platform.Data.Files;
using Platform.Data.Premium;
using Platform.Data.Repair;
using Platform.Data.Starting;
using Platform.Data.Tests.Kit;
using Platform.Data.Trades;
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

namespace Platform.Data.Tests.Starting;

/// <summary>Symbols that come and go while a real market room collects from the simulated exchange at speed 600.</summary>
public sealed class TurnOverTests
{
    private const double Speed = 600;

    [Fact]
    public async Task A_symbol_of_neither_day_leaves_comes_back_and_the_last_one_ends_its_connection()
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
        var queries = new TradeQueries(market, 1_000, (page, cancel) => queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Page, Payload = page }, cancel));
        var ingest = new MarketIngest(
            queue, new MarketIngestOptions { Speed = Speed, BackfillsPerMinute = 0 }, queries.Ask, closed.Writer, new TradeBatcher(8, keeps: false), clock, TimeProvider.System, NullLogger.Instance);
        var memory = new BarMemory(300);
        var files = new BarFiles(database, folder.Path, "v", memory, TimeSpan.FromHours(1), TimeProvider.System, NullLogger.Instance);
        var history = new HistoryLoad(new HistoryRules(0, 1_000), memory, files, database, new JournalHistory(), market, clock, NullLogger.Instance);
        var entry = new SymbolAdmission(
            history, queue, new PremiumSampler(_ => { }), SizeCuts.Rmb7, new BarRules(), new BarCounts(), BinanceEndpoints.Mock(address), new StreamOptions(), clock, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        Task[] running = [ingest.RunAsync(stop.Token), queries.RunAsync(stop.Token), entry.RunAsync(stop.Token)];

        await entry.EnterAsync(["BTCUSDT", "ETHUSDT"], stop.Token);
        await BothCloseAsync();
        await entry.TurnOverAsync(["BTCUSDT"], ["BTCUSDT", "ETHUSDT"], stop.Token);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], entry.Symbols);

        await entry.TurnOverAsync(["BTCUSDT"], ["BTCUSDT"], stop.Token);
        Assert.Equal(["BTCUSDT"], entry.Symbols);
        await OnlyBitcoinClosesAsync();
        await entry.TurnOverAsync(["BTCUSDT", "ETHUSDT"], ["BTCUSDT"], stop.Token);
        Assert.Equal(("ETHUSDT", "ETHUSDT"), (entry.SymbolOf(1), entry.SymbolOf(2)));
        await BothCloseAsync();

        await entry.TurnOverAsync(["ETHUSDT"], ["ETHUSDT"], stop.Token);
        await Eventually.TrueAsync(() => ingest.ShardsUp == 1);
        Assert.Equal([true, false], entry.Shards.Select(shard => shard.IsRetired));
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
