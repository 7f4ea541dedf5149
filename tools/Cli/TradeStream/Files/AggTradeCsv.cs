using System.Buffers.Text;
using System.Text;
using Platform.Analytics.OrderFlow;
using Platform.Cli.TradeStream.Flow;
using Platform.Cli.TradeStream.Frames;

namespace Platform.Cli.TradeStream.Files;

/// <summary>
/// Rows of an aggTrades CSV as in the exchange's archives. With a header, its names give the columns; without one the order is id, price,
/// quantity, first id, last id, time, buyer is maker. Times may be in milli- or microseconds, detected for each value.
/// </summary>
internal sealed class AggTradeCsv(StreamProcessor processor, LinePlace place, string symbol)
{
    private const int FieldsMax = 32;

    private readonly Func<string> _place = place.ToString;
    private readonly byte[] _symbol = Encoding.UTF8.GetBytes(symbol);
    private Columns _columns = new(Id: 0, Price: 1, Quantity: 2, Time: 5, BuyerIsMaker: 6, Side: -1);
    private bool _hasBegun;

    /// <summary>The requested symbol, otherwise the symbol at the beginning of the file's name, otherwise ETHUSDT.</summary>
    public static string SymbolOf(string path, IReadOnlyList<string> symbols)
    {
        if (symbols.Count > 0)
            return symbols[0];
        string name = new([.. Path.GetFileName(path).ToUpperInvariant().TakeWhile(char.IsLetterOrDigit)]);
        return name.Length > 4 && (name.EndsWith("USDT", StringComparison.Ordinal) || name.EndsWith("USDC", StringComparison.Ordinal)) ? name : "ETHUSDT";
    }

    public void Take(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[FieldsMax];
        int count = Split(line, fields);
        bool isFirst = !_hasBegun;
        _hasBegun = true;
        if (isFirst && TryHeader(line, fields[..count]))
            return;
        if (TryRow(line, fields[..count], out TradeFrame trade))
            processor.Take(_symbol, in trade);
        else
            processor.TakeUnreadable(line, _place);
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int count = 0;
        foreach (Range field in line.Split((byte)','))
        {
            if (count == fields.Length)
                break;
            fields[count++] = field;
        }

        return count;
    }

    /// <summary>True for a header: a first row whose price is not a number.</summary>
    private bool TryHeader(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields)
    {
        string[] names = new string[fields.Length];
        for (int index = 0; index < fields.Length; index++)
            names[index] = Encoding.UTF8.GetString(line[fields[index]]).Trim().Trim('"').ToLowerInvariant();
        int Place(params string[] known) => Array.FindIndex(names, name => known.Contains(name));
        int price = Place("price", "p"), quantity = Place("quantity", "qty", "q");
        if (price < 0 || quantity < 0)
            return false;
        _columns = new Columns(
            Place("agg_trade_id", "aggtradeid", "a", "tradeid", "trade_id", "id"), price, quantity,
            Place("transact_time", "timestamp", "time", "t"), Place("is_buyer_maker", "isbuyermaker", "m"), Place("side"));
        return true;
    }

    private bool TryRow(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, out TradeFrame trade)
    {
        trade = default;
        if (DecimalReader.Read(Field(line, fields, _columns.Price), out decimal price) == NumberText.Malformed
            || DecimalReader.Read(Field(line, fields, _columns.Quantity), out decimal quantity) == NumberText.Malformed
            || !TryNumber(Field(line, fields, _columns.Id), out long? id)
            || !TryNumber(Field(line, fields, _columns.Time), out long? time)
            || !TrySide(Field(line, fields, _columns.BuyerIsMaker), Field(line, fields, _columns.Side), out AggressorSide side))
            return false;
        trade = new TradeFrame(new TradePrint(price, quantity, side, ToMilliseconds(time), id), TradeKind.Aggregate);
        return true;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, int column) =>
        column >= 0 && column < fields.Length ? line[fields[column]].Trim(" \t\""u8) : default;

    private static bool TryNumber(ReadOnlySpan<byte> text, out long? number)
    {
        number = null;
        if (text.IsEmpty)
            return true;
        bool isNumber = Utf8Parser.TryParse(text, out long value, out int used) && used == text.Length && value >= 0;
        number = isNumber ? value : null;
        return isNumber;
    }

    private static long? ToMilliseconds(long? time) => time switch
    {
        >= 100_000_000_000_000_000 => time / 1_000_000,
        >= 100_000_000_000_000 => time / 1_000,
        _ => time,
    };

    private static bool TrySide(ReadOnlySpan<byte> buyerIsMaker, ReadOnlySpan<byte> word, out AggressorSide side)
    {
        side = AggressorSide.Unknown;
        if (buyerIsMaker.IsEmpty && word.IsEmpty)
            return true;
        string text = Encoding.ASCII.GetString(buyerIsMaker.IsEmpty ? word : buyerIsMaker);
        bool isWord = buyerIsMaker.IsEmpty;
        if (Matches(text, isWord ? ["buy", "b"] : ["false", "0", "f"]))
            side = AggressorSide.Buy;
        else if (Matches(text, isWord ? ["sell", "s"] : ["true", "1", "t"]))
            side = AggressorSide.Sell;
        return side != AggressorSide.Unknown;
    }

    private static bool Matches(string text, ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Position of each field in a row; -1 where it is missing.</summary>
    private readonly record struct Columns(int Id, int Price, int Quantity, int Time, int BuyerIsMaker, int Side);
}
