using System.Buffers.Binary;
using Platform.Exchanges.Quotes;

namespace Platform.Exchanges.Paradex;

/// <summary>Templates of the published schema that carry quotes (other-venues.md §3.4).</summary>
internal enum ParadexTemplate : ushort
{
    Best = 2,
    Book = 3,
}

/// <summary>
/// One binary message of schema 1, little-endian: a header, a root block whose length the header gives, groups, and the market's name. A field
/// that a later version appends is skipped. Reads past the end are refused, never thrown.
/// </summary>
internal readonly ref struct ParadexMessage
{
    private const int HeaderLength = 8, GroupHeaderLength = 4, LevelLength = 16;
    private const ushort Schema = 1;

    private readonly ReadOnlySpan<byte> _block;
    private readonly ReadOnlySpan<byte> _rest;

    private ParadexMessage(ushort template, ReadOnlySpan<byte> block, ReadOnlySpan<byte> rest)
    {
        Template = (ParadexTemplate)template;
        _block = block;
        _rest = rest;
    }

    public ParadexTemplate Template { get; }

    /// <summary>Of the exchange, Unix ms.</summary>
    public long Time_ms => BinaryPrimitives.ReadInt64LittleEndian(_block) / 1_000;

    /// <summary>Of the book.</summary>
    public long Sequence => BinaryPrimitives.ReadInt64LittleEndian(_block[8..]);

    /// <summary>Whether a <see cref="ParadexTemplate.Book"/> is a whole book and not a change.</summary>
    public bool IsSnapshot => _block[16] == 0;

    /// <summary>Best bid of a <see cref="ParadexTemplate.Best"/>; size zero when there is none.</summary>
    public NativeLevel Bid => Level(_block[16..]);

    /// <summary>Best ask of a <see cref="ParadexTemplate.Best"/>; size zero when there is none.</summary>
    public NativeLevel Ask => Level(_block[32..]);

    /// <summary>Splits a message; false when it is too short for its template or of another schema.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out ParadexMessage message)
    {
        message = default;
        if (frame.Length < HeaderLength || BinaryPrimitives.ReadUInt16LittleEndian(frame[4..]) != Schema)
            return false;
        ushort length = BinaryPrimitives.ReadUInt16LittleEndian(frame), template = BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]);
        int least = (ParadexTemplate)template switch { ParadexTemplate.Best => 48, ParadexTemplate.Book => 89, _ => 0 };
        if (length < least || frame.Length < HeaderLength + length)
            return false;
        message = new ParadexMessage(template, frame.Slice(HeaderLength, length), frame[(HeaderLength + length)..]);
        return true;
    }

    /// <summary>The market's name of a <see cref="ParadexTemplate.Best"/>, UTF-8.</summary>
    public bool TryReadMarket(out ReadOnlySpan<byte> market) => TryReadText(_rest, out market);

    /// <summary>Both sides of a <see cref="ParadexTemplate.Book"/>, best first or as changes, and the market's name.</summary>
    public bool TryReadBook(out ParadexLevels bids, out ParadexLevels asks, out ReadOnlySpan<byte> market)
    {
        asks = default;
        market = default;
        return TryReadGroup(_rest, out bids, out ReadOnlySpan<byte> afterBids) && TryReadGroup(afterBids, out asks, out ReadOnlySpan<byte> afterAsks) && TryReadText(afterAsks, out market);
    }

    internal static NativeLevel Level(ReadOnlySpan<byte> fields)
    {
        long price = BinaryPrimitives.ReadInt64LittleEndian(fields), size = BinaryPrimitives.ReadInt64LittleEndian(fields[8..]);
        return price == long.MinValue || size == long.MinValue ? default : new NativeLevel(Number(price), Number(size));
    }

    private static bool TryReadGroup(ReadOnlySpan<byte> from, out ParadexLevels levels, out ReadOnlySpan<byte> after)
    {
        levels = default;
        after = default;
        if (from.Length < GroupHeaderLength)
            return false;
        int each = BinaryPrimitives.ReadUInt16LittleEndian(from), count = BinaryPrimitives.ReadUInt16LittleEndian(from[2..]);
        if ((count > 0 && each < LevelLength) || from.Length < GroupHeaderLength + each * count)
            return false;
        levels = new ParadexLevels(from.Slice(GroupHeaderLength, each * count), each);
        after = from[(GroupHeaderLength + each * count)..];
        return true;
    }

    private static bool TryReadText(ReadOnlySpan<byte> from, out ReadOnlySpan<byte> text)
    {
        bool isWhole = from.Length > 0 && from.Length > from[0];
        text = isWhole ? from.Slice(1, from[0]) : default;
        return isWhole;
    }

    /// <summary>A mantissa of eight decimals.</summary>
    private static decimal Number(long mantissa)
    {
        ulong size = (ulong)Math.Abs(mantissa);
        return new decimal((int)size, (int)(size >> 32), 0, mantissa < 0, 8);
    }
}

/// <summary>The levels of one side of a book message.</summary>
internal readonly ref struct ParadexLevels(ReadOnlySpan<byte> bytes, int each)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Count => each == 0 ? 0 : _bytes.Length / each;

    public NativeLevel this[int index] => ParadexMessage.Level(_bytes[(index * each)..]);
}
