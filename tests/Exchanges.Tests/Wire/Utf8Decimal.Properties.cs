using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platform.Primitives.Numbers;
using Platform.Exchanges.Binance.Wire;
using Xunit;

namespace Platform.Exchanges.Tests.Wire;

public sealed class Utf8DecimalProperties
{
    [Fact]
    public void Whatever_a_price_prints_is_read_back_exactly() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), units =>
            Utf8Decimal.TryParse(Encoding.UTF8.GetBytes(Price.FromUnits(units).ToString()), out long read) && read == units).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.00000001", 1)]
    [InlineData("-12.5", -1_250_000_000)]
    [InlineData("65000.000000000000", 6_500_000_000_000)]
    [InlineData(".5", 50_000_000)]
    [InlineData("1e-7", 10)]
    [InlineData("92233720368.54775807", long.MaxValue)]
    public void Text_of_any_width_is_exact(string text, long units)
    {
        Assert.True(Utf8Decimal.TryParse(Encoding.UTF8.GetBytes(text), out long read));
        Assert.Equal(units, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("0.000000001")]
    [InlineData("92233720368.54775808")]
    [InlineData("99999999999999999999")]
    public void What_is_not_an_exact_number_is_refused(string text) => Assert.False(Utf8Decimal.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void An_average_with_more_decimals_is_cut_when_asked()
    {
        Assert.True(Utf8Decimal.TryParseTruncated("6.563665578947"u8, out long units));
        Assert.Equal(656_366_557, units);
    }
}
