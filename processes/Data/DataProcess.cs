using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Bars;
using Platform.Data.Collection;
using Platform.Data.Files;
using Platform.Data.Funding;
using Platform.Data.Health;
using Platform.Data.Labels;
using Platform.Data.Premium;
using Platform.Data.Queries;
using Platform.Data.Repair;
using Platform.Data.Starting;
using Platform.Data.Trades;
using Platform.Data.Universe;
using Platform.Domain.Labels;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.Venues.Binance.Endpoints;
using Platform.Venues.Binance.Limits;
using Platform.Venues.Binance.Market;
using Platform.Venues.Binance.Rest;
using Platform.Venues.Binance.Streams;
using Platform.Wire.V1;

namespace Platform.Data;

/// <summary>Composition root of the data process: streams and queries → market room → bar pipeline → journal, bus, files, labels.</summary>
internal sealed class DataProcess : IPlatformProcess
{
    private const int TapeBatches = 1_024;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(25);

    private readonly ProcessContext _context;
    private readonly BinanceRest _rest;
    private readonly DuckDbDatabase _database;
    private readonly BarJournal _journal;
    private readonly JournalHistory _past = new();
    private readonly BarCounts _counts = new();
    private readonly UniverseView _universe = new();
    private readonly InstrumentBook _instruments = new();
    private readonly UniverseSchedule _schedule;
    private readonly MarketQueue _queue;
    private readonly MarketRoom _room;
    private readonly MarketEntry _entry;
    private readonly TradeQueries _queries;
    private readonly TradeRecorder _recorder;
    private readonly BarFiles _files;
    private readonly BarPipeline _pipeline;
    private readonly LabelBoard _board;
    private readonly LabelReporter _reporter;
    private readonly FundingCollector _funding;
    private readonly PremiumCollector _premium;
    private readonly HealthWatch _health;

