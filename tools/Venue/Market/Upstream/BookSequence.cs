using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Venue.Market.Upstream;

/// <summary>
/// Combines a fetched book and the changes of its stream as the exchange prescribes: changes are buffered until the book arrives, those
/// it contains are dropped, the first one after it spans its update id, and each later one follows the previous. Not thread-safe.
/// </summary>
internal sealed class BookSequence
{
    /// <summary>Maximum number of changes buffered while the book is fetched; beyond it the oldest are dropped, and the book is fetched again.</summary>
    private const int MaxRetained = 3_000;

    private readonly Queue<BookDiff> _kept = [];
    private bool _fetching;

    /// <summary>False until a book has arrived.</summary>
    public bool IsKnown { get; private set; }

    public long LastUpdateId { get; private set; }

    /// <summary>False when the change does not follow the previous one: the book has to be fetched.</summary>
    public bool TryTake(BookDiff diff)
    {
        if (!IsKnown)
        {
            Serialize(diff);
            return true;
        }

        if (diff.LastUpdateId <= LastUpdateId)
            return true;
        if (diff.PreviousUpdateId != LastUpdateId && (diff.PreviousUpdateId > LastUpdateId || diff.FirstUpdateId > LastUpdateId + 1))
        {
            IsKnown = false;
            Serialize(diff);
            return false;
        }

        LastUpdateId = diff.LastUpdateId;
        return true;
    }

    /// <summary>True when the caller must fetch the book.</summary>
    public bool TryBegin()
    {
        if (_fetching)
            return false;
        IsKnown = false;
        return _fetching = true;
    }

    /// <summary>False when the book is older than the buffered changes: it has to be fetched again.</summary>
    public bool TryEnd(BookSnapshot book, out IReadOnlyList<BookDiff> since)
    {
        List<BookDiff> newer = [.. _kept.Where(diff => diff.LastUpdateId > book.LastUpdateId)];
        since = newer;
        bool follows = newer.Count == 0 || newer[0].PreviousUpdateId <= book.LastUpdateId;
        for (int i = 1; i < newer.Count && follows; i++)
            follows = newer[i].PreviousUpdateId == newer[i - 1].LastUpdateId;
        if (!follows)
            return false;
        _kept.Clear();
        LastUpdateId = newer.Count > 0 ? newer[^1].LastUpdateId : book.LastUpdateId;
        (IsKnown, _fetching) = (true, false);
        return true;
    }

    /// <summary>Resets the sequence after the stream ended.</summary>
    public void Invalidate()
    {
        (IsKnown, _fetching) = (false, false);
        _kept.Clear();
    }

    private void Serialize(BookDiff diff)
    {
        _kept.Enqueue(diff);
        if (_kept.Count > MaxRetained)
            _kept.Dequeue();
    }
}
