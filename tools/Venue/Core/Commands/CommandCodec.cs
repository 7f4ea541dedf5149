using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Commands;

/// <summary>One logged command and the virtual time of its execution, Unix ms.</summary>
internal readonly record struct LoggedCommand(long At_ms, Command Command);

/// <summary>
/// Encodes commands as bytes: orders and cancels in a binary layout, because there are millions of them; all other commands as JSON.
/// Tests fix the layout; a new layout gets a new kind.
/// </summary>
internal static class CommandCodec
{
    private const byte JsonKind = 0;
    private const byte PlaceKind = 1;
    private const byte CancelKind = 2;

    /// <summary>Appends the time and the command to the buffer.</summary>
    public static void Write(CommandBytes bytes, long at_ms, Command command)
    {
        bytes.Int64(at_ms);
        switch (command)
        {
            case PlaceOrder place:
                bytes.Byte(PlaceKind);
                Write(bytes, place);
                break;
            case CancelOrder cancel:
                bytes.Byte(CancelKind);
                bytes.Int32(cancel.Account.Value);
                bytes.Text(cancel.Symbol);
                bytes.Optional(cancel.OrderId);
                bytes.Text(cancel.ClientOrderId);
                break;
            default:
                bytes.Byte(JsonKind);
                bytes.Raw(JsonSerializer.SerializeToUtf8Bytes(command, typeof(Command), CommandJson.Options));
                break;
        }
    }

    /// <exception cref="JsonException">The bytes do not contain a known command.</exception>
    public static LoggedCommand Read(ReadOnlySpan<byte> frame)
    {
        var reader = new CommandByteReader(frame);
        long at_ms = reader.Int64();
        Command command = reader.Byte() switch
        {
            PlaceKind => ReadPlace(ref reader),
            CancelKind => new CancelOrder(new AccountId(reader.Int32()), reader.Text()!) { OrderId = reader.OptionalInt64(), ClientOrderId = reader.Text() },
            JsonKind => JsonSerializer.Deserialize<Command>(reader.Rest(), CommandJson.Options)!,
            byte kind => throw new JsonException($"unknown command kind {kind}"),
        };
        return new LoggedCommand(at_ms, command);
    }

    private static void Write(CommandBytes bytes, PlaceOrder place)
    {
        bytes.Int32(place.Account.Value);
        bytes.Text(place.Symbol);
        bytes.Byte((byte)(sbyte)place.Side);
        bytes.Byte((byte)place.Type);
        bytes.Byte(place.PositionSide is { } side ? (byte)(1 + (int)side) : (byte)0);
        bytes.Byte(place.TimeInForce is { } time ? (byte)(1 + (int)time) : (byte)0);
        bytes.Byte(place.ReduceOnly switch { null => 0, false => 1, true => 2 });
        bytes.Byte((byte)((place.ClosePosition ? 1 : 0) | (place.Test ? 2 : 0) | (place.FillsPartly ? 4 : 0)));
        bytes.Byte((byte)place.PriceMatch);
        bytes.Byte((byte)place.SelfTradePrevention);
        bytes.Optional(place.Quantity?.Units);
        bytes.Optional(place.Price?.Units);
        bytes.Int64(place.GoodTillDate_ms);
        bytes.Text(place.ClientOrderId);
    }

    private static PlaceOrder ReadPlace(ref CommandByteReader reader)
    {
        var account = new AccountId(reader.Int32());
        string symbol = reader.Text()!;
        (Side side, OrderType type) = ((Side)(sbyte)reader.Byte(), (OrderType)reader.Byte());
        (byte positionSide, byte time, byte reduces, byte flags) = (reader.Byte(), reader.Byte(), reader.Byte(), reader.Byte());
        return new PlaceOrder(account, symbol, side, type)
        {
            PositionSide = positionSide == 0 ? null : (PositionSide)(positionSide - 1),
            TimeInForce = time == 0 ? null : (TimeInForce)(time - 1),
            ReduceOnly = reduces == 0 ? null : reduces == 2,
            ClosePosition = (flags & 1) != 0,
            Test = (flags & 2) != 0,
            FillsPartly = (flags & 4) != 0,
            PriceMatch = (PriceMatch)reader.Byte(),
            SelfTradePrevention = (SelfTradePrevention)reader.Byte(),
            Quantity = reader.OptionalInt64() is { } quantity ? Quantity.FromUnits(quantity) : null,
            Price = reader.OptionalInt64() is { } price ? Price.FromUnits(price) : null,
            GoodTillDate_ms = reader.Int64(),
            ClientOrderId = reader.Text(),
        };
    }
}
