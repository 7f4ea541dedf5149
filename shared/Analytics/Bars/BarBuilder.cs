using Platform.Analytics.Flows;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Analytics.Bars;

/// <summary>
/// Counters of the offered trades (the metrics of spec/quant.md §1.5). Written by the builder's thread; other threads can read slightly
/// older values.
/// </summary>
public sealed class BarCounts
{
    public long Trades;
    public long Duplicates;
    public long Conflicts;
    public long Reordered;
    public long LateTrades;
    public long LateDropped;
    public long BadTrades;
    public long FutureTrades;
    public long Gaps;
    public long GapsUnresolved;
    public long HeldDropped;
    public long Bars;
    public long Revisions;
    public long SuspectBars;
    public long NoHistoryWindows;
}

/// <summary>The settings of bar building (spec/quant.md §1.5, Appendix C).</summary>
/// <param name="Grace_ms">Exchange time to wait after a window's end before it closes without a later trade.</param>
/// <param name="RevisionWindows">Number of closed windows that a late trade can still revise.</param>
/// <param name="HeldTradesMax">Maximum number of trades per symbol held behind a gap; further trades are fetched again.</param>
public sealed record BarRules(long Grace_ms = 2_000, int RevisionWindows = 3, int HeldTradesMax = 20_000);

/// <summary>A closed or revised window, with the ids from which a restart continues.</summary>
/// <param name="FirstId">Aggregate id of the first trade in the bar; 0 when empty.</param>
/// <param name="NextId">First aggregate id that is not in a closed window; -1 when unknown.</param>
public readonly record struct ClosedBar(BarRow Row, long FirstId, long LastId, long NextId)
{
    /// <summary>False for a window without trades and without a known previous price: it has no bar (spec/quant.md §1.2).</summary>
    public bool HasBar => Row.Close != 0;
}

/// <summary>
/// Builds closed 5-minute bars from the aggTrades of one symbol by the rules of spec/quant.md §1. Not thread-safe; no allocation
/// per trade. Closed windows are queued in order for <see cref="TryTake"/>.
/// </summary>
public sealed class BarBuilder
{
    private readonly BarRules _rules;
    private readonly BarCounts _counts;
    private readonly TradeSequencer _sequence;
    private readonly WindowGate _gate;
    private readonly WindowAccumulator[] _windows;
    private readonly Queue<ClosedBar> _closed = new();
    private WindowAccumulator _open;
    private long _openEnd_ms;
    private long _coveredFrom_ms;
    private long _lastApplied_ms;
    private bool _isOpenSuspect;
    private bool _begun;

    public BarBuilder(string symbol, SizeCuts cuts, BarRules rules, BarCounts counts)
    {
        Symbol = symbol;
        _rules = rules;
        _counts = counts;
        _sequence = new TradeSequencer(rules.HeldTradesMax);
        _gate = new WindowGate(rules.Grace_ms);
        _windows = new WindowAccumulator[rules.RevisionWindows + 1];
        for (int i = 0; i < _windows.Length; i++)
            _windows[i] = new WindowAccumulator(cuts);
        _open = _windows[0];
    }

    public string Symbol { get; }

    /// <summary>Start of the open window, which closes next, Unix ms.</summary>
    public long OpenWindow_ms => _open.OpenTime_ms;

    /// <summary>The next expected aggregate id; -1 before <see cref="Seed"/>.</summary>
    public long NextId => _sequence.NextId;

    public bool IsSeeded => _sequence.IsSeeded;

    public bool HasGap => _sequence.HasGap;

    public IdGap? Gap => _sequence.Gap;

    public int HeldCount => _sequence.HeldCount;

    /// <summary>True when a window may close by time, without a later trade; see <see cref="Interrupt"/> and <see cref="Resume"/>.</summary>
    public bool IsContinuous => _gate.IsContinuous;

    /// <summary>Close of the newest closed window in 10^-8; 0 when no price is known.</summary>
    public long LastClose => _open.CarriedClose;

    /// <summary>
    /// Sets the window that closes next, the previous close (0: unknown, empty windows then have no bar) and the time from which
    /// trades are complete; windows that begin earlier close as Suspect.
    /// </summary>
    public void Begin(long openWindow_ms, long previousClose, long coveredFrom_ms)
    {
        Check.That(openWindow_ms % Label.Length_ms == 0, "a window must start on a multiple of five minutes");
        foreach (WindowAccumulator window in _windows)
            window.Reset(long.MinValue);
        OpenAt(openWindow_ms, previousClose);
        _coveredFrom_ms = coveredFrom_ms;
        _isOpenSuspect = false;
        _begun = true;
    }

