using Platform.Analytics.Bars;
using Platform.Domain.Market;

namespace Platform.Analytics.Archives;

/// <summary>The classification of an archive row by the rows before it.</summary>
public enum RowVerdict : byte
{
    /// <summary>A new trade, which is counted.</summary>
    New,

    /// <summary>A duplicate: a row with the same aggregate id and underlying trades is already counted.</summary>
    Repeat,

    /// <summary>Shares its aggregate id and some underlying trades with a counted row; the first row is kept.</summary>
    Conflict,

    /// <summary>Too old to classify without the full history; repeat the run with history enabled.</summary>
    NeedsHistory,
}

/// <summary>
/// Recognises duplicate rows by the identity (a, f, l), in any order (quant.md §1.1). Without history it keeps the newest 16 384 ids,
/// which is enough for sorted or nearly sorted files, and reports when it is not; with history it keeps 24 bytes per id. Two trades that
/// share an id and no underlying trade both count. Not thread-safe.
/// </summary>
public sealed class TradeIdentities
{
    private const int Remembered = 16_384;

    private readonly TradeHistory? _history;
    private readonly AggTrade[] _recent = [];
    private readonly HashSet<(long Id, long First, long Last)> _twins = [];
    private readonly List<MissingIds> _gaps = [];
    private long _newestId = -1;
    private long _newestTime_ms;

    public TradeIdentities(bool keepsHistory = false)
    {
        if (keepsHistory)
        {
            _history = new TradeHistory();
            return;
        }

        _recent = new AggTrade[Remembered];
        Array.Fill(_recent, default(AggTrade) with { Id = -1 });
    }

    /// <summary>Ranges of missing ids between the lowest and the highest id, ascending.</summary>
    public IReadOnlyList<MissingIds> Missing => _history?.Missing() ?? _gaps;

    /// <summary>Classifies a valid trade and stores it.</summary>
    public RowVerdict Accept(in AggTrade trade)
    {
        if (_history is not null)
            return _history.TryAdd(trade, out AggTrade known) ? RowVerdict.New : Again(trade, known);
        if (trade.Id > _newestId)
        {
            if (trade.Id > _newestId + 1 && _newestId >= 0)
                _gaps.Add(new MissingIds(new IdGap(_newestId + 1, trade.Id - 1), _newestTime_ms, trade.Time_ms));
            _newestId = trade.Id;
            _newestTime_ms = trade.Time_ms;
            _recent[trade.Id & (Remembered - 1)] = trade;
            return RowVerdict.New;
        }

        if (trade.Id <= _newestId - Remembered)
            return RowVerdict.NeedsHistory;
        ref AggTrade seen = ref _recent[trade.Id & (Remembered - 1)];
        if (seen.Id == trade.Id)
            return Again(trade, seen);
        seen = trade;
        if (!Fill(trade))
            return RowVerdict.NeedsHistory;
        return RowVerdict.New;
    }

    private RowVerdict Again(in AggTrade trade, in AggTrade seen)
    {
        if (trade.FirstTradeId == seen.FirstTradeId && trade.LastTradeId == seen.LastTradeId)
            return RowVerdict.Repeat;
        if (trade.FirstTradeId <= seen.LastTradeId && trade.LastTradeId >= seen.FirstTradeId)
            return RowVerdict.Conflict;
        return _twins.Add((trade.Id, trade.FirstTradeId, trade.LastTradeId)) ? RowVerdict.New : RowVerdict.Repeat;
    }

    /// <summary>Removes the id of a late row from its gap, which becomes shorter or splits; false when the row is older than the first row.</summary>
    private bool Fill(in AggTrade trade)
    {
        for (int i = _gaps.Count - 1; i >= 0; i--)
        {
            MissingIds gap = _gaps[i];
            if (trade.Id < gap.Ids.From || trade.Id > gap.Ids.To)
                continue;
            _gaps.RemoveAt(i);
            if (trade.Id < gap.Ids.To)
                _gaps.Insert(i, new MissingIds(new IdGap(trade.Id + 1, gap.Ids.To), trade.Time_ms, gap.Before_ms));
            if (trade.Id > gap.Ids.From)
                _gaps.Insert(i, new MissingIds(new IdGap(gap.Ids.From, trade.Id - 1), gap.After_ms, trade.Time_ms));
            return true;
        }

        return false;
    }
}
