using System.Buffers.Binary;
using System.Text;
using Platform.Analytics.Bars;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;

namespace Platform.Data.Store;

/// <summary>A closed or revised window of a symbol, passed from market ingest to the journal.</summary>
internal readonly record struct SymbolBar(string Symbol, ClosedBar Closed);

/// <summary>The journal's binary form of one closed bar; a test fixes the layout. Little endian: version, symbol, row, ids.</summary>
internal static class BarRecord
{
    private const byte Version = 2;

    /// <summary>Version with volumes of 64 bits; read, no longer written.</summary>
    private const byte NarrowVersion = 1;

    private const int FixedBytes = 8 * 7 + 5 + FlowCells.Length * 40 + 24;
    private const int NarrowFixedBytes = FixedBytes - FlowCells.Length * 8;

    public static int Write(Span<byte> record, string symbol, in ClosedBar closed)
    {
        record[0] = Version;
        int symbolBytes = Encoding.UTF8.GetBytes(symbol, record[2..]);
        record[1] = checked((byte)symbolBytes);
        var writer = new Cursor(record[(2 + symbolBytes)..]);
        BarRow row = closed.Row;
        foreach (long value in (ReadOnlySpan<long>)[row.OpenTime_ms, row.Open, row.High, row.Low, row.Close, row.BuyTradeCount, row.SellTradeCount])
            writer.Put(value);
        writer.Put(row.Revision, row.Quality);
        foreach (FlowCell cell in row.Flows)
        {
            writer.Put(cell.Dolvol);
            writer.Put(cell.Volume);
            writer.Put(cell.Count);
        }

        writer.Put(closed.FirstId);
        writer.Put(closed.LastId);
        writer.Put(closed.NextId);
        return 2 + symbolBytes + FixedBytes;
    }

    /// <summary>Corrupt when the bytes are not a record of this version.</summary>
    public static Result<SymbolBar> Read(ReadOnlySpan<byte> record)
    {
        bool narrow = record.Length > 0 && record[0] == NarrowVersion;
        if (record.Length < 2 || (record[0] != Version && !narrow) || record.Length != 2 + record[1] + (narrow ? NarrowFixedBytes : FixedBytes))
            return new Fault(FaultKind.Corrupt, $"a bar record of {record.Length} bytes, version {(record.Length > 0 ? record[0] : 0)}, cannot be read");
        string symbol = Encoding.UTF8.GetString(record.Slice(2, record[1]));
        var reader = new Reader(record[(2 + record[1])..]);
        var row = new BarRow
        {
            OpenTime_ms = reader.Long(),
            Open = reader.Long(),
            High = reader.Long(),
            Low = reader.Long(),
            Close = reader.Long(),
            BuyTradeCount = reader.Long(),
            SellTradeCount = reader.Long(),
            Revision = reader.Int(),
            Quality = (BarQuality)reader.Byte(),
        };
        for (int i = 0; i < FlowCells.Length; i++)
            row.Flows[i] = new FlowCell { Dolvol = reader.Wide(), Volume = narrow ? reader.Long() : reader.Wide(), Count = reader.Long() };
        return new SymbolBar(symbol, new ClosedBar(row, reader.Long(), reader.Long(), reader.Long()));
    }

    private ref struct Cursor(Span<byte> rest)
    {
        private Span<byte> _rest = rest;

        public void Put(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
            _rest = _rest[8..];
        }

        public void Put(Int128 value)
        {
            BinaryPrimitives.WriteInt128LittleEndian(_rest, value);
            _rest = _rest[16..];
        }

        public void Put(int revision, BarQuality quality)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_rest, revision);
            _rest[4] = (byte)quality;
            _rest = _rest[5..];
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public byte Byte() => Take(1)[0];

        public Int128 Wide() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

        private ReadOnlySpan<byte> Take(int bytes)
        {
            ReadOnlySpan<byte> taken = _rest[..bytes];
            _rest = _rest[bytes..];
            return taken;
        }
    }
}