    /// <summary>Restores the newest bars of a journal, oldest first, after <see cref="Begin"/>, so that late trades can still revise them.</summary>
    public void Restore(in ClosedBar closed)
    {
        long age = OpenWindow_ms - closed.Row.OpenTime_ms;
        if (age > 0 && age <= _rules.RevisionWindows * Label.Length_ms)
            WindowAt(closed.Row.OpenTime_ms).Restore(closed.Row, closed.FirstId, closed.LastId);
    }

    /// <summary>
    /// Sets the next expected id. Every lower id is in a closed window or before the open one; held trades from this id on are counted
    /// immediately.
    /// </summary>
    public void Seed(long nextId)
    {
        _sequence.Seed(nextId);
        Release();
    }

    /// <summary>Reports a lost connection: windows do not close by time until <see cref="Resume"/>.</summary>
    public void Interrupt() => _gate.IsContinuous = false;

    /// <summary>Reports that the stream is continuous again: trades were fetched by id after the new subscription.</summary>
    public void Resume() => _gate.IsContinuous = true;

    /// <summary>
    /// The stream is complete from this time; earlier missing trades are not waited for. Windows that begin earlier
    /// close as Suspect, later ones need no query.
    /// </summary>
    public void CollectFrom(long complete_ms)
    {
        _coveredFrom_ms = Math.Max(_coveredFrom_ms, complete_ms);
        if (_sequence.Adopt())
            _counts.GapsUnresolved++;
        Release();
        Resume();
    }

    /// <summary>Offers a trade from the stream or from a query, in any order. A trade with a time after the limit is refused.</summary>
    public Arrival Offer(in AggTrade trade, long latest_ms)
    {
        _counts.Trades++;
        if (!trade.IsValid || trade.LastTradeId < trade.FirstTradeId)
        {
            _counts.BadTrades++;
            return Arrival.Bad;
        }

        if (trade.Time_ms > latest_ms)
        {
            _counts.FutureTrades++;
            return Arrival.Future;
        }

        bool hadGap = _sequence.HasGap;
        Arrival arrival = _sequence.Accept(trade);
        if (arrival == Arrival.Next)
        {
            Apply(trade);
            if (_sequence.HeldCount > 0)
                Release();
        }
        else
        {
            CountExceptional(arrival, hadGap);
            if (arrival == Arrival.OutOfOrder)
                AddToItsWindow(trade);
        }

        return arrival;
    }

    /// <summary>Closes the windows that the exchange clock allows (rule 2 of §1.5).</summary>
    public void CloseByTime(long exchangeClock_ms)
    {
        while (_begun && _gate.MayClose(_openEnd_ms, exchangeClock_ms, _sequence.HasGap))
            CloseOpen();
    }

    /// <summary>
    /// Applies the hard deadline after a failed query (rule 3 of §1.5): missing ids are abandoned, and windows that end by this time
    /// close, as Suspect when trades can be missing.
    /// </summary>
    public void CloseAtDeadline(long until_ms)
    {
        if (!_begun)
            return;
        GiveUpGaps();
        while (_openEnd_ms <= until_ms)
        {
            _open.IsSuspect |= !_gate.IsContinuous;
            CloseOpen();
        }
    }

    /// <summary>Declares missing ids lost, for example when the exchange no longer has them; the windows to which they can belong become Suspect.</summary>
    public void GiveUpGaps()
    {
        if (!_sequence.IsSeeded && _sequence.HeldCount > 0)
        {
            _isOpenSuspect = true;
            _sequence.Abandon();
            Release();
        }

        while (_sequence.HasGap && _sequence.Abandon() is not null)
        {
            _counts.GapsUnresolved++;
            MarkSuspectFrom(_lastApplied_ms);
            Release();
        }
    }

    /// <summary>Takes the oldest closed or revised bar from the queue.</summary>
    public bool TryTake(out ClosedBar closed) => _closed.TryDequeue(out closed);

    private void Release()
    {
        while (_sequence.TryRelease(out AggTrade held))
        {
            _counts.Reordered++;
            Apply(held);
        }
    }

    private void Apply(in AggTrade trade)
    {
        _lastApplied_ms = trade.Time_ms;
        while (trade.Time_ms >= _openEnd_ms)
            CloseOpen();
        if (trade.Time_ms >= _openEnd_ms - Label.Length_ms)
            _open.Add(trade);
        else
            AddLate(trade);
        if (_isOpenSuspect)
        {
            _open.IsSuspect = true;
            _isOpenSuspect = false;
        }
    }

