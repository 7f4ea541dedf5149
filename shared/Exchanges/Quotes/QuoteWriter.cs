using System.Text;
using Platform.Domain.Market;

namespace Platform.Exchanges.Quotes;

/// <summary>One side of a quote in the exchange's own units; a size of zero when the side is empty.</summary>
internal readonly record struct NativeLevel(decimal Price, decimal Size);

/// <summary>
/// Turns what a frame says into canonical quotes for the sink: finds the instrument, converts units, and drops a quote that is older than the
/// one before it. One thread.
/// </summary>
internal sealed class QuoteWriter
{
    private readonly string _exchange;
    private readonly IQuoteSink _sink;
    private readonly QuoteInstrument[] _instruments;
    private readonly long[] _newest_ms;
    private readonly bool[] _hasBest;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byName;

    public QuoteWriter(string exchange, IReadOnlyList<QuoteInstrument> instruments, IQuoteSink sink)
    {
        (_exchange, _sink, _instruments) = (exchange, sink, [.. instruments]);
        _newest_ms = new long[_instruments.Length];
        _hasBest = new bool[_instruments.Length];
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < _instruments.Length; i++)
            byName.TryAdd(_instruments[i].NativeSymbol, i);
        _byName = byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public QuoteInstrument this[int index] => _instruments[index];

    public int Count => _instruments.Length;

    /// <summary>A new connection: whatever comes next is newest.</summary>
    public void Reset()
    {
        Array.Clear(_newest_ms);
        Array.Clear(_hasBest);
    }

    /// <summary>The number of the instrument with that native name, or −1.</summary>
    public int Find(ReadOnlySpan<byte> utf8)
    {
        Span<char> name = stackalloc char[64];
        if (utf8.Length > name.Length)
            return -1;
        return _byName.TryGetValue(name[..Encoding.UTF8.GetChars(utf8, name)], out int index) ? index : -1;
    }

    /// <summary>A quote of the channel for best prices.</summary>
    /// <returns>False when it is older than the newest.</returns>
    public bool WriteBest(int index, NativeLevel bid, NativeLevel ask, long time_ms, long received_ns)
    {
        _hasBest[index] = true;
        return Write(index, bid, ask, time_ms, received_ns);
    }

    /// <summary>The top of a book or a ticker: counts while the channel for best prices has not delivered.</summary>
    public void WriteOther(int index, NativeLevel bid, NativeLevel ask, long time_ms, long received_ns)
    {
        if (!_hasBest[index])
            Write(index, bid, ask, time_ms, received_ns);
    }

    public void WriteDepth(int index, DepthBook book, long time_ms, long received_ns)
    {
        _sink.DepthChanged(_exchange, _instruments[index], book, time_ms, received_ns);
        WriteOther(index, TopOf(book.Bids), TopOf(book.Asks), time_ms, received_ns);
    }

    public void WriteGap(int index, string reason) => _sink.Gap(_exchange, _instruments[index], reason);

    private static NativeLevel TopOf(ReadOnlySpan<QuoteLevel> side) => side.IsEmpty ? default : new NativeLevel(side[0].Price, side[0].Size);

    private bool Write(int index, NativeLevel bid, NativeLevel ask, long time_ms, long received_ns)
    {
        if (time_ms < _newest_ms[index])
            return false;
        _newest_ms[index] = time_ms;
        QuoteInstrument instrument = _instruments[index];
        var quote = new MarketDataUpdate(
            _exchange, instrument.Symbol, bid.Price / instrument.PriceUnit, ask.Price / instrument.PriceUnit,
            bid.Size * instrument.SizeUnit, ask.Size * instrument.SizeUnit, time_ms, received_ns)
        {
            IsStableBasisAssumed = instrument.QuoteAsset != "USDT",
        };
        _sink.Quote(in quote);
        return true;
    }
}
