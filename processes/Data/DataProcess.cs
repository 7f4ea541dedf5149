using Microsoft.Extensions.Logging;
using Platform.Analytics.Bars;
using Platform.Analytics.Flows;
using Platform.Data.Bars;
using Platform.Data.Collection;
using Platform.Data.Files;
using Platform.Data.Funding;
using Platform.Data.Health;
using Platform.Data.Labels;
using Platform.Data.Pipeline;
using Platform.Data.Premium;
using Platform.Data.Queries;
using Platform.Data.Repair;
using Platform.Data.Starting;
using Platform.Data.Trades;
using Platform.Data.Universe;
using Platform.Domain.Labels;
using Platform.Hosting.Alerts;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Control;
using Platform.Hosting.Life;
using Platform.Hosting.Streams;
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

/// <summary>Composition root of the data process: streams and queries → market room → bar pipeline → journal, bus, files, labels.</summary>
internal sealed class DataProcess : IPlatformProcess
{
    private const int TapeBatches = 1_024;

    /// <summary>Request weight that one symbol's window in progress costs: three pages of aggTrades, more for the busiest.</summary>
    private const int BackfillWeight = 60;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(25);

    private readonly ProcessContext _context;
    private readonly BinanceEndpoints _endpoints;
    private readonly SharedWeightGate _gate;
    private readonly BinanceRest _rest;
    private readonly SizeCuts _cuts;
    private readonly BarMemory _memory;
    private readonly TradeBatcher _tape;
    private readonly FundingFiles _fundingFiles;
    private readonly PremiumFiles _premiumFiles;
    private readonly UniverseFiles _universeFiles;
    private readonly DuckDbDatabase _database;
    private readonly BarJournal _journal;
    private readonly JournalHistory _past = new();
    private readonly BarCounts _counts = new();
    private readonly UniverseView _universe = new();
    private readonly InstrumentBook _instruments = new();
    private readonly UniverseSchedule _schedule;
    private readonly MarketQueue _queue;
    private readonly MarketIngest _ingest;
    private readonly SymbolAdmission _entry;
    private readonly TradeQueries _queries;
    private readonly TradeRecorder _recorder;
    private readonly BarFiles _files;
    private readonly BarPipeline _pipeline;
    private readonly LabelCompleteness _board;
    private readonly LabelReporter _reporter;
    private readonly FundingCollector _funding;
    private readonly PremiumCollector _premium;
    private readonly HealthWatch _health;

