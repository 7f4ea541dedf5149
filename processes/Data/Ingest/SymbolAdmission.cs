using System.Threading.Channels;
using Platform.Data.Bars;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Data.Ingest;

/// <summary>
/// Adds symbols to market ingest: their history, builders and streams. At the start it adds the whole universe, later the symbols of each
/// new day; it removes symbols that are in neither the current day nor the next.
/// </summary>
internal sealed class SymbolAdmission(
    HistoryLoad history, BarBuilders builders, MarketQueue queue, PremiumSampler premium, FeedSymbols feeds, StreamSource source)
{
    private const int AtOnce = 8;

    private readonly Channel<MarketShard> _started = Channel.CreateUnbounded<MarketShard>();
    private readonly List<MarketShard> _connections = [];
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Every connection opened so far.</summary>
    public ShardStates Shards { get; } = new();

    /// <summary>Adds the symbols that are not collected yet; returns where each starts. One call at a time.</summary>
    public async Task<IReadOnlyList<SymbolStart>> AdmitAsync(IReadOnlyList<string> symbols, CancellationToken cancel)
    {
        string[] fresh = [.. symbols.Except(feeds.Collected, StringComparer.Ordinal)];
        var starts = new SymbolStart[fresh.Length];
        await Parallel.ForAsync(0, fresh.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, stop) =>
            starts[i] = await history.PrepareAsync(fresh[i], stop));

        // The mark-price stream takes one place on each connection.
        foreach (SymbolStart[] shard in starts.Chunk(source.Options.StreamsPerConnection - 1))
            await OpenShardAsync(shard, cancel);
        return starts;
    }

    /// <summary>
    /// Adds the symbols of the next day and removes those that are in neither that day nor the current one. One call at a time.
    /// </summary>
    public async Task TurnOverAsync(IReadOnlyList<string> coming, IReadOnlyList<string> inForce, CancellationToken cancel)
    {
        await AdmitAsync(coming, cancel);
        await LeaveAsync([.. feeds.Collected.Except(coming, StringComparer.Ordinal).Except(inForce, StringComparer.Ordinal)], cancel);
    }

    /// <summary>Runs every connection until cancelled, including those added later.</summary>
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

    /// <summary>Follows the universe of each new day until cancelled.</summary>
    public async Task FollowAsync(UniverseSchedule schedule, CancellationToken cancel)
    {
        await foreach (UniverseTurnOver day in schedule.TurnOversAsync(cancel))
            await TurnOverAsync(day.Coming, day.InForce, cancel);
    }

    private async Task OpenShardAsync(SymbolStart[] starts, CancellationToken cancel)
    {
        var state = new ShardState(_connections.Count);
        string[] symbols = [.. starts.Select(start => start.Symbol)];
        int first = feeds.Add(symbols);
        SymbolFeed[] joining = [.. starts.Select((start, i) => new SymbolFeed(first + i, state.Number, builders.Build(start)))];
        for (int i = 0; i < symbols.Length; i++)
            _places[symbols[i]] = new Place(state.Number, i, first + i);
        Shards.Add(state);
        var sink = new ShardSink(state, [.. joining.Select(feed => feed.Number)], queue, premium);
        var shard = new MarketShard(source, new SymbolTable(symbols), sink, state);
        _connections.Add(shard);
        await queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Join, Payload = new ShardJoin(state, joining) }, cancel);
        _started.Writer.TryWrite(shard);
    }

    private async Task LeaveAsync(string[] symbols, CancellationToken cancel)
    {
        if (symbols.Length == 0)
            return;
        Place[] places = [.. symbols.Select(symbol => _places[symbol])];
        feeds.Remove(symbols);
        foreach (string symbol in symbols)
        {
            _places.Remove(symbol);
            history.Forget(symbol);
        }

        await queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Leave, Payload = places.Select(place => place.Feed).ToArray() }, cancel);
        foreach (IGrouping<int, Place> shard in places.GroupBy(place => place.Shard))
        {
            if (!_places.Values.Any(place => place.Shard == shard.Key))
                Shards.All[shard.Key].Retire();
            _connections[shard.Key].Leave([.. shard.Select(place => place.InShard)]);
        }
    }

    private readonly record struct Place(int Shard, int InShard, int Feed);
}
