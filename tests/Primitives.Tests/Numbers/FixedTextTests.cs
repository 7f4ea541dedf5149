using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Primitives.Tests.Numbers;

public sealed class FixedTextTests
{
    [Theory]
    [InlineData("43251.3", 4_325_130_000_000)]
    [InlineData("-0.00000001", -1)]
    [InlineData(".5", 50_000_000)]
    [InlineData("5.", 500_000_000)]
    [InlineData("+7", 700_000_000)]
    [InlineData("1e-7", 10)]
    [InlineData("1.5E3", 150_000_000_000)]
    [InlineData("0.100000000000", 10_000_000)]
    [InlineData("92233720368.54775807", long.MaxValue)]
    public void Plain_and_exponent_forms_are_read_exactly(string text, long units)
    {
        Assert.True(Price.TryParse(text, out Price price));
        Assert.Equal(units, price.Units);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e")]
    [InlineData("1e99")]
    [InlineData("0.000000001")]
    [InlineData("92233720368.54775808")]
    [InlineData("999999999999999999999999999999999999999999")]
    [InlineData("١٢")]
    public void What_is_not_an_exact_decimal_in_range_is_refused(string text) => Assert.False(Price.TryParse(text, out Price _));

    [Theory]
    [InlineData("1.23456789", 2, "1.23")]
    [InlineData("-1.999", 0, "-1")]
    [InlineData("-0.004", 2, "0.00")]
    [InlineData("1.5", 10, "1.5000000000")]
    [InlineData("0", 3, "0.000")]
    public void Text_with_fixed_decimals_is_cut_and_never_rounded(string text, int decimals, string expected) =>
        Assert.Equal(expected, Price.Parse(text).ToString(decimals));

    [Fact]
    public void Reading_a_constant_that_is_no_number_is_a_programmers_error() =>
        Assert.Throws<CheckFailedException>(() => Price.Parse("abc"));

    [Fact]
    public void A_quantity_needs_a_positive_price() =>
        Assert.Throws<CheckFailedException>(() => Notional.Parse("1").DivideBy(Price.Zero));
}