    public DataProcess(ProcessContext context)
    {
        _context = context;
        PlatformConfiguration configuration = context.Configuration;
        DataOptions data = configuration.Data;
        TimeSpan storeInterval = TimeSpan.FromSeconds(data.StoreInterval_s);
        BinanceEndpoints endpoints = MarketEndpoints.Of(configuration, context.Addresses);
        var gate = new LocalWeightGate(context.Clock, new WeightGateOptions(WeightPerMinute: data.WeightPerMinute, Reserve: 0));
        _rest = new BinanceRest(
            endpoints, new BinanceRestOptions(TimeLimit: TimeSpan.FromMilliseconds(configuration.Venue.CallTimeout_ms)), gate, context.Clock, context.RealTime);
        var market = new BinanceMarketClient(_rest);
        _database = Require(DuckDbDatabase.Open());
        _journal = Require(BarJournal.Open(context.Paths.Journals, _past.Add));

        var memory = new BarMemory(configuration.Bars.MemoryBars);
        _files = new BarFiles(_database, context.Paths.Klines, CutsOf(configuration.TranStats).Version, memory, storeInterval, context.RealTime, Log<BarFiles>());
        _reporter = new LabelReporter(context.Coordinator, Path.Combine(context.Paths.Journals, "reported_label"), context.Anchor.Speed, context.RealTime, Log<LabelReporter>());
        _board = new LabelBoard(RulesOf(configuration.Trigger), memory, _universe.At, _reporter.Report, context.Clock, context.RealTime);
        _pipeline = new BarPipeline(
            _journal, memory, _board, [.. configuration.Bars.Rollups.Select(name => Require(BarInterval.Parse(name)))],
            (bar, time_ms) => context.Bus.Publish(BusTopics.Bar.Of(bar.Interval).Of(bar.Symbol), bar, time_ms),
            _files.Mark, () => _files.StoredSequence, () => _room!.ExchangeClock_ms, context.RealTime);

        _queue = new MarketQueue(data.TradeQueue);
        _queries = new TradeQueries(market, data.GapPageLimit, (page, cancel) => _queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Page, Payload = page }, cancel));
        var tape = new TradeTape(TapeBatches, data.KeepTrades);
        _room = new MarketRoom(_queue, RoomOptionsOf(configuration), _queries.Ask, _pipeline.Writer, tape, context.Clock, context.RealTime, Log<MarketRoom>());
        _recorder = new TradeRecorder(tape, new TradeFiles(_database, context.Paths.Trades), context.Paths.Trades, feed => _entry!.SymbolOf(feed), data.KeepTradeDays, Log<TradeRecorder>());

        var fundingFiles = new FundingFiles(_database, context.Paths.FundingRates);
        var premiumFiles = new PremiumFiles(_database, context.Paths.PremiumIndex);
        _funding = new FundingCollector(
            market, fundingFiles, () => _entry!.Symbols, row => context.Bus.Publish(BusTopics.Funding.Of(row.Symbol), row, row.FundingTimeMs), context.Clock, Log<FundingCollector>());
        _premium = new PremiumCollector(
            market, premiumFiles, feed => _entry!.SymbolOf(feed), row => context.Bus.Publish(BusTopics.PremiumIndex.Of(row.Symbol), row, row.OpenTimeMs + Label.Length_ms),
            storeInterval, context.Clock, context.RealTime, Log<PremiumCollector>());

        var history = new HistoryLoad(new HistoryRules(configuration.Bars.HistoryBars, data.CatchUpTradesMax), memory, _files, _database, _past, market, context.Clock, Log<HistoryLoad>());
        var streams = new StreamOptions(StreamsPerConnection: data.StreamsPerConnection, Silence: TimeSpan.FromMilliseconds(data.SilenceLimit_ms));
        _entry = new MarketEntry(
            history, _queue, new PremiumSampler(_premium.Take), CutsOf(configuration.TranStats), new BarRules(configuration.Bars.Grace_ms, configuration.Bars.RevisionWindows), _counts,
            endpoints, streams, context.Clock, context.RealTime);

        var universeFiles = new UniverseFiles(context.Paths.Universe, configuration.Universe.Version);
        _schedule = new UniverseSchedule(
            market, new UniverseRule(configuration.Universe.Symbols, configuration.Universe.Exclude, configuration.Universe.Size), universeFiles, _universe, _instruments,
            UniverseSchedule.TimeOfDay(configuration.Universe.UpdateAt), context.Clock, Log<UniverseSchedule>());
        var alerts = new AlertBoard(alert => context.Bus.Publish(BusTopics.Alert.Of("data"), alert, 0), context.Clock);
        _health = new HealthWatch(
            () => _entry.Shards, () => _room.ShardsUp, () => _entry.Symbols.Count, () => _room.ExchangeClock_ms, () => _board.NewestDecided, () => context.Bus.Counts.Dropped,
            _counts, health => context.Bus.Publish(BusTopics.DataHealth, health, health.ExchangeClockMs), alerts, TimeSpan.FromMilliseconds(data.SilenceLimit_ms), context.RealTime);
        _room.SilentStream += (shard, symbol) =>
        {
            alerts.Set($"silent.{shard}", true, "critical", $"stream {shard} is up but {symbol} traded without a message; the connection is opened anew");
            _entry.Restart(shard);
        };

        var endpoint = new DataEndpoint(new BarQuery(memory, _files, _database), memory, _universe, universeFiles, _instruments, fundingFiles, premiumFiles, context.Clock);
        context.Rpc.Add(Wire.V1.Data.Descriptor, binder => Wire.V1.Data.BindService(binder, endpoint));
        DataMetrics.AddTrades(context.Metrics, _counts);
        DataMetrics.AddBounds(context.Metrics, _queue, tape, _recorder, _queries, _files);
        DataMetrics.AddStreams(context.Metrics, () => _entry.Shards, () => _room.ExchangeClock_ms, _pipeline, _reporter);
    }

    public (ProcessState State, string Detail) Health =>
        _health.Trouble.Length > 0 ? (ProcessState.Degraded, _health.Trouble) : (ProcessState.Running, "");

    public async Task StartAsync(CancellationToken cancel)
    {
        if (_journal.Recovery.WasTorn)
            Log<BarJournal>().LogWarning("{Recovery}", _journal.Recovery.ToString());
        IReadOnlyList<string> symbols = await new Patience(_context.RealTime, Log<UniverseSchedule>()).GetAsync(_schedule.StartAsync, cancel);
        IReadOnlyList<SymbolStart> starts = await _entry.EnterAsync(symbols, cancel);
        BeginLabels(starts);
        _past.LetGo();
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] rooms =
        [
            _room.RunAsync(stop.Token), _pipeline.RunAsync(stop.Token), _queries.RunAsync(stop.Token), _entry.RunAsync(stop.Token), TickAsync(stop.Token),
            _reporter.RunAsync(stop.Token), _files.RunAsync(stop.Token), _recorder.RunAsync(stop.Token), _funding.RunAsync(stop.Token), _premium.RunAsync(stop.Token),
            _premium.FillAsync(_entry.Symbols, stop.Token).ContinueWith(_ => Task.Delay(Timeout.Infinite, stop.Token), TaskScheduler.Default).Unwrap(),
            _schedule.RunAsync((symbols, stopping) => _entry.EnterAsync(symbols, stopping), stop.Token), _health.RunAsync(stop.Token),
        ];
        Task ended = await Task.WhenAny(rooms);
        await stop.CancelAsync();
        await Task.WhenAll(rooms).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancel.IsCancellationRequested)
            await ended;
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        _journal.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Labels go on after the newest one that was answered; those of the last hour that were journalled and not reported are.</summary>
    private void BeginLabels(IReadOnlyList<SymbolStart> starts)
    {
        Label hourAgo = Label.At(_context.Clock.NowMilliseconds()) + -12;
        Label first = starts.Count > 0 ? Label.At(starts.Min(start => start.OpenWindow_ms)) : hourAgo;
        Label reported = _reporter.ReadMark() ?? first + -1;
        _board.Begin(reported > hourAgo ? reported : hourAgo > first + -1 ? first + -1 : hourAgo);
        foreach (SymbolBar bar in _past.Bars)
            _board.Take(bar.Symbol, bar.Closed);
    }

    private async Task TickAsync(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(s_tick, _context.RealTime, cancel);
            _queue.TryPost(new MarketEvent { Kind = MarketEventKind.Tick });
        }
    }

    private RoomOptions RoomOptionsOf(PlatformConfiguration configuration) => new()
    {
        Speed = _context.Anchor.Speed,
        HardDeadline_ms = configuration.Bars.HardDeadline_ms,
        Grace_ms = configuration.Bars.Grace_ms,
        Reorder_ms = configuration.Data.Reorder_ms,
        GapTradesMax = configuration.Data.GapTradesMax,
        CatchUpTradesMax = configuration.Data.CatchUpTradesMax,
        GapBudgetPerMinute = configuration.Data.GapBudgetPerMinute,
        Cooldown = TimeSpan.FromSeconds(configuration.Data.GapCooldown_s),
    };

    private static LabelRules RulesOf(TriggerOptions trigger) =>
        new(trigger.Threshold, trigger.Deadline_ms, TimeSpan.FromSeconds(5), trigger.HistoryBarsRequired);

    private static SizeCuts CutsOf(TranStatsOptions options) => SizeCutsText.Of(options.Rmb, options.UsdRmbRate);

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new StartFault(result.Fault);

    private ILogger<T> Log<T>() => _context.Loggers.CreateLogger<T>();
}
