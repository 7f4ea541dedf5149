using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Ingest;
using Platform.Data.Labels;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Hosting.Alerts;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.TestKit.Clocks;

namespace Platform.Data.Tests.Kit;

/// <summary>Market ingest with one shard, driven event by event; its queries are answered by the test.</summary>
internal sealed class IngestFixture
{
    public const long T0 = 1_766_362_500_000;
    public const long T1 = T0 + 300_000;

    private readonly Channel<TradeQuery> _asked = Channel.CreateUnbounded<TradeQuery>();
    private int _taken;

    public IngestFixture(MarketIngestOptions? options = null, int queue = 1_000, params string[] symbols)
    {
        if (symbols.Length == 0)
            symbols = ["BTCUSDT"];
        Queue = new MarketQueue(queue);
        Alerts = new AlertPublisher("data", Changes.Add, Clock, Clock, TimeSpan.FromDays(1), NullLogger.Instance);
        Ingest = new MarketIngest(
            Queue, new MarketOutputs(_asked.Writer, Channel.CreateUnbounded<SymbolBar>().Writer, new TradeBatcher(8, keeps: true), ExchangeClock),
            options ?? new MarketIngestOptions { Reorder_ms = 0, Cooldown = TimeSpan.FromMilliseconds(100) }, Alerts, new Clocks(Clock, Clock), NullLogger.Instance);
        SymbolFeed[] feeds = [.. symbols.Select((symbol, i) => new SymbolFeed(i, 0, Builder(symbol)))];
        Queue.TryPost(new MarketEvent { Kind = MarketEventKind.Join, Payload = new ShardJoin(Shard, feeds) });
        Ingest.Turn();
    }

    public ManualClock Clock { get; } = ManualClock.At(T0 + 10);

    public ShardState Shard { get; } = new(0);

    public BarCounts Counts { get; } = new();

    public MarketQueue Queue { get; }

    public MarketIngest Ingest { get; }

    public ExchangeClock ExchangeClock { get; } = new();

    public AlertPublisher Alerts { get; }

    /// <summary>Changes of alerts, in order.</summary>
    public List<Alert> Changes { get; } = [];

    /// <summary>What ingest asked for, in order.</summary>
    public List<TradeQuery> Queries { get; } = [];

    public static AggTrade Trade(long id, long time_ms, string price = "100") =>
        new(id, Price.Parse(price), Quantity.Of(1), id, id, time_ms, BuyerIsMaker: false);

    public void Up(int generation = 1) => Post(new MarketEvent { Kind = MarketEventKind.Up, Generation = generation, Event_ms = Clock.GetUtcNow().ToUnixTimeMilliseconds() });

    public void Down(int generation = 1) => Post(new MarketEvent { Kind = MarketEventKind.Down, Generation = generation, Payload = "test" });

    /// <summary>A trade of the stream; the local clock is never behind it.</summary>
    public void Live(AggTrade trade, int feed = 0)
    {
        Clock.AdvanceTo(DateTimeOffset.FromUnixTimeMilliseconds(trade.Time_ms));
        Post(new MarketEvent { Kind = MarketEventKind.Trade, Feed = feed, Event_ms = trade.Time_ms + 5, Trade = trade });
    }

    public void Leave(params int[] feeds) => Post(new MarketEvent { Kind = MarketEventKind.Leave, Payload = feeds });

    public void Time(long event_ms) => Post(new MarketEvent { Kind = MarketEventKind.Clock, Event_ms = event_ms });

    /// <summary>Lets platform and real time pass, then a tick.</summary>
    public void Tick(long advance_ms = 200)
    {
        Clock.AdvanceMilliseconds(advance_ms);
        Post(new MarketEvent { Kind = MarketEventKind.Tick });
    }

    public void Answer(TradeQuery query, AggTrade[] trades, bool tip = true, long seed = -1, Fault? fault = null) =>
        Post(new MarketEvent { Kind = MarketEventKind.Page, Payload = new TradePage(query, trades, seed, IsLast: true, tip && fault is null, fault) });

    /// <summary>Up, asked for the first window, and answered: a continuous stream that expects the id.</summary>
    public void Begin(long nextId = 1)
    {
        Up();
        Tick();
        Answer(Queries[^1], [], seed: nextId);
    }

    /// <summary>Bars closed since the last call.</summary>
    public List<Bar> Closed()
    {
        List<Bar> bars = [.. Ingest.Closed.Skip(_taken).Where(bar => bar.Closed.HasBar).Select(bar => bar.Closed.Row.ToBar(bar.Symbol, BarInterval.M5))];
        _taken = Ingest.Closed.Count;
        return bars;
    }

    private void Post(MarketEvent happened)
    {
        Queue.TryPost(happened);
        Ingest.Turn();
        while (_asked.Reader.TryRead(out TradeQuery? query))
            Queries.Add(query);
    }

    private BarBuilder Builder(string symbol)
    {
        var builder = new BarBuilder(symbol, SizeCuts.Rmb7, new BarRules(), Counts);
        builder.Begin(T0, 0, T0);
        return builder;
    }
}
