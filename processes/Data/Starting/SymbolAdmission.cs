using System.Threading.Channels;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Collection;
using Platform.Data.Premium;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Data.Starting;

/// <summary>
/// Brings symbols into the market room: their past, their builders, their streams. At the start all of the universe, later what a new
/// day adds, less what neither day in force holds.
/// </summary>
internal sealed class SymbolAdmission(
    HistoryLoad history, MarketQueue queue, PremiumSampler premium, SizeCuts cuts, BarRules rules, BarCounts counts,
    BinanceEndpoints endpoints, StreamOptions streams, TimeProvider clock, TimeProvider realTime)
{
    private const int AtOnce = 8;

    private readonly Channel<MarketShard> _started = Channel.CreateUnbounded<MarketShard>();
    private readonly List<MarketShard> _shards = [];
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private volatile string[] _byNumber = [];
    private volatile string[] _symbols = [];
    private volatile ShardState[] _states = [];

    /// <summary>Symbols that are collected.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    public IReadOnlyList<ShardState> Shards => _states;

    /// <summary>Also of a feed that has ended: a symbol that comes back gets another number.</summary>
    public string SymbolOf(int feed) => _byNumber[feed];

    /// <summary>Enters those that are not in yet; gives where each begins. One call at a time.</summary>
    public async Task<IReadOnlyList<SymbolStart>> EnterAsync(IReadOnlyList<string> symbols, CancellationToken cancel)
    {
        string[] fresh = [.. symbols.Except(_symbols, StringComparer.Ordinal)];
        var starts = new SymbolStart[fresh.Length];
        await Parallel.ForAsync(0, fresh.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, stop) =>
            starts[i] = await history.PrepareAsync(fresh[i], stop));

        // One place on each connection is the mark-price stream's.
        foreach (SymbolStart[] shard in starts.Chunk(streams.StreamsPerConnection - 1))
            await OpenShardAsync(shard, cancel);
        return starts;
    }

    /// <summary>Enters the symbols of a day to come and ends those that neither it nor the day in force holds. One call at a time.</summary>
    public async Task TurnOverAsync(IReadOnlyList<string> coming, IReadOnlyList<string> inForce, CancellationToken cancel)
    {
        await EnterAsync(coming, cancel);
        await LeaveAsync([.. _symbols.Except(coming, StringComparer.Ordinal).Except(inForce, StringComparer.Ordinal)], cancel);
    }

    /// <summary>Runs every connection, also those that come later, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var running = new List<Task>();
        try
        {
            await foreach (MarketShard shard in _started.Reader.ReadAllAsync(cancel))
                running.Add(shard.RunAsync(cancel));
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    /// <summary>Opens a connection anew.</summary>
    public void Restart(int shard) => _shards[shard].Restart();

    private async Task OpenShardAsync(SymbolStart[] starts, CancellationToken cancel)
    {
        var state = new ShardState(_shards.Count);
        int first = _byNumber.Length;
        SymbolFeed[] feeds = [.. starts.Select((start, i) => new SymbolFeed(first + i, state.Number, Build(start)))];
        string[] symbols = [.. starts.Select(start => start.Symbol)];
        _byNumber = [.. _byNumber, .. symbols];
        for (int i = 0; i < symbols.Length; i++)
            _places[symbols[i]] = new Place(state.Number, i, first + i);
        _symbols = [.. _symbols, .. symbols];
        _states = [.. _states, state];
        var sink = new ShardSink(state, [.. feeds.Select(feed => feed.Number)], queue, premium);
        var shard = new MarketShard(endpoints, new SymbolTable(symbols), sink, streams, clock, realTime);
        _shards.Add(shard);
        await queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Join, Payload = new ShardJoin(state, feeds) }, cancel);
        _started.Writer.TryWrite(shard);
    }

    private async Task LeaveAsync(string[] symbols, CancellationToken cancel)
    {
        if (symbols.Length == 0)
            return;
        Place[] places = [.. symbols.Select(symbol => _places[symbol])];
        _symbols = [.. _symbols.Except(symbols, StringComparer.Ordinal)];
        foreach (string symbol in symbols)
        {
            _places.Remove(symbol);
            history.Forget(symbol);
        }

        await queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Leave, Payload = places.Select(place => place.Feed).ToArray() }, cancel);
        foreach (IGrouping<int, Place> shard in places.GroupBy(place => place.Shard))
        {
            if (!_places.Values.Any(place => place.Shard == shard.Key))
                _states[shard.Key].Retire();
            _shards[shard.Key].Leave([.. shard.Select(place => place.InShard)]);
        }
    }

    private readonly record struct Place(int Shard, int InShard, int Feed);

    private BarBuilder Build(SymbolStart start)
    {
        var builder = new BarBuilder(start.Symbol, cuts, rules, counts);
        builder.Begin(start.OpenWindow_ms, start.PreviousClose, start.OpenWindow_ms);
        foreach (ClosedBar closed in start.Recent)
            builder.Restore(in closed);
        if (start.NextId >= 0)
            builder.Seed(start.NextId);
        return builder;
    }
}
