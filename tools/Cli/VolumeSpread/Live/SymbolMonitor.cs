using Platform.Analytics.VolumeSpread;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Analytics.VolumeSpread.Positioning;
using Platform.Cli.VolumeSpread.Results;
using Platform.Domain.Labels;
using Platform.Exchanges.Binance.Market;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>
/// One live symbol: history first, then closed bars from the stream or REST; each instant is analysed once. When the exchange corrects a
/// bar, it is replaced and the analysis is rebuilt from history, with the same result as if it had been correct. Single-threaded.
/// </summary>
internal sealed class SymbolMonitor
{
    private const int PageBars = 1_500;

    private readonly BinanceMarketClient _exchange;
    private readonly VolumeSpreadPreset _preset;
    private readonly BarInterval[] _timeframes;
    private readonly Dictionary<BarInterval, SeriesFeed> _feeds;
    private readonly Dictionary<BarInterval, BarCache> _caches;
    private readonly Dictionary<BarInterval, List<PriceVolumeBar>> _bars;
    private readonly Dictionary<BarInterval, long> _askedAt_ms = [];
    private InstantGate? _gate;
    private long _analysedTo_ms = long.MaxValue;

    public SymbolMonitor(string symbol, IReadOnlyList<BarInterval> timeframes, VolumeSpreadPreset preset, BinanceMarketClient exchange, string cacheFolder, FeedRules rules)
    {
        Symbol = symbol;
        _exchange = exchange;
        _preset = preset;
        _timeframes = [.. timeframes];
        _feeds = timeframes.ToDictionary(timeframe => timeframe, timeframe => new SeriesFeed(timeframe, rules));
        _caches = timeframes.ToDictionary(timeframe => timeframe, timeframe => new BarCache(cacheFolder, symbol, timeframe));
        _bars = timeframes.ToDictionary(timeframe => timeframe, _ => new List<PriceVolumeBar>());
        Analysis = new SymbolAnalysis(symbol, timeframes, preset);
    }

    public string Symbol { get; }

    public SymbolAnalysis Analysis { get; private set; }

    /// <summary>The reason why bars are not cached; null while they are.</summary>
    public Fault? CacheFault { get; private set; }

    public SeriesFeed Feed(BarInterval timeframe) => _feeds[timeframe];

    /// <summary>Reads the cache, queries the exchange for missing bars, and analyses the history.</summary>
    /// <param name="now_ms">Exchange time.</param>
    /// <param name="count">Bars of history per timeframe where there is no cache.</param>
    public async Task<Result<Done>> BackfillAsync(long now_ms, int count, CancellationToken cancel)
    {
        foreach (BarInterval timeframe in _timeframes)
        {
            Result<List<PriceVolumeBar>> bars = await HistoryAsync(timeframe, now_ms, count, cancel);
            if (bars.Fault is { } fault)
                return fault;
            if (bars.Value.Count == 0)
                return new Fault(FaultKind.NotFound, $"{Symbol} has no closed {timeframe} bar at the exchange yet; leave {timeframe} out of --timeframes.");
            _bars[timeframe] = bars.Value;
            _feeds[timeframe].Begin(bars.Value[^1]);
            if (_caches[timeframe].Write(bars.Value).Fault is { } unwritten)
                return unwritten;
        }

        Rebuild();
        return Done.Value;
    }

    /// <summary>Takes a closed bar of the stream; intervals that are not followed are ignored.</summary>
    public void OfferStream(BarInterval timeframe, in PriceVolumeBar bar, long event_ms)
    {
        if (_feeds.TryGetValue(timeframe, out SeriesFeed? feed))
            feed.OfferStream(bar, event_ms);
    }

    /// <summary>Queries the exchange for feeds that need it, at most once a second of real time for each; returns the fault.</summary>
    /// <param name="now_ms">Exchange time.</param>
    /// <param name="real_ms">Real time from any origin.</param>
    public async Task<Fault?> AskAsync(long now_ms, long real_ms, CancellationToken cancel)
    {
        foreach (SeriesFeed feed in _feeds.Values)
        {
            if (!feed.NeedsRest(now_ms) || real_ms - _askedAt_ms.GetValueOrDefault(feed.Timeframe, long.MinValue / 2) < 1_000)
                continue;
            _askedAt_ms[feed.Timeframe] = real_ms;
            Result<IReadOnlyList<Kline>> answer = await _exchange.GetKlinesAsync(Symbol, feed.Timeframe.Name, feed.AskFrom_ms, null, PageBars, cancel);
            if (answer.Fault is { } fault)
                return fault;
            IReadOnlyList<PriceVolumeBar> corrected = feed.OfferRest([.. answer.Value.Select(Bar)], now_ms);
            if (corrected.Count > 0)
                Correct(feed.Timeframe, corrected);
        }

        return null;
    }