    public DataProcess(ProcessContext context)
    {
        _context = context;
        _endpoints = new BinanceEndpoints(context.Addresses.MarketData.Rest, context.Addresses.MarketData.Streams);
        _gate = MakeGate();
        var limit = new BinanceRestOptions(TimeLimit: TimeSpan.FromMilliseconds(Configuration.Venue.CallTimeout_ms));
        _rest = new BinanceRest(_endpoints, limit, _gate, context.Clock, context.RealTime);
        var market = new BinanceMarketClient(_rest);
        _cuts = SizeCutsText.Of(Configuration.TranStats.Rmb, Configuration.TranStats.UsdRmbRate);
        _database = Require(DuckDbDatabase.Open());
        _journal = Require(BarJournal.Open(context.Paths.Journals, _past.Add));
        _memory = new BarMemory(Configuration.Bars.MemoryBars);
        _files = new BarFiles(_database, context.Paths.Klines, _cuts.Version, _memory, StoreInterval, context.RealTime, Log<BarFiles>());

        string mark = Path.Combine(context.Paths.Journals, "reported_label");
        _reporter = new LabelReporter(context.Coordinator, mark, context.Anchor.Speed, context.Alerts, context.RealTime, Log<LabelReporter>());
        _board = new LabelCompleteness(RulesOf(Configuration.Trigger), _memory, _universe.At, () => _ingest!.LiveFrom_ms, _reporter.Report, context.Clock, context.RealTime);
        _pipeline = MakePipeline();

        _queue = new MarketQueue(Configuration.Data.TradeQueue);
        _queries = new TradeQueries(market, Configuration.Data.GapPageLimit, (page, cancel) => _queue.PostAsync(new MarketEvent { Kind = MarketEventKind.Page, Payload = page }, cancel));
        _tape = new TradeBatcher(TapeBatches, Configuration.Data.KeepTrades);
        _ingest = new MarketIngest(_queue, MarketIngestOptionsOf(Configuration, context.Anchor.Speed), _queries.Ask, _pipeline.Writer, _tape, context.Clock, context.RealTime, Log<MarketIngest>());
        _recorder = new TradeRecorder(_tape, new TradeFiles(_database, context.Paths.Trades), context.Paths.Trades, SymbolOf, Configuration.Data.KeepTradeDays, Log<TradeRecorder>());

        _fundingFiles = new FundingFiles(_database, context.Paths.FundingRates);
        _funding = new FundingCollector(
            market, _fundingFiles, () => _entry!.Symbols, row => context.Bus.Publish(BusTopics.Funding.Of(row.Symbol), row, row.FundingTimeMs), context.Clock, Log<FundingCollector>());
        _premiumFiles = new PremiumFiles(_database, context.Paths.PremiumIndex);
        _premium = new PremiumCollector(
            market, _premiumFiles, SymbolOf, row => context.Bus.Publish(BusTopics.PremiumIndex.Of(row.Symbol), row, row.OpenTimeMs + Label.Length_ms),
            StoreInterval, context.Clock, context.RealTime, Log<PremiumCollector>());
        _entry = MakeEntry(market);

        UniverseOptions universe = Configuration.Universe;
        _universeFiles = new UniverseFiles(context.Paths.Universe, universe.Version);
        _schedule = new UniverseSchedule(
            market, new UniverseRule(universe.Symbols, universe.Exclude, universe.Size), _universeFiles, _universe, _instruments,
            UniverseSchedule.TimeOfDay(universe.UpdateAt), context.Clock, Log<UniverseSchedule>());
        _health = MakeHealth();
        _ingest.SilentStream += ReopenSilent;
        _ingest.StreamRestored += (shard, _) => context.Alerts.Clear($"silent.{shard}");
        _board.PassedOver += _reporter.PassOver;
        Serve();
        Measure();
    }

    public (ProcessState State, string Detail) Health =>
        _health.Trouble.Length > 0 ? (ProcessState.Degraded, _health.Trouble) : (ProcessState.Running, "");

