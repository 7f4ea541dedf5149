using Platform.Analytics.VolumeSpread.Features;
using Platform.Domain.Labels;

namespace Platform.Cli.VolumeSpread.Live;

/// <summary>The current source of closed bars of a timeframe.</summary>
internal enum BarSource
{
    Rest = 1,
    Stream = 2,
}

/// <summary>When the feed leaves the stream, and when it returns to it.</summary>
/// <param name="Grace_ms">Exchange time after a close at which a missing bar is late.</param>
/// <param name="ProofBars">Consecutive stream bars that must equal the exchange's own before the stream is used again.</param>
/// <param name="AuditEvery">Stream bars between two comparisons with the exchange's own bars.</param>
internal sealed record FeedRules(long Grace_ms = 2_000, int ProofBars = 3, int AuditEvery = 12);

/// <summary>The counters of a feed.</summary>
internal sealed class FeedCounts
{
    public long FromStream { get; set; }
    public long FromRest { get; set; }

    /// <summary>Repeated stream bars.</summary>
    public long Duplicates { get; set; }

    /// <summary>Stream bars that are invalid, or that differ from the exchange's own.</summary>
    public long Wrong { get; set; }

    /// <summary>Bars that the stream did not deliver in time.</summary>
    public long Late { get; set; }

    public long Switches { get; set; }

    /// <summary>Bars accepted from the stream and corrected afterwards.</summary>
    public long Corrected { get; set; }
}

/// <summary>
/// Selects the source of each bar, stream or REST, for one symbol and timeframe: the stream first; REST when the stream is silent, late
/// or wrong; the stream again after enough correct bars. Every bar is delivered once, in order, without gaps. Does no I/O;
/// single-threaded.
/// </summary>
internal sealed class SeriesFeed(BarInterval timeframe, FeedRules rules)
{
    private const double QualityDecay = 0.95;
    private readonly SortedDictionary<long, PriceVolumeBar> _offered = [];
    private readonly SortedDictionary<long, PriceVolumeBar> _unaudited = [];
    private readonly Queue<PriceVolumeBar> _accepted = new();
    private PriceVolumeBar? _last;
    private int _equalBars;
    private bool _gap;

    public BarInterval Timeframe => timeframe;

    public BarSource Source { get; private set; } = BarSource.Rest;

    public FeedCounts Counts { get; } = new();

    /// <summary>0 to 1: the recent share of stream bars that were in time and correct.</summary>
    public double Quality { get; private set; } = 1;

    /// <summary>Unix ms of the next bar; 0 before the history is set.</summary>
    public long NextOpen_ms { get; private set; }

    /// <summary>Sets the end of the history: the next bar follows it, and the stream becomes the source.</summary>
    public void Begin(PriceVolumeBar last)
    {
        _last = last;
        NextOpen_ms = last.OpenTime_ms + timeframe.Length_ms;
        Source = BarSource.Stream;
    }

    /// <summary>Takes a closed bar of the stream.</summary>
    /// <param name="event_ms">The exchange's time of the event.</param>
    public void OfferStream(in PriceVolumeBar bar, long event_ms)
    {
        if (NextOpen_ms == 0)
            return;
        bool isInvalid = bar.Impossible() is not null || timeframe.StartOf(bar.OpenTime_ms) != bar.OpenTime_ms || event_ms < bar.OpenTime_ms + timeframe.Length_ms;
        if (isInvalid)
            RejectBar();
        else if (bar.OpenTime_ms < NextOpen_ms)
            Repeated(bar);
        else
            Keep(bar);
        Follow();
    }

    /// <summary>True when the bars from <see cref="AskFrom_ms"/> on should be queried from the exchange.</summary>
    /// <param name="now_ms">Exchange time.</param>
    public bool NeedsRest(long now_ms)
    {
        long due_ms = NextOpen_ms + timeframe.Length_ms;
        if (NextOpen_ms == 0)
            return false;
        if (_unaudited.Count >= rules.AuditEvery)
            return true;
        return _gap ? now_ms >= due_ms : now_ms >= due_ms + (Source == BarSource.Stream ? rules.Grace_ms : 0);
    }

    /// <summary>
    /// Unix ms of the oldest bar that was not yet compared with the exchange's own, at the latest that of the bar before the next.
    /// </summary>
    public long AskFrom_ms => _unaudited.Count > 0 ? _unaudited.Keys.First() : NextOpen_ms - timeframe.Length_ms;