    private void AddToItsWindow(in AggTrade trade)
    {
        if (trade.Time_ms >= OpenWindow_ms && trade.Time_ms < _openEnd_ms)
            _open.Add(trade);
        else if (trade.Time_ms < OpenWindow_ms)
            AddLate(trade);
    }

    private void CloseOpen()
    {
        WindowAccumulator window = _open;
        window.IsSuspect |= _isOpenSuspect || window.OpenTime_ms < _coveredFrom_ms;
        window.IsClosed = true;
        Emit(window);
        OpenAt(_openEnd_ms, window.Close);
    }

    private void OpenAt(long openTime_ms, long carriedClose)
    {
        _open = WindowAt(openTime_ms);
        _open.Reset(openTime_ms);
        _open.CarriedClose = carriedClose;
        _openEnd_ms = openTime_ms + Label.Length_ms;
    }

    private void AddLate(in AggTrade trade)
    {
        long start = UnixTime.FloorTo(trade.Time_ms, Label.Length_ms);
        WindowAccumulator window = WindowAt(start);
        if (window.OpenTime_ms == start && window.IsRestored && trade.Id <= window.LastId)
        {
            _counts.Duplicates++;
            return;
        }

        _counts.LateTrades++;
        if (window.OpenTime_ms != start || !window.IsClosed)
        {
            _counts.LateDropped++;
            return;
        }

        long before = window.Close;
        window.Add(trade);
        Revise(window);
        if (window.Close != before)
            PropagateClose(start, window.Close);
    }

    /// <summary>Copies a revised close to the empty windows that follow.</summary>
    private void PropagateClose(long start_ms, long close)
    {
        for (long next = start_ms + Label.Length_ms; next < OpenWindow_ms; next += Label.Length_ms)
        {
            WindowAccumulator window = WindowAt(next);
            window.CarriedClose = close;
            if (!window.IsEmpty)
                return;
            Revise(window);
        }

        _open.CarriedClose = close;
    }

    private void Revise(WindowAccumulator window)
    {
        window.Revision++;
        _counts.Revisions++;
        Emit(window);
    }

    /// <summary>Ids after the time are lost: windows closed since then are published again as Suspect, and the open window becomes Suspect.</summary>
    private void MarkSuspectFrom(long time_ms)
    {
        _isOpenSuspect = true;
        foreach (WindowAccumulator window in _windows)
        {
            bool touched = window.IsClosed && window.OpenTime_ms + Label.Length_ms > time_ms && window.OpenTime_ms < OpenWindow_ms;
            if (!touched || window.IsSuspect || time_ms == 0)
                continue;
            window.IsSuspect = true;
            Revise(window);
        }
    }

    private void Emit(WindowAccumulator window)
    {
        if (window.TryBuild(out BarRow row))
            _counts.Bars++;
        else
            _counts.NoHistoryWindows++;
        if (row.Quality == BarQuality.Suspect)
            _counts.SuspectBars++;
        _closed.Enqueue(new ClosedBar(row, window.IsEmpty ? 0 : window.FirstId, window.IsEmpty ? 0 : window.LastId, NextUncounted(window)));
    }

    /// <summary>
    /// The first id that is not in a closed window. The trade that closes a window has already advanced the sequence, but it belongs to
    /// the next window.
    /// </summary>
    private long NextUncounted(WindowAccumulator window)
    {
        if (window.IsClosed && _lastApplied_ms >= window.OpenTime_ms + Label.Length_ms && window == _open)
            return _sequence.NextId - 1;
        return _open.IsEmpty || window == _open ? _sequence.NextId : _open.FirstId;
    }

    private void CountExceptional(Arrival arrival, bool hadGap)
    {
        if (!hadGap && _sequence.HasGap && _sequence.IsSeeded)
            _counts.Gaps++;
        switch (arrival)
        {
            case Arrival.Duplicate:
                _counts.Duplicates++;
                break;
            case Arrival.Conflict:
                _counts.Conflicts++;
                break;
            case Arrival.NoCapacity:
                _counts.HeldDropped++;
                break;
        }
    }

    private WindowAccumulator WindowAt(long openTime_ms)
    {
        long index = openTime_ms / Label.Length_ms % _windows.Length;
        return _windows[index < 0 ? index + _windows.Length : index];
    }
}
