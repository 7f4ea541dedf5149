using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Venue.Market.Upstream;

/// <summary>
/// Puts a fetched book and the changes of its stream together as the exchange prescribes: changes wait until the book has come, those
/// it contains are dropped, the first one after it spans its number, and each later one follows the one before. One caller at a time.
/// </summary>
internal sealed class BookSequence
{
    /// <summary>Changes kept while the book is fetched; beyond it the oldest go, and the book is fetched again.</summary>
    private const int MostKept = 3_000;

    private readonly Queue<BookDiff> _kept = [];
    private bool _fetching;

    /// <summary>False until a book has come.</summary>
    public bool IsKnown { get; private set; }

    public long LastUpdateId { get; private set; }

    /// <summary>False when the change does not follow: the book has to be fetched.</summary>
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

    /// <summary>True when the caller is to fetch the book.</summary>
    public bool TryBegin()
    {
        if (_fetching)
            return false;
        IsKnown = false;
        return _fetching = true;
    }

    /// <summary>False when the book is older than the changes that were kept: it has to be fetched again.</summary>
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

    /// <summary>The stream ended; what comes next has nothing to do with what came.</summary>
    public void Lose()
    {
        (IsKnown, _fetching) = (false, false);
        _kept.Clear();
    }

    private void Serialize(BookDiff diff)
    {
        _kept.Enqueue(diff);
        if (_kept.Count > MostKept)
            _kept.Dequeue();
    }
}
