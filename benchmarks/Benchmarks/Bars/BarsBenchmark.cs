using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Bars;
using Platform.Data.Ingest;
using Platform.Data.Labels;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Hosting.Alerts;
using Platform.Primitives.Time;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Benchmarks.Bars;

/// <summary>
/// Trades per second of the market data path, compared with a plain sum of the same trades in the same run: the bar builder alone;
/// parsing and building on one thread; and frames through the queue into market ingest, as in the process.
/// </summary>
internal static class BarsBenchmark
{
    private const int Symbols = 300;
    private const int Trades = 3_000_000;
    private const int Frames = 300_000;
    private static readonly long s_start = Label.Parse("2025-12-22-001").Value.Start_ms;

    public static void Run()
    {
        Build(Trades / 10);
        Report("plain sum of the trades (peer)", Trades, PlainSum(Trades));
        Report("BarBuilder", Trades, Build(Trades));
        byte[][] frames = [.. Enumerable.Range(0, Frames).Select(Frame)];
        ParseAndIngest(frames);
        Report("frames → parser → queue → market ingest, one thread", Frames, ParseAndIngest(frames));
        Report("frames → parser → queue | market ingest, two threads", Frames, ParseThenIngestBeside(frames));
    }

    private static TimeSpan PlainSum(int trades)
    {
        var watch = Stopwatch.StartNew();
        Int128 sum = 0;
        for (int i = 0; i < trades; i++)
            sum += Trade(i).Quote.Units;
        GC.KeepAlive(sum);
        return watch.Elapsed;
    }

    private static TimeSpan Build(int trades)
    {
        BarBuilder[] builders = [.. Enumerable.Range(0, Symbols).Select(Builder)];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < trades; i++)
        {
            BarBuilder builder = builders[i % Symbols];
            builder.Offer(Trade(i), long.MaxValue);
            while (builder.TryTake(out _))
            {
            }
        }

        TimeSpan elapsed = watch.Elapsed;
        Console.WriteLine($"  allocated {(GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)trades:0.000} bytes per trade");
        return elapsed;
    }

    private static TimeSpan ParseAndIngest(byte[][] frames)
    {
        (MarketQueue queue, MarketIngest ingest, MarketFrameReader reader) = Ingest(4_096);
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < frames.Length; i++)
        {
            reader.Read(frames[i]);
            if (i % 256 == 255)
                ingest.Turn();
        }

        while (queue.Count > 0)
            ingest.Turn();
        return watch.Elapsed;
    }

    private static TimeSpan ParseThenIngestBeside(byte[][] frames)
    {
        (MarketQueue queue, MarketIngest ingest, MarketFrameReader reader) = Ingest(frames.Length + 16);
        var watch = Stopwatch.StartNew();
        var parser = new Thread(() =>
        {
            foreach (byte[] frame in frames)
                reader.Read(frame);
        });
        parser.Start();
        while (parser.IsAlive || queue.Count > 0)
            ingest.Turn();
        return watch.Elapsed;
    }

    private static (MarketQueue Queue, MarketIngest Ingest, MarketFrameReader Reader) Ingest(int capacity)
    {
        var queue = new MarketQueue(capacity);
        var outputs = new MarketOutputs(Channel.CreateUnbounded<TradeQuery>().Writer, Channel.CreateUnbounded<SymbolBar>().Writer, new TradeBatcher(1, keeps: false), new ExchangeClock());
        var clocks = new Clocks(TimeProvider.System, TimeProvider.System);
        var alerts = new AlertPublisher("data", _ => { }, clocks.Platform, clocks.Real, TimeSpan.FromDays(1), NullLogger.Instance);
        var ingest = new MarketIngest(queue, outputs, new MarketIngestOptions(), alerts, clocks, NullLogger.Instance);
        var state = new ShardState(0);
        SymbolFeed[] feeds = [.. Enumerable.Range(0, Symbols).Select(i => new SymbolFeed(i, 0, Builder(i)))];
        queue.TryPost(new MarketEvent { Kind = MarketEventKind.Join, Payload = new ShardJoin(state, feeds) });
        queue.TryPost(new MarketEvent { Kind = MarketEventKind.Up, Generation = 1 });
        ingest.Turn();
        var symbols = new FeedSymbols();
        symbols.Add([.. feeds.Select(feed => feed.Symbol)]);
        var sink = new ShardSink(state, [.. feeds.Select(feed => feed.Number)], queue, new PremiumSampler(symbols));
        return (queue, ingest, new MarketFrameReader(0, new SymbolTable([.. feeds.Select(feed => feed.Symbol)]), sink));
    }

    private static BarBuilder Builder(int symbol)
    {
        var builder = new BarBuilder(string.Create(CultureInfo.InvariantCulture, $"S{symbol:000}USDT"), SizeCuts.Rmb7, new BarRules(), new BarCounts());
        builder.Begin(s_start, Price.Of(100).Units, s_start);
        builder.Seed(0);
        builder.Resume();
        return builder;
    }

    private static AggTrade Trade(int i)
    {
        long id = i / Symbols;
        return new AggTrade(id, Price.FromUnits(10_000_000_000 + i % 1000 * 1_000_000), Quantity.FromUnits(1_000_000 + i % 77 * 100_000_000L), id, id, s_start + i / 10, i % 2 == 0);
    }

    private static byte[] Frame(int i)
    {
        AggTrade trade = Trade(i);
        string symbol = string.Create(CultureInfo.InvariantCulture, $"S{i % Symbols:000}USDT");
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"'stream':'{symbol.ToLowerInvariant()}@aggTrade','data':['e':'aggTrade','E':{trade.Time_ms + 5},'s':'{symbol}','a':{trade.Id},'p':'{trade.Price}','q':'{trade.Quantity}','nq':'{trade.Quantity}','f':{trade.FirstTradeId},'l':{trade.LastTradeId},'T':{trade.Time_ms},'m':{(trade.BuyerIsMaker ? "true" : "false")},'st':1]");
        return Encoding.UTF8.GetBytes("{" + text.Replace('\'', '"').Replace('[', '{').Replace(']', '}') + "}");
    }

    private static void Report(string what, int count, TimeSpan elapsed) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {count / elapsed.TotalSeconds:#,0} per second ({elapsed.TotalNanoseconds / count:0} ns each)"));
}
