using Platform.Primitives.Time;

namespace Platform.Venue.Core.Tape;

/// <summary>One minute of trades, from which every candle is built. Prices and quantities are in units of 10^-8, quote sums in 10^-16.</summary>
internal struct MinuteBar
{
    public long Open_ms;
    public long Open;
    public long High;
    public long Low;
    public long Close;
    public long Volume;
    public long BuyVolume;
    public Int128 Quote;
    public Int128 BuyQuote;
    public long Count;
    public long FirstId;
    public long LastId;

    public static MinuteBar Flat(long open_ms, long price) =>
        new() { Open_ms = open_ms, Open = price, High = price, Low = price, Close = price, FirstId = -1, LastId = -1 };

    public static long MinuteOf(long time_ms) => UnixTime.FloorTo(time_ms, UnixTime.MillisecondsPerMinute);

    public void Add(long id, long price, long quantity, bool takerBuys) => Add(id, id, 1, price, quantity, takerBuys);

    /// <summary>Adds one or more trades of the same price and taker side.</summary>
    public void Add(long firstId, long lastId, long trades, long price, long quantity, bool takerBuys)
    {
        if (Count == 0)
        {
            (Open, High, Low, FirstId) = (price, price, price, firstId);
        }
        else
        {
            High = Math.Max(High, price);
            Low = Math.Min(Low, price);
        }

        Int128 quote = (Int128)price * quantity;
        (Close, LastId) = (price, lastId);
        Count += trades;
        Volume += quantity;
        Quote += quote;
        if (!takerBuys)
            return;
        BuyVolume += quantity;
        BuyQuote += quote;
    }

    /// <summary>Adds a later bar to this one; a bar without trades has no effect.</summary>
    public void Append(in MinuteBar next)
    {
        if (next.Count == 0)
            return;
        if (Count == 0)
        {
            long open = Open_ms;
            this = next;
            Open_ms = open;
            return;
        }

        High = Math.Max(High, next.High);
        Low = Math.Min(Low, next.Low);
        (Close, LastId) = (next.Close, next.LastId);
        Count += next.Count;
        Volume += next.Volume;
        BuyVolume += next.BuyVolume;
        Quote += next.Quote;
        BuyQuote += next.BuyQuote;
    }
}
