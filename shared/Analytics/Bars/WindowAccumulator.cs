using Platform.Analytics.Flows;
using Platform.Domain.Market;

namespace Platform.Analytics.Bars;

/// <summary>Sums one window of one symbol from trades in any order; open and close are determined by aggregate id.</summary>
internal sealed class WindowAccumulator(SizeCuts cuts)
{
    private BarRow _row;
    private long _firstId;
    private long _firstTrade;
    private long _lastId;
    private long _lastTrade;

    public long OpenTime_ms => _row.OpenTime_ms;

    public long TradeCount { get; private set; }

    public bool IsEmpty => TradeCount == 0;

    /// <summary>Aggregate id of the first trade; undefined while the window is empty.</summary>
    public long FirstId => _firstId;

    public long LastId => _lastId;

    public bool IsClosed { get; set; }

    /// <summary>True for a window from a journal: the ids up to the last one are not known individually, so a late trade with such an id is not counted.</summary>
    public bool IsRestored { get; private set; }

    /// <summary>True when ids that can belong to this window are missing.</summary>
    public bool IsSuspect { get; set; }

    public int Revision { get; set; }

    /// <summary>Price of the last trade, or the previous close without trades; 0 when both are unknown.</summary>
    public long Close => IsEmpty ? CarriedClose : _row.Close;

    /// <summary>Close of the previous window, used when this window has no trades; 0 when unknown.</summary>
    public long CarriedClose { get; set; }

    public void Reset(long openTime_ms)
    {
        _row = new BarRow { OpenTime_ms = openTime_ms };
        TradeCount = 0;
        _firstId = _firstTrade = _lastId = _lastTrade = 0;
        IsClosed = IsSuspect = IsRestored = false;
        Revision = 0;
        CarriedClose = 0;
    }

    public void Add(in AggTrade trade)
    {
        long price = trade.Price.Units, quantity = trade.Quantity.Units;
        Int128 quote = (Int128)price * quantity;
        ref FlowCell cell = ref _row.Flows[cuts.IndexOf(quote) + (trade.BuyerIsMaker ? FlowCells.Sells : 0)];
        cell.Dolvol += quote;
        cell.Volume = checked(cell.Volume + quantity);
        cell.Count++;
        if (trade.BuyerIsMaker)
            _row.SellTradeCount += trade.TradeCount;
        else
            _row.BuyTradeCount += trade.TradeCount;
        AddPrice(trade.Id, trade.FirstTradeId, price);
    }

    /// <summary>Returns the window as a bar row with the current quality and revision. False without trades and without a known close.</summary>
    public bool TryBuild(out BarRow row)
    {
        row = _row;
        row.Revision = Revision;
        row.Quality = IsSuspect ? BarQuality.Suspect : Revision > 0 ? BarQuality.Late : BarQuality.Ok;
        if (IsEmpty)
            row.Open = row.High = row.Low = row.Close = CarriedClose;
        return row.Close != 0;
    }

    /// <summary>Restores a window that closed before a restart, so that late trades can still revise it.</summary>
    public void Restore(in BarRow row, long firstId, long lastId)
    {
        Reset(row.OpenTime_ms);
        _row = row;
        _firstId = firstId;
        _lastId = lastId;
        _firstTrade = long.MinValue;
        _lastTrade = long.MaxValue;
        foreach (FlowCell cell in row.Flows)
            TradeCount += cell.Count;
        if (IsEmpty)
            CarriedClose = row.Close;
        IsClosed = IsRestored = true;
        IsSuspect = row.Quality == BarQuality.Suspect;
        Revision = row.Revision;
    }

    private void AddPrice(long id, long firstTrade, long price)
    {
        if (TradeCount++ == 0)
        {
            (_firstId, _firstTrade, _lastId, _lastTrade) = (id, firstTrade, id, firstTrade);
            _row.Open = _row.High = _row.Low = _row.Close = price;
            return;
        }

        _row.High = Math.Max(_row.High, price);
        _row.Low = Math.Min(_row.Low, price);
        if (id > _lastId || (id == _lastId && firstTrade > _lastTrade))
            (_lastId, _lastTrade, _row.Close) = (id, firstTrade, price);
        else if (id < _firstId || (id == _firstId && firstTrade < _firstTrade))
            (_firstId, _firstTrade, _row.Open) = (id, firstTrade, price);
    }
}