    /// <summary>Analyses every instant whose bars are complete; appends the bars that closed.</summary>
    public void Advance(ICollection<AnalysedInstant> instants)
    {
        foreach ((BarInterval timeframe, PriceVolumeBar bar) in Collect())
            _gate!.Add(timeframe, bar);
        while (_gate is not null && _gate.TryRelease(out long close_ms, out List<TimeframeClose> closes))
        {
            List<TimeframeAnalysis> analyses = new(closes.Count);
            Analysis.Close(closes, analyses);
            _analysedTo_ms = close_ms;
            instants.Add(new AnalysedInstant(close_ms, analyses, Analysis.Alignment));
        }
    }

    private void Correct(BarInterval timeframe, IReadOnlyList<PriceVolumeBar> official)
    {
        // Bars that were accepted but not analysed yet become part of the history that is analysed again.
        Collect();
        List<PriceVolumeBar> bars = _bars[timeframe];
        foreach (PriceVolumeBar bar in official)
        {
            int index = bars.FindLastIndex(held => held.OpenTime_ms == bar.OpenTime_ms);
            if (index >= 0)
                bars[index] = bar;
        }

        CacheFault = _caches[timeframe].Write(bars).Fault ?? CacheFault;
        Rebuild();
    }

    /// <summary>Moves accepted bars to the history and its cache, and returns them.</summary>
    private List<(BarInterval Timeframe, PriceVolumeBar Bar)> Collect()
    {
        List<(BarInterval, PriceVolumeBar)> collected = [];
        foreach (SeriesFeed feed in _feeds.Values)
        {
            while (feed.TryTake(out PriceVolumeBar bar))
            {
                _bars[feed.Timeframe].Add(bar);
                CacheFault = _caches[feed.Timeframe].Append(bar).Fault ?? CacheFault;
                collected.Add((feed.Timeframe, bar));
            }
        }

        return collected;
    }

    /// <summary>
    /// Rebuilds the analysis from the stored bars, up to the last analysed instant. Later bars, and bars that miss another one of their
    /// instant, wait in the gate.
    /// </summary>
    private void Rebuild()
    {
        Analysis = new SymbolAnalysis(Symbol, _timeframes, _preset);
        List<TimeframeAnalysis> passed = [];
        List<TimeframeClose> waiting = [];
        long analysedTo_ms = long.MinValue;
        var instants = _timeframes
            .SelectMany(timeframe => _bars[timeframe].Select(bar => new TimeframeClose(timeframe, bar, PerpetualContext.Unknown)))
            .GroupBy(Close_ms).OrderBy(instant => instant.Key);
        foreach (IGrouping<long, TimeframeClose> instant in instants)
        {
            if (waiting.Count > 0 || instant.Key > _analysedTo_ms || !IsComplete(instant))
            {
                waiting.AddRange(instant);
                continue;
            }

            passed.Clear();
            Analysis.Close([.. instant.OrderBy(close => close.Timeframe.Minutes)], passed);
            analysedTo_ms = instant.Key;
        }

        _analysedTo_ms = analysedTo_ms;
        _gate = new InstantGate(_timeframes.Select(timeframe => (timeframe, Analysis.LastOpenTime_ms(timeframe) is { } last_ms
            ? last_ms + 2 * timeframe.Length_ms
            : _bars[timeframe][0].OpenTime_ms + timeframe.Length_ms)));
        foreach (TimeframeClose close in waiting)
            _gate.Add(close.Timeframe, close.Bar);
    }

    /// <summary>True when every timeframe whose history has begun and that closes at the instant has its bar.</summary>
    private bool IsComplete(IGrouping<long, TimeframeClose> instant) => _timeframes.All(timeframe =>
        instant.Key % timeframe.Length_ms != 0 || instant.Key <= _bars[timeframe][0].OpenTime_ms || instant.Any(close => close.Timeframe == timeframe));

    private async Task<Result<List<PriceVolumeBar>>> HistoryAsync(BarInterval timeframe, long now_ms, int count, CancellationToken cancel)
    {
        List<PriceVolumeBar> bars = _caches[timeframe].Read();
        while (true)
        {
            long from_ms = bars.Count > 0 ? bars[^1].OpenTime_ms : timeframe.StartOf(now_ms) - count * timeframe.Length_ms;
            Result<IReadOnlyList<Kline>> answer = await _exchange.GetKlinesAsync(Symbol, timeframe.Name, from_ms, null, PageBars, cancel);
            if (answer.Fault is { } fault)
                return fault;
            PriceVolumeBar[] page = [.. answer.Value.Where(kline => kline.OpenTime_ms + timeframe.Length_ms <= now_ms).Select(Bar)];
            if (bars.Count > 0 && (page.Length == 0 || page[0] != bars[^1]))
            {
                // The exchange's bars differ from the cache: the cache belongs to another market, or is damaged.
                bars.Clear();
                continue;
            }

            bars.AddRange(bars.Count > 0 ? page[1..] : page);
            if (answer.Value.Count < PageBars)
                return bars;
        }
    }

    private static long Close_ms(TimeframeClose close) => close.Bar.OpenTime_ms + close.Timeframe.Length_ms;

    private static PriceVolumeBar Bar(Kline kline) => new(kline.OpenTime_ms, kline.Open, kline.High, kline.Low, kline.Close, kline.Volume);
}
