using Platform.Domain.Market;

namespace Platform.Venue.Market.Upstream;

/// <summary>
/// Passes on the aggregate trades of one symbol in order of id, without duplicates or gaps. Trades after a gap are held back until the gap
/// is filled or abandoned. Not thread-safe.
/// </summary>
internal sealed class TradeSequence(Action<AggTrade> next)
{
    /// <summary>Maximum number of trades held back after a gap; when there are more, the gap is abandoned.</summary>
    public const int MaxHeld = 20_000;

    private readonly SortedDictionary<long, AggTrade> _held = [];
    private long _due;

    /// <summary>The first missing trade id; null when there is no gap.</summary>
    public long? Gap => _held.Count > 0 ? _due : null;

    /// <summary>Number of trade ids in abandoned gaps.</summary>
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
        if (_held.Count > MaxHeld)
            GiveUp();
    }

    /// <summary>Abandons the gap and continues with the oldest trade that is held back.</summary>
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