    public async Task StartAsync(CancellationToken cancel)
    {
        if (_journal.Recovery.WasTorn)
            Log<BarJournal>().LogWarning("{Recovery}", _journal.Recovery.ToString());
        IReadOnlyList<string> symbols = await new RetryPolicy(_context.RealTime, Log<UniverseSchedule>()).GetAsync(_schedule.StartAsync, cancel);
        IReadOnlyList<SymbolStart> starts = await _entry.EnterAsync(symbols, cancel);
        BeginLabels(starts);
        _past.Release();
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] options =
        [
            _ingest.RunAsync(stop.Token), _pipeline.RunAsync(stop.Token), _queries.RunAsync(stop.Token), _entry.RunAsync(stop.Token), TickAsync(stop.Token),
            _reporter.RunAsync(stop.Token), _files.RunAsync(stop.Token), _recorder.RunAsync(stop.Token), _funding.RunAsync(stop.Token), _premium.RunAsync(stop.Token),
            _premium.FillAsync(_entry.Symbols, stop.Token).ContinueWith(_ => Task.Delay(Timeout.Infinite, stop.Token), TaskScheduler.Default).Unwrap(),
            _schedule.RunAsync(_entry.TurnOverAsync, stop.Token), _health.RunAsync(stop.Token),
        ];
        Task ended = await Task.WhenAny(options);
        await stop.CancelAsync();
        await Task.WhenAll(options).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancel.IsCancellationRequested)
            await ended;
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        _gate.Dispose();
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
        _board.Begin(reported > hourAgo ? reported : hourAgo > first + -1 ? first + -1 : hourAgo, first);
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

    private PlatformConfiguration Configuration => _context.Configuration;

    private TimeSpan StoreInterval => TimeSpan.FromSeconds(Configuration.Data.StoreInterval_s);

    private string SymbolOf(int feed) => _entry.SymbolOf(feed);

    /// <summary>While the coordinator is away, data and all executors take two fifths of the address's weight each.</summary>
    private SharedWeightGate MakeGate() => new(
        new LocalWeightGate(_context.Clock, new WeightGateOptions(WeightPerMinute: Configuration.Data.WeightPerMinute, Reserve: 0)),
        new SharedWeightOptions(_endpoints.Rest.Authority, AwayPerMinute: Configuration.Coordinator.WeightPerMinute * 2 / 5, Block: 100),
        new WeightClient(_context.Coordinator, _context.FullName, _context.RealTime).AskAsync, _context.Clock, _context.RealTime);

    private BarPipeline MakePipeline() => new(
        _journal, _memory, _board, [.. Configuration.Bars.Rollups.Select(name => Require(BarInterval.Parse(name)))],
        (bar, time_ms) => _context.Bus.Publish(BusTopics.Bar.Of(bar.Interval).Of(bar.Symbol), bar, time_ms),
        _files.Mark, () => _files.StoredSequence, () => _ingest.ExchangeClock_ms, _context.RealTime);

    private SymbolAdmission MakeEntry(BinanceMarketClient market)
    {
        var rules = new HistoryRules(Configuration.Bars.HistoryBars, Configuration.Data.CatchUpTradesMax);
        var history = new HistoryLoad(rules, _memory, _files, _database, _past, market, _context.Clock, Log<HistoryLoad>());
        var streams = new StreamOptions(
            StreamsPerConnection: Configuration.Data.StreamsPerConnection, Silence: TimeSpan.FromMilliseconds(Configuration.Data.SilenceLimit_ms));
        return new SymbolAdmission(
            history, _queue, new PremiumSampler(_premium.Take), _cuts, new BarRules(Configuration.Bars.Grace_ms, Configuration.Bars.RevisionWindows), _counts,
            _endpoints, streams, _context.Clock, _context.RealTime);
    }

    private HealthWatch MakeHealth() => new(
        () => _entry.Shards, () => _ingest.ShardsUp, () => _entry.Symbols.Count, () => _ingest.ExchangeClock_ms, () => _board.NewestDecided, () => _context.Bus.Counts.Overflows,
        _counts, health => _context.Bus.Publish(BusTopics.DataHealth, health, health.ExchangeClockMs), _context.Alerts,
        new HealthBounds(
            TimeSpan.FromMilliseconds(Configuration.Data.SilenceLimit_ms), Configuration.Monitor.BarDelayWarn_s, Configuration.Monitor.BarDelayCritical_s, _context.Anchor.Speed),
        _context.RealTime);

    private void ReopenSilent(int shard, string symbol)
    {
        _context.Alerts.Raise($"silent.{shard}", AlertSeverity.Critical, $"stream {shard} is up but {symbol} traded without a message; the connection is opened anew");
        _entry.Restart(shard);
    }

    private void Serve()
    {
        var endpoint = new DataEndpoint(
            new BarQuery(_memory, _files, _database), _memory, _universe, _universeFiles, _instruments, _fundingFiles, _premiumFiles, _context.Clock);
        _context.Rpc.Add(Wire.V1.Data.Descriptor, binder => Wire.V1.Data.BindService(binder, endpoint));
    }

    private void Measure()
    {
        DataMetrics.AddTrades(_context.Metrics, _counts);
        DataMetrics.AddBounds(_context.Metrics, _queue, _tape, _recorder, _queries, _files);
        DataMetrics.AddStreams(_context.Metrics, () => _entry.Shards, () => _ingest.ExchangeClock_ms, _pipeline, _reporter);
    }

    private static MarketIngestOptions MarketIngestOptionsOf(PlatformConfiguration configuration, double speed) => new()
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

    private static T Require<T>(Result<T> result) => result.IsOk ? result.Value : throw new StartFault(result.Fault);

    private ILogger<T> Log<T>() => _context.Loggers.CreateLogger<T>();
}