    /// <summary>Takes the exchange's own closed bars, ascending; returns those that correct an already delivered bar.</summary>
    /// <param name="now_ms">Exchange time; a bar that is still open is ignored.</param>
    public IReadOnlyList<PriceVolumeBar> OfferRest(IReadOnlyList<PriceVolumeBar> bars, long now_ms)
    {
        List<PriceVolumeBar> corrected = [];
        foreach (PriceVolumeBar bar in bars)
        {
            if (bar.OpenTime_ms + timeframe.Length_ms > now_ms || bar.Impossible() is not null)
                continue;
            if (_unaudited.Remove(bar.OpenTime_ms, out PriceVolumeBar taken))
                Audit(bar, taken, corrected);
            else if (bar.OpenTime_ms == NextOpen_ms)
                TakeFromRest(bar);
        }

        Follow();
        return corrected;
    }

    /// <summary>Takes the next accepted bar.</summary>
    public bool TryTake(out PriceVolumeBar bar) => _accepted.TryDequeue(out bar);

    private void Repeated(in PriceVolumeBar bar)
    {
        if (_last is not { } last || bar.OpenTime_ms != last.OpenTime_ms || bar == last)
            Counts.Duplicates++;
        else
            RejectBar();
    }

    /// <summary>Holds a stream bar that is early, or that arrives while REST is the source, for comparison; a bounded number.</summary>
    private void Keep(in PriceVolumeBar bar)
    {
        _gap |= bar.OpenTime_ms > NextOpen_ms;
        _offered[bar.OpenTime_ms] = bar;
        if (_offered.Count > 2 * rules.ProofBars + 8)
            _offered.Remove(_offered.Keys.First());
    }

    private void Audit(in PriceVolumeBar official, in PriceVolumeBar taken, List<PriceVolumeBar> corrected)
    {
        if (official == taken)
            return;
        Counts.Corrected++;
        corrected.Add(official);
        if (_last is { } last && last.OpenTime_ms == official.OpenTime_ms)
            _last = official;
        RejectBar();
    }

    private void TakeFromRest(in PriceVolumeBar bar)
    {
        bool came = _offered.TryGetValue(bar.OpenTime_ms, out PriceVolumeBar streamed);
        bool right = came && streamed == bar;
        if (Source == BarSource.Stream && !came)
        {
            Counts.Late++;
            Leave();
        }
        else if (came && !right)
        {
            Counts.Wrong++;
        }

        _equalBars = right ? _equalBars + 1 : 0;
        UpdateQuality(right);
        Deliver(bar, BarSource.Rest);
        if (Source == BarSource.Rest && _equalBars >= rules.ProofBars)
        {
            Source = BarSource.Stream;
            Counts.Switches++;
        }
    }

    /// <summary>Accepts held stream bars that are next in order, while the stream is the source.</summary>
    private void Follow()
    {
        while (Source == BarSource.Stream && _offered.TryGetValue(NextOpen_ms, out PriceVolumeBar bar))
            Deliver(bar, BarSource.Stream);
    }

    private void Deliver(in PriceVolumeBar bar, BarSource source)
    {
        _accepted.Enqueue(bar);
        _last = bar;
        NextOpen_ms = bar.OpenTime_ms + timeframe.Length_ms;
        while (_offered.Count > 0 && _offered.Keys.First() < NextOpen_ms)
            _offered.Remove(_offered.Keys.First());
        _gap = _offered.Count > 0 && !_offered.ContainsKey(NextOpen_ms);
        if (source == BarSource.Rest)
        {
            Counts.FromRest++;
            return;
        }

        Counts.FromStream++;
        _unaudited[bar.OpenTime_ms] = bar;
        UpdateQuality(right: true);
    }

    private void RejectBar()
    {
        Counts.Wrong++;
        UpdateQuality(right: false);
        Leave();
    }

    private void Leave()
    {
        _equalBars = 0;
        if (Source == BarSource.Rest)
            return;
        Source = BarSource.Rest;
        Counts.Switches++;
    }

    private void UpdateQuality(bool right) => Quality = QualityDecay * Quality + (right ? 1 - QualityDecay : 0);
}
