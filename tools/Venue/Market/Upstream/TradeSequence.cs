using Platform.Domain.Market;

namespace Platform.Venue.Market.Upstream;

/// <summary>
/// Puts one symbol's aggregate trades in the order of their ids: each once, none missing. Trades behind a gap are held until the gap
/// is filled, or given up. One caller at a time.
/// </summary>
internal sealed class TradeSequence(Action<AggTrade> next)
{
    /// <summary>Trades held behind a gap; beyond it the gap is given up.</summary>
    public const int MostHeld = 20_000;

    private readonly SortedDictionary<long, AggTrade> _held = [];
    private long _due;

    /// <summary>The first id that is missing; null when none is known to be.</summary>
    public long? Gap => _held.Count > 0 ? _due : null;

    /// <summary>Ids that were given up.</summary>
    public long Lost { get; private set; }

    public void Take(in AggTrade trade)
    {
        if (_due != 0 && trade.Id < _due)
            return;
        if (_due == 0 || trade.Id == _due)
            Pass(trade);
        else
            _held[trade.Id] = trade;
        while (_held.Remove(_due, out AggTrade following))
            Pass(following);
        if (_held.Count > MostHeld)
            GiveUp();
    }

    /// <summary>Goes on with the oldest trade held.</summary>
    public void GiveUp()
    {
        if (_held.Count == 0)
            return;
        (long first, AggTrade oldest) = _held.First();
        Lost += first - _due;
        _due = first;
        _held.Remove(first);
        Take(oldest);
    }

    private void Pass(in AggTrade trade)
    {
        _due = trade.Id + 1;
        next(trade);
    }
}
