using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Bars;
using Platform.Data.Health;
using Platform.Data.Ingest;
using Platform.Data.Labels;
using Platform.Data.Queries;
using Platform.Data.Reference;
using Platform.Data.Store;
using Platform.Domain.Labels;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Control;
using Platform.Hosting.Life;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Store.DuckDb;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Wire.V1;

namespace Platform.Data;

/// <summary>Composition root of the data process: streams and queries → market ingest → bar pipeline → journal, bus, files, labels.</summary>
internal sealed class DataProcess : IPlatformProcess
{
    private const int TradeBatches = 1_024;

    /// <summary>Request weight of one symbol's window in progress: three pages of aggTrades, more for the busiest symbols.</summary>
    private const int BackfillWeight = 60;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(25);

    private readonly ProcessContext _context;
    private readonly Clocks _clocks;
    private readonly BinanceEndpoints _endpoints;
    private readonly SharedWeightGate _gate;
    private readonly BinanceRest _rest;
    private readonly BinanceMarketClient _market;
    private readonly DuckDbDatabase _database;
    private readonly JournalHistory _past = new();
    private readonly BarStore _store;
    private readonly FundingFiles _fundingFiles;
    private readonly PremiumFiles _premiumFiles;
    private readonly UniverseFiles _universeFiles;
    private readonly UniverseRegistry _universe = new();
    private readonly UniverseSchedule _schedule;
    private readonly FeedSymbols _feeds = new();
    private readonly ExchangeClock _exchangeClock = new();
    private readonly LabelReporter _reporter;
    private readonly LabelCompleteness _labels;
    private readonly BarPipeline _pipeline;
    private readonly MarketQueue _queue;
    private readonly TradeQueries _queries;
    private readonly TradeBatcher _trades;
    private readonly TradeRecorder _recorder;
    private readonly MarketIngest _ingest;
    private readonly PremiumSampler _sampler;
    private readonly BarCounts _counts = new();
    private readonly SymbolAdmission _admission;
    private readonly FundingCollector _funding;
    private readonly PremiumCollector _premium;
    private readonly PremiumHistory _premiumHistory;
    private readonly HealthWatch _health;

    public DataProcess(ProcessContext context)
    {
        _context = context;
        _clocks = new Clocks(context.Clock, context.RealTime);
        _endpoints = new BinanceEndpoints(context.Addresses.MarketData.Rest, context.Addresses.MarketData.Streams);
        _gate = MakeGate();
        var limit = new BinanceRestOptions(TimeLimit: TimeSpan.FromMilliseconds(Configuration.Venue.CallTimeout_ms));
        _rest = new BinanceRest(_endpoints, limit, _gate, context.Clock, context.RealTime);
        _market = new BinanceMarketClient(_rest);
        _database = Require(DuckDbDatabase.Open());
        SizeCuts cuts = SizeCutsText.Of(Configuration.TranStats.Rmb, Configuration.TranStats.UsdRmbRate);
        _store = OpenStore(cuts);
        _fundingFiles = new FundingFiles(_database, context.Paths.FundingRates);
        _premiumFiles = new PremiumFiles(_database, context.Paths.PremiumIndex);
        _universeFiles = new UniverseFiles(context.Paths.Universe, Configuration.Universe.Version);
        _schedule = MakeSchedule();

        string mark = Path.Combine(context.Paths.Journals, "reported_label");
        _reporter = new LabelReporter(context.Coordinator, mark, context.Anchor.Speed, context.Alerts, context.RealTime, Log<LabelReporter>());
        _labels = new LabelCompleteness(RulesOf(Configuration.Trigger), _store.Memory, _universe, _exchangeClock, _reporter, _clocks);
        BarInterval[] rollUps = [.. Configuration.Bars.Rollups.Select(name => Require(BarInterval.Parse(name)))];
        _pipeline = new BarPipeline(_store, _labels, rollUps, context.Bus, _exchangeClock, context.RealTime);

        _queue = new MarketQueue(Configuration.Data.TradeQueue);
        _queries = new TradeQueries(_market, Configuration.Data.GapPageLimit, _queue);
        _trades = new TradeBatcher(TradeBatches, Configuration.Data.KeepTrades);
        _recorder = new TradeRecorder(_trades, new TradeFiles(_database, context.Paths.Trades), _feeds, context.Paths.Trades, Configuration.Data.KeepTradeDays, Log<TradeRecorder>());
        var outputs = new MarketOutputs(_queries.Writer, _pipeline.Writer, _trades, _exchangeClock);
        _ingest = new MarketIngest(_queue, outputs, IngestOptionsOf(Configuration, context.Anchor.Speed), context.Alerts, _clocks, Log<MarketIngest>());
        _sampler = new PremiumSampler(_feeds);
        _admission = MakeAdmission(cuts);

        _funding = new FundingCollector(_market, _fundingFiles, _feeds, context.Bus, context.Clock, Log<FundingCollector>());
        _premium = new PremiumCollector(_sampler, _premiumFiles, context.Bus, StoreInterval, context.RealTime, Log<PremiumCollector>());
        _premiumHistory = new PremiumHistory(_market, _premiumFiles, context.Clock, Log<PremiumHistory>());
        var sources = new HealthSources(_admission.Shards, _feeds, _exchangeClock, _labels, _counts);
        _health = new HealthWatch(sources, context.Bus, context.Alerts, BoundsOf(Configuration, context.Anchor.Speed), context.RealTime);
        Serve();
        Measure();
    }

