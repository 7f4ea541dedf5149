using System.Buffers.Binary;
using System.Text;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Data.Store;

/// <summary>
/// The raw trades of one hour in order of arrival, appended to one file for all symbols until the hour is converted to Parquet. Reading
/// ends at a record that a crash truncated. Single-threaded.
/// </summary>
internal sealed class TradeLog : IDisposable
{
    public const string Suffix = ".tape";
    private const byte SymbolRecord = 1;
    private const byte TradeRecord = 2;
    private const int TradeBytes = 1 + 2 + 6 * 8 + 1;

    private readonly FileStream _file;
    private readonly Dictionary<string, ushort> _symbols = new(StringComparer.Ordinal);
    private readonly byte[] _record = new byte[TradeBytes];

    private TradeLog(FileStream file) => _file = file;

    public static TradeLog Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 64 * 1024);
        var log = new TradeLog(file);
        long whole = Scan(file, (symbol, number) => log._symbols[symbol] = number, null);
        file.SetLength(whole);
        file.Seek(0, SeekOrigin.End);
        return log;
    }

    public void Append(string symbol, in AggTrade trade)
    {
        if (!_symbols.TryGetValue(symbol, out ushort number))
            number = Define(symbol);
        Span<byte> record = _record;
        record[0] = TradeRecord;
        BinaryPrimitives.WriteUInt16LittleEndian(record[1..], number);
        ReadOnlySpan<long> values = [trade.Id, trade.Price.Units, trade.Quantity.Units, trade.FirstTradeId, trade.LastTradeId, trade.Time_ms];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(record[(3 + i * 8)..], values[i]);
        record[^1] = trade.BuyerIsMaker ? (byte)1 : (byte)0;
        _file.Write(_record);
    }

    /// <summary>Writes to the operating system, so that the records survive a killed process.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Visits every complete trade of a file whose symbol is wanted.</summary>
    public static void Read(string path, Func<string, bool> wants, Action<string, AggTrade> visit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 256 * 1024);
        var names = new Dictionary<ushort, string?>();
        Scan(file, (symbol, number) => names[number] = wants(symbol) ? symbol : null, (number, trade) =>
        {
            if (names.GetValueOrDefault(number) is { } symbol)
                visit(symbol, trade);
        });
    }

    public void Dispose() => _file.Dispose();

    private ushort Define(string symbol)
    {
        ushort number = checked((ushort)_symbols.Count);
        _symbols[symbol] = number;
        byte[] name = Encoding.UTF8.GetBytes(symbol);
        Span<byte> head = [SymbolRecord, 0, 0, checked((byte)name.Length)];
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], number);
        _file.Write(head);
        _file.Write(name);
        return number;
    }

    /// <summary>The length of the complete records.</summary>
    private static long Scan(FileStream file, Action<string, ushort> symbol, Action<ushort, AggTrade>? trade)
    {
        long whole = 0;
        Span<byte> record = stackalloc byte[TradeBytes];
        Span<byte> name = stackalloc byte[255];
        while (file.ReadAtLeast(record[..4], 4, throwOnEndOfStream: false) == 4)
        {
            ushort number = BinaryPrimitives.ReadUInt16LittleEndian(record[1..]);
            if (record[0] == SymbolRecord)
            {
                int length = record[3];
                if (file.ReadAtLeast(name[..length], length, throwOnEndOfStream: false) < length)
                    break;
                symbol(Encoding.UTF8.GetString(name[..length]), number);
                whole += 4 + length;
                continue;
            }

            int rest = TradeBytes - 4;
            if (record[0] != TradeRecord || file.ReadAtLeast(record[4..], rest, throwOnEndOfStream: false) < rest)
                break;
            trade?.Invoke(number, Decode(record));
            whole += TradeBytes;
        }

        return whole;
    }

    private static AggTrade Decode(ReadOnlySpan<byte> record)
    {
        Span<long> values = stackalloc long[6];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(record[(3 + i * 8)..]);
        return new AggTrade(values[0], Price.FromUnits(values[1]), Quantity.FromUnits(values[2]), values[3], values[4], values[5], record[^1] == 1);
    }
}
