using Google.Protobuf;
using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Wire.Market;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Wire.Tests.Market;

public sealed class BarMappingTests
{
    [Fact]
    public void A_bar_comes_back_from_the_wire_as_it_was()
    {
        Bar bar = SomeBar();
        BarEvent read = BarEvent.Parser.ParseFrom(bar.ToWire(BarInterval.M5).ToByteArray());
        Assert.Equal(bar, read.ToDomain().Value);
    }

    [Fact]
    public void Quote_amounts_keep_sixteen_decimals()
    {
        SizeBuckets buys = default;
        buys[3] = new Flow(Quantity.Of(1), Notional.Parse("12345678901234567.1234567890123456"), 1);
        Bar bar = SomeBar() with { Buys = buys };
        Assert.Equal(bar, bar.ToWire(BarInterval.M5).ToDomain().Value);
    }

    [Theory]
    [InlineData("92233720368.54775807", false)]
    [InlineData("92233720368.54775808", true)]
    [InlineData("12345678901234567890.12345678", true)]
    public void A_volume_that_does_not_fit_in_64_bits_travels_as_text(string volume, bool wide)
    {
        SizeBuckets sells = default;
        sells[1] = new Flow(Volume.Parse(volume), Notional.Parse("1"), 1);
        Bar bar = SomeBar() with { Sells = sells };
        BarEvent read = BarEvent.Parser.ParseFrom(bar.ToWire(BarInterval.M5).ToByteArray());
        Assert.Equal(wide, read.Sells[1].WideVolume.Length > 0);
        Assert.Equal(bar.Sells, read.ToDomain().Value.Sells);
    }

    [Fact]
    public void The_field_numbers_of_a_flow_are_frozen() => Assert.Equal(
        ["1 volume", "2 dolvol", "3 count", "4 wide_volume"],
        FlowPart.Descriptor.Fields.InFieldNumberOrder().Select(field => $"{field.FieldNumber} {field.Name}"));

    [Fact]
    public void The_wire_numbers_of_qualities_are_frozen() =>
        Assert.Equal([0, 1, 2, 3], new[] { BarQuality.Ok, BarQuality.Late, BarQuality.Suspect, BarQuality.Official }.Select(quality => (int)quality));

    [Fact]
    public void The_field_numbers_of_a_bar_are_frozen()
    {
        string[] expected =
        [
            "1 symbol", "2 interval", "3 open_time_ms", "4 open", "5 high", "6 low", "7 close", "8 buys", "9 sells",
            "10 buy_trade_count", "11 sell_trade_count", "12 revision", "13 quality",
        ];
        Assert.Equal(expected, BarEvent.Descriptor.Fields.InFieldNumberOrder().Select(field => $"{field.FieldNumber} {field.Name}"));
    }

    public static TheoryData<string, Action<BarEvent>> Broken => new()
    {
        { "interval", wire => wire.Interval = "7m" },
        { "open time", wire => wire.OpenTimeMs++ },
        { "quality", wire => wire.Quality = 9 },
        { "buckets", wire => wire.Buys.RemoveAt(0) },
        { "amounts", wire => wire.Sells[0].Dolvol = "many" },
        { "volumes", wire => wire.Sells[0].WideVolume = "0.000000001" },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void A_broken_message_is_refused(string what, Action<BarEvent> damage)
    {
        BarEvent wire = SomeBar().ToWire(BarInterval.M5);
        damage(wire);
        Assert.False(wire.ToDomain().IsOk, what);
    }

    private static Bar SomeBar()
    {
        SizeBuckets buys = default, sells = default;
        for (int i = 0; i < SizeBuckets.Count; i++)
        {
            buys[i] = new Flow(Quantity.FromUnits(i * 7), Notional.FromUnits(i * 1_000_000_007L), i);
            sells[i] = new Flow(Quantity.FromUnits(i * 11 + 1), Notional.FromUnits(i * 1_000_000_009L + 1), i + 1);
        }

        long open_ms = Label.Parse("2025-12-22-004").Value.Start_ms;
        return new Bar
        {
            Symbol = "币安人生USDT",
            OpenTime_ms = open_ms,
            CloseTime_ms = open_ms + 300_000,
            Open = Price.Parse("100.1"),
            High = Price.Parse("101"),
            Low = Price.Parse("0.00000001"),
            Close = Price.Parse("99"),
            Buys = buys,
            Sells = sells,
            BuyTradeCount = 5,
            SellTradeCount = 6,
            Revision = 2,
            Quality = BarQuality.Late,
        };
    }
}