    public (ProcessState State, string Detail) Health =>
        _health.Trouble.Length > 0 ? (ProcessState.Degraded, _health.Trouble) : (ProcessState.Running, "");

    public async Task StartAsync(CancellationToken cancel)
    {
        if (_store.Journal.Recovery.WasTorn)
            Log<BarJournal>().LogWarning("{Recovery}", _store.Journal.Recovery.ToString());
        IReadOnlyList<string> symbols = await new StartRetryPolicy(_context.RealTime, Log<UniverseSchedule>()).GetAsync(_schedule.StartAsync, cancel);
        IReadOnlyList<SymbolStart> starts = await _admission.AdmitAsync(symbols, cancel);
        BeginLabels(starts);
        _past.Release();
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] loops =
        [
            _ingest.RunAsync(stop.Token), _pipeline.RunAsync(stop.Token), _queries.RunAsync(stop.Token), _admission.RunAsync(stop.Token), TickAsync(stop.Token),
            _reporter.RunAsync(stop.Token), _store.Files.RunAsync(stop.Token), _recorder.RunAsync(stop.Token), _funding.RunAsync(stop.Token), _premium.RunAsync(stop.Token),
            FillPremiumAsync(stop.Token), _admission.FollowAsync(_schedule, stop.Token), _health.RunAsync(stop.Token),
        ];
        Task ended = await Task.WhenAny(loops);
        await stop.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancel.IsCancellationRequested)
            await ended;
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        _gate.Dispose();
        _store.Journal.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Labels continue after the newest one that the coordinator answered; labels of the last hour that were journalled but not reported
    /// are reported now.
    /// </summary>
    private void BeginLabels(IReadOnlyList<SymbolStart> starts)
    {
        Label hourAgo = Label.At(_context.Clock.NowMilliseconds()) + -12;
        RefuseFuture(_reporter.ReadMark(), "reported_label");
        RefuseFuture(_past.Bars.Count == 0 ? null : Label.At(_past.Bars.Max(bar => bar.Closed.Row.OpenTime_ms)), "the bar journal");
        Label first = starts.Count > 0 ? Label.At(starts.Min(start => start.OpenWindow_ms)) : hourAgo;
        Label reported = _reporter.ReadMark() ?? first + -1;
        _labels.Begin(reported > hourAgo ? reported : hourAgo > first + -1 ? first + -1 : hourAgo, first);
        foreach (SymbolBar bar in _past.Bars)
            _labels.Take(bar.Symbol, bar.Closed);
    }

    private void RefuseFuture(Label? newest, string file)
    {
        if (newest?.RefuseFromFuture(_context.Clock.NowMilliseconds()) is { } fault)
            throw new StartFault($"{_context.Paths.Journals}: {file} is ahead of the clock: {fault.Message}. Set the machine's clock, or begin a new session.");
    }

    private async Task TickAsync(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(s_tick, _context.RealTime, cancel);
            _queue.TryPost(new MarketEvent { Kind = MarketEventKind.Tick });
        }
    }

    /// <summary>Fills the premium history once; a failure does not stop the process.</summary>
    private async Task FillPremiumAsync(CancellationToken cancel)
    {
        await _premiumHistory.FillAsync(_feeds.Collected, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Timeout.Infinite, cancel);
    }

    private PlatformConfiguration Configuration => _context.Configuration;

    private TimeSpan StoreInterval => TimeSpan.FromSeconds(Configuration.Data.StoreInterval_s);

    /// <summary>Without the coordinator, data and all executors use two fifths of the address's weight each.</summary>
    private SharedWeightGate MakeGate() => new(
        new LocalWeightGate(_context.Clock, new WeightGateOptions(WeightPerMinute: Configuration.Data.WeightPerMinute, Reserve: 0)),
        new SharedWeightOptions(_endpoints.Rest.Authority, AwayPerMinute: Configuration.Coordinator.WeightPerMinute * 2 / 5, Block: 100),
        new WeightClient(_context.Coordinator, _context.FullName, _context.RealTime).AskAsync, _context.Clock, _context.RealTime);

    private BarStore OpenStore(SizeCuts cuts)
    {
        BarJournal journal = Require(BarJournal.Open(_context.Paths.Journals, _past.Add));
        var memory = new BarMemory(Configuration.Bars.MemoryBars);
        var options = new BarFilesOptions(_context.Paths.Klines, cuts.Version, StoreInterval);
        return new BarStore(memory, journal, new BarFiles(_database, options, memory, _context.RealTime, Log<BarFiles>()));
    }

    private UniverseSchedule MakeSchedule()
    {
        UniverseOptions universe = Configuration.Universe;
        var rule = new UniverseRule(universe.Symbols, universe.Exclude, universe.Size);
        return new UniverseSchedule(_market, rule, _universeFiles, _universe, UniverseTimes.Of(universe.UpdateAt, _context.Clock), Log<UniverseSchedule>());
    }

    private SymbolAdmission MakeAdmission(SizeCuts cuts)
    {
        var rules = new HistoryRules(Configuration.Bars.HistoryBars, Configuration.Data.CatchUpTradesMax);
        var history = new HistoryLoad(rules, _store, _past, _market, _context.Clock, Log<HistoryLoad>());
        var builders = new BarBuilders(cuts, new BarRules(Configuration.Bars.Grace_ms, Configuration.Bars.RevisionWindows), _counts);
        var options = new StreamOptions(
            StreamsPerConnection: Configuration.Data.StreamsPerConnection, Silence: TimeSpan.FromMilliseconds(Configuration.Data.SilenceLimit_ms));
        return new SymbolAdmission(history, builders, _queue, _sampler, _feeds, new StreamSource(_endpoints, options, _clocks));
    }

    private void Serve()
    {
        var endpoint = new DataEndpoint(_store, _universe, _universeFiles, _fundingFiles, _premiumFiles, _context.Clock);
        _context.Rpc.Add(Wire.V1.Data.Descriptor, binder => Wire.V1.Data.BindService(binder, endpoint));
    }

    private void Measure()
    {
        DataMetrics.AddTrades(_context.Metrics, _counts);
        DataMetrics.AddBounds(_context.Metrics, _queue, _trades, _recorder, _queries, _store.Files, _sampler);
        DataMetrics.AddStreams(_context.Metrics, _admission.Shards, _exchangeClock, _pipeline, _reporter);
    }

    private static MarketIngestOptions IngestOptionsOf(PlatformConfiguration configuration, double speed) => new()
    {
        Speed = speed,
        LabelDeadline_ms = configuration.Trigger.Deadline_ms,
        BackfillsPerMinute = configuration.Data.WeightPerMinute / BackfillWeight,
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

    private static HealthBounds BoundsOf(PlatformConfiguration configuration, double speed) =>
        new(TimeSpan.FromMilliseconds(configuration.Data.SilenceLimit_ms), configuration.Monitor.BarDelayWarn_s, configuration.Monitor.BarDelayCritical_s, speed);

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new StartFault(result.Fault);

    private ILogger<T> Log<T>() => _context.Loggers.CreateLogger<T>();
}
