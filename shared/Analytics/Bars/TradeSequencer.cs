using Platform.Domain.Market;

namespace Platform.Analytics.Bars;

/// <summary>How the sequencer classifies an arriving trade.</summary>
public enum Arrival : byte
{
    /// <summary>Next in order; it is counted, and held trades can follow.</summary>
    Next,

    /// <summary>After a gap; held until the gap is filled or abandoned.</summary>
    Held,

    /// <summary>After a gap, and the buffer is full; it will be fetched again.</summary>
    NoCapacity,

    /// <summary>Same identity and content as a known trade.</summary>
    Duplicate,

    /// <summary>Same identity, different content: the first trade is kept, and the data of the day must be audited.</summary>
    Conflict,

    /// <summary>Older than the next expected id but not counted: an id abandoned as lost, or a second trade with the same aggregate id.</summary>
    OutOfOrder,

    /// <summary>Violates the validity rules of a trade.</summary>
    Bad,

    /// <summary>Its time is in the future of the local clock.</summary>
    Future,
}

/// <summary>A range of missing ids of one symbol, both ends inclusive.</summary>
public readonly record struct IdGap(long From, long To)
{
    public long Length => To - From + 1;
}

/// <summary>
/// Sorts the trades of one symbol by aggregate id: releases them contiguously, holds trades after a gap,
/// and recognises duplicates. Identity is (a, f, l); two trades that share an id and no underlying trade both count (spec/quant.md §1.1).
/// </summary>
internal sealed class TradeSequencer(int heldMax)
{
    private const int Remembered = 256;
    private const int LostRangesMax = 16;

    private readonly PriorityQueue<AggTrade, long> _held = new();
    private readonly AggTrade[] _recent = new AggTrade[Remembered];
    private readonly List<(long Id, long First, long Last)> _twins = [];
    private readonly List<LostIds> _lost = [];
    private long _highestId = -1;
    private bool _adopts;

    /// <summary>The next expected id; -1 before the sequence is seeded.</summary>
    public long NextId { get; private set; } = -1;

    public bool IsSeeded => NextId >= 0;

    public int HeldCount => _held.Count;

    /// <summary>True while known trades are not counted yet.</summary>
    public bool HasGap => IsSeeded ? NextId <= _highestId : _held.Count > 0;

    /// <summary>The first missing range; null when there is none or the sequence is not seeded.</summary>
    public IdGap? Gap
    {
        get
        {
            if (!IsSeeded || !HasGap)
                return null;
            long to = _held.TryPeek(out _, out long id) ? id - 1 : _highestId;
            return new IdGap(NextId, to);
        }
    }

    /// <summary>Declares every lower id as counted; held trades below it are dropped.</summary>
    public void Seed(long nextId)
    {
        NextId = nextId;
        while (_held.TryPeek(out _, out long id) && id < nextId)
            _held.Dequeue();
        _highestId = Math.Max(_highestId, nextId - 1);
    }

    /// <summary>
    /// Continues from the oldest held trade or, without held trades, from the next arriving one, and ignores missing earlier ids. True when ids are
    /// known to be missing.
    /// </summary>
    public bool Adopt()
    {
        _adopts = !_held.TryPeek(out _, out long oldest);
        bool misses = IsSeeded && !_adopts && oldest > NextId;
        if (!_adopts)
            Seed(Math.Max(oldest, NextId));
        return misses;
    }

    public Arrival Accept(in AggTrade trade)
    {
        if (_adopts && trade.Id >= NextId)
        {
            NextId = trade.Id;
            _adopts = false;
        }

        if (trade.Id == NextId)
        {
            Advance(trade);
            return Arrival.Next;
        }

        if (!IsSeeded || trade.Id > NextId)
            return Hold(trade);
        return Repeat(trade);
    }

    /// <summary>Releases the next held trade when it is in order; duplicates among the held trades are dropped.</summary>
    public bool TryRelease(out AggTrade trade)
    {
        while (_held.TryPeek(out trade, out long id) && IsSeeded && id <= NextId)
        {
            _held.Dequeue();
            if (id < NextId)
                continue;
            Advance(trade);
            return true;
        }

        trade = default;
        return false;
    }

    /// <summary>Abandons the first missing range; held trades after it are then released in order. Null when nothing was missing.</summary>
    public IdGap? Abandon()
    {
        if (!IsSeeded)
        {
            if (_held.TryPeek(out _, out long first))
                Seed(first);
            return null;
        }

        if (Gap is not { Length: > 0 } gap)
            return null;
        if (_lost.Count == LostRangesMax)
            _lost.RemoveAt(0);
        _lost.Add(new LostIds(gap));
        NextId = gap.To + 1;
        return gap;
    }

    private void Advance(in AggTrade trade)
    {
        _recent[trade.Id & (Remembered - 1)] = trade;
        NextId = trade.Id + 1;
        if (trade.Id > _highestId)
            _highestId = trade.Id;
    }

    private Arrival Hold(in AggTrade trade)
    {
        _highestId = Math.Max(_highestId, trade.Id);
        if (_held.Count >= heldMax)
            return Arrival.NoCapacity;
        _held.Enqueue(trade, trade.Id);
        return Arrival.Held;
    }

    private Arrival Repeat(in AggTrade trade)
    {
        ref AggTrade seen = ref _recent[trade.Id & (Remembered - 1)];
        if (seen.Id == trade.Id && seen.Quantity.Units > 0)
        {
            if (seen == trade)
                return Arrival.Duplicate;
            bool disjoint = trade.LastTradeId < seen.FirstTradeId || trade.FirstTradeId > seen.LastTradeId;
            return disjoint ? Twin(trade) : Arrival.Conflict;
        }

        foreach (LostIds lost in _lost)
        {
            if (lost.TryFind(trade.Id))
            {
                seen = trade;
                return Arrival.OutOfOrder;
            }
        }

        return Arrival.Duplicate;
    }

    private Arrival Twin(in AggTrade trade)
    {
        (long, long, long) key = (trade.Id, trade.FirstTradeId, trade.LastTradeId);
        if (_twins.Contains(key))
            return Arrival.Duplicate;
        if (_twins.Count == Remembered)
            _twins.RemoveAt(0);
        _twins.Add(key);
        return Arrival.OutOfOrder;
    }

    private sealed class LostIds(IdGap gap)
    {
        private const int TrackedMax = 100_000;
        private readonly bool[] _found = new bool[Math.Min(gap.Length, TrackedMax)];

        public bool TryFind(long id)
        {
            if (id < gap.From || id - gap.From >= _found.Length || _found[id - gap.From])
                return false;
            _found[id - gap.From] = true;
            return true;
        }
    }
}

/// <summary>
/// Decides whether a window of one symbol may close without a later trade (spec/quant.md §1.5 rule 2): the exchange clock of the
/// symbol's connection is past the end of the window plus the grace time, the stream is continuous or was back-filled, and no id is missing.
/// </summary>
internal sealed class WindowGate(long grace_ms)
{
    /// <summary>False after a lost connection until the result of a query by id, made after the new subscription, is applied.</summary>
    public bool IsContinuous { get; set; }

    public bool MayClose(long windowEnd_ms, long exchangeClock_ms, bool hasGap) =>
        IsContinuous && !hasGap && exchangeClock_ms >= windowEnd_ms + grace_ms;
}
