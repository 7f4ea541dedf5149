using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Venue.Market.Upstream;

/// <summary>
/// Combines a fetched book with the changes of its stream as the exchange prescribes: changes are buffered until the book arrives, changes that
/// the book already contains are dropped, the next change must include the book's update id, and each later change must follow the previous one. Not thread-safe.
/// </summary>
internal sealed class BookSequence
{
    /// <summary>Maximum number of changes buffered while the book is fetched. When there are more, the oldest are dropped and the book is fetched again.</summary>
    private const int MaxRetained = 3_000;

    private readonly Queue<BookDiff> _kept = [];
    private bool _fetching;

    /// <summary>True when the book is known and all changes since then were applied in sequence.</summary>
    public bool IsKnown { get; private set; }

    public long LastUpdateId { get; private set; }

    /// <summary>Takes a change. Returns false when it does not follow the previous one; the book must then be fetched again.</summary>
    public bool TryTake(BookDiff diff)
    {
        if (!IsKnown)
        {
            Buffer(diff);
            return true;
        }

        if (diff.LastUpdateId <= LastUpdateId)
            return true;
        if (diff.PreviousUpdateId != LastUpdateId && (diff.PreviousUpdateId > LastUpdateId || diff.FirstUpdateId > LastUpdateId + 1))
        {
            IsKnown = false;
            Buffer(diff);
            return false;
        }

        LastUpdateId = diff.LastUpdateId;
        return true;
    }

    /// <summary>Begins a fetch of the book; false when one is already in progress.</summary>
    public bool TryBegin()
    {
        if (_fetching)
            return false;
        IsKnown = false;
        return _fetching = true;
    }

    /// <summary>Ends a fetch and returns the changes after the book. Returns false when the buffered changes do not follow the book; it must then be fetched again.</summary>
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

    /// <summary>Resets the sequence after the end of the stream.</summary>
    public void Invalidate()
    {
        (IsKnown, _fetching) = (false, false);
        _kept.Clear();
    }

    private void Buffer(BookDiff diff)
    {
        _kept.Enqueue(diff);
        if (_kept.Count > MaxRetained)
            _kept.Dequeue();
    }
}
