using Platform.Analytics.Bars;
using Platform.Domain.Market;

namespace Platform.Analytics.Archives;

/// <summary>Ids missing between two trades of a symbol, and the times of these two trades, Unix ms.</summary>
public readonly record struct MissingIds(IdGap Ids, long After_ms, long Before_ms);

/// <summary>The identity and time of every trade of an archive, in pages of ids: 24 bytes per id between the lowest and the highest. Not thread-safe.</summary>
internal sealed class TradeHistory
{
    private const int PageIds = 512;

    private readonly Dictionary<long, Entry[]> _pages = [];
    private Entry[] _page = [];
    private long _pageNumber = -1;

    /// <summary>Stores a trade with a new id; otherwise returns the stored identity of the id.</summary>
    public bool TryAdd(in AggTrade trade, out AggTrade known)
    {
        long number = trade.Id / PageIds;
        if (number != _pageNumber)
            Turn(number);
        ref Entry entry = ref _page[trade.Id % PageIds];
        if (entry.Time_ms != 0)
        {
            known = default(AggTrade) with { Id = trade.Id, FirstTradeId = entry.First, LastTradeId = entry.Last };
            return false;
        }

        entry = new Entry(trade.FirstTradeId, trade.LastTradeId, trade.Time_ms);
        known = default;
        return true;
    }

    public IReadOnlyList<MissingIds> Missing()
    {
        var gaps = new List<MissingIds>();
        long newest = -1, time_ms = 0;
        foreach ((long number, Entry[] page) in _pages.OrderBy(pair => pair.Key))
        {
            for (int i = 0; i < PageIds; i++)
            {
                if (page[i].Time_ms == 0)
                    continue;
                long id = number * PageIds + i;
                if (newest >= 0 && id > newest + 1)
                    gaps.Add(new MissingIds(new IdGap(newest + 1, id - 1), time_ms, page[i].Time_ms));
                (newest, time_ms) = (id, page[i].Time_ms);
            }
        }

        return gaps;
    }

    private void Turn(long number)
    {
        if (!_pages.TryGetValue(number, out Entry[]? page))
            _pages.Add(number, page = new Entry[PageIds]);
        _page = page;
        _pageNumber = number;
    }

    private readonly record struct Entry(long First, long Last, long Time_ms);
}
