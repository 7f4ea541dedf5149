using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Platform.Analytics.OrderFlow;

namespace Platform.Cli.TradeStream.Frames;

/// <summary>
/// Reads aggTrade and trade events, alone or in the envelope of a combined stream (spec/binance-usdm.md §2.1). Only price and quantity
/// are required; side, time, id and symbol may be missing. Extra fields are ignored. Allocates nothing for the usual form.
/// </summary>
/// <param name="isThorough">Skips the fast scan of the usual form, for comparison.</param>
internal sealed class TradeFrameReader(bool isThorough = false)
{
    /// <summary>The last millisecond of the year 9999.</summary>
    private const long LatestTime_ms = 253_402_300_799_999;
    private const int SymbolBytesMax = 64;

    /// <param name="symbol">From the event, otherwise from the stream's name, in its original case; empty when both are missing. Valid as long as the frame.</param>
    public TradeFrameKind Read(ReadOnlySpan<byte> json, out TradeFrame trade, out ReadOnlySpan<byte> symbol)
    {
        trade = default;
        symbol = default;
        var fields = new FrameFields();
        if (isThorough || !FrameScan.TryScan(json, ref fields))
        {
            fields = default;
            if (!fields.TryParse(json))
                return TradeFrameKind.Malformed;
        }

        TradeFrameKind kind = KindOf(in fields, out TradeKind tradeKind);
        return kind == TradeFrameKind.Trade ? Compose(in fields, tradeKind, out trade, out symbol) : kind;
    }

    private static TradeFrameKind KindOf(in FrameFields fields, out TradeKind kind)
    {
        kind = fields.Event.SequenceEqual("aggTrade"u8) ? TradeKind.Aggregate : fields.Event.SequenceEqual("trade"u8) ? TradeKind.Single : TradeKind.None;
        if (kind == TradeKind.None && fields.Event.IsEmpty)
        {
            bool isBare = fields.Stream.IsEmpty && (!fields.Price.IsEmpty || !fields.Quantity.IsEmpty);
            kind = fields.Stream.EndsWith("@trade"u8) ? TradeKind.Single : isBare || fields.Stream.EndsWith("@aggTrade"u8) ? TradeKind.Aggregate : TradeKind.None;
        }

        if (kind != TradeKind.None)
            return TradeFrameKind.Trade;
        return fields.IsRefusal ? TradeFrameKind.Refusal : TradeFrameKind.Other;
    }

    private static TradeFrameKind Compose(scoped in FrameFields fields, TradeKind kind, out TradeFrame trade, out ReadOnlySpan<byte> symbol)
    {
        trade = default;
        symbol = default;
        if (DecimalReader.Read(fields.Price, out decimal price) == NumberText.Malformed || DecimalReader.Read(fields.Quantity, out decimal quantity) == NumberText.Malformed
            || !TrySide(fields.BuyerIsMaker, out AggressorSide side)
            || !TryNumber(fields.EventTime.IsEmpty ? fields.TradeTime : fields.EventTime, LatestTime_ms, out long? time_ms)
            || !TryNumber(kind == TradeKind.Aggregate ? fields.AggregateId : fields.TradeId, long.MaxValue, out long? id)
            || !TrySymbol(in fields, out symbol))
            return TradeFrameKind.Malformed;
        bool isOffBook = !fields.Execution.IsEmpty && !fields.Execution.SequenceEqual("MARKET"u8);
        trade = new TradeFrame(new TradePrint(price, quantity, side, time_ms, id), kind, isOffBook);
        return TradeFrameKind.Trade;
    }

    private static bool TrySide(ReadOnlySpan<byte> buyerIsMaker, out AggressorSide side)
    {
        side = buyerIsMaker.SequenceEqual("true"u8) ? AggressorSide.Sell : buyerIsMaker.SequenceEqual("false"u8) ? AggressorSide.Buy : AggressorSide.Unknown;
        return side != AggressorSide.Unknown || buyerIsMaker.IsEmpty;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, long largest, out long? number)
    {
        number = null;
        if (text.IsEmpty)
            return true;
        if (!Utf8Parser.TryParse(text, out long value, out int used) || used != text.Length || value < 0 || value > largest)
            return false;
        number = value;
        return true;
    }

    private static bool TrySymbol(scoped in FrameFields fields, out ReadOnlySpan<byte> symbol)
    {
        int at = fields.Stream.IndexOf((byte)'@');
        symbol = !fields.Symbol.IsEmpty ? fields.Symbol : at > 0 ? fields.Stream[..at] : default;
        if (symbol.Contains((byte)'\\'))
            symbol = Unescape(symbol);
        return symbol.Length <= SymbolBytesMax && Utf8.IsValid(symbol) && !symbol.ContainsAnyInRange((byte)0, (byte)' ');
    }

    /// <summary>Decodes a symbol with escaped characters; rare, so it may allocate. Empty when an escape is invalid.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        try
        {
            byte[] quoted = [(byte)'"', .. text, (byte)'"'];
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
