using Platform.Analytics.Portfolio;
using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

public sealed class TargetSizingTests
{
    private static readonly Money Equity = Money.Of(100_000);

    [Theory]
    [InlineData("BTCUSDT", 0.20, "43251.3", "0.001", "5", SizingVerdict.Sized)]
    [InlineData("ETHUSDT", -0.0001, "2301.65", "0.001", "20", SizingVerdict.BelowMinimum)]
    [InlineData("DOGEUSDT", -0.05, "0.08123", "1", "5", SizingVerdict.Sized)]
    public void Quantities_are_the_vector_TGT_6(string symbol, double weight, string price, string step, string minNotional, SizingVerdict verdict)
    {
        var expected = QuantVectors.Of("TGT-6 qty").GetProperty(symbol);
        Instrument instrument = InstrumentBuilder.Of(symbol, step, minNotional);
        SizedTarget target = TargetSizing.Size(instrument, weight, Equity, leverage: 1, Price.Parse(price)).Value;
        Assert.Equal(expected.GetProperty("qty").GetDouble(), target.Quantity.ToDouble());
        Assert.Equal(expected.GetProperty("notional_target").GetDouble(), target.Wanted.ToDouble(), 1e-9);
        Assert.Equal(verdict, target.Verdict);
        if (verdict == SizingVerdict.Sized)
            Assert.Equal(expected.GetProperty("rounded_notional").GetDecimal(), decimal.Parse((target.Quantity.Abs * Price.Parse(price)).ToString()));
    }

    [Fact]
    public void Leverage_is_the_strategys_and_multiplies_exactly()
    {
        Instrument instrument = InstrumentBuilder.Of("BTCUSDT", "0.001");
        SizedTarget target = TargetSizing.Size(instrument, 0.1, Money.Parse("12345.67890123"), leverage: 1.5, Price.Of(100)).Value;
        Assert.Equal(Notional.Parse("1851.8518351845"), target.Wanted);
        Assert.Equal(Quantity.Parse("18.518"), target.Quantity);
    }

    [Theory]
    [InlineData(0.1, "1000", 1.0, "0")]
    [InlineData(double.NaN, "1000", 1.0, "100")]
    [InlineData(double.PositiveInfinity, "1000", 1.0, "100")]
    [InlineData(0.1, "0", 1.0, "100")]
    [InlineData(0.1, "-3", 1.0, "100")]
    [InlineData(0.1, "1000", 0.0, "100")]
    [InlineData(1.0, "90000000000", 10.0, "0.00000001")]
    public void What_cannot_be_sized_is_a_fault_and_never_a_target_of_zero(double weight, string equity, double leverage, string price)
    {
        Result<SizedTarget> target = TargetSizing.Size(InstrumentBuilder.Of("XUSDT", "1"), weight, Money.Parse(equity), leverage, Price.Parse(price));
        Assert.False(target.IsOk);
        Assert.Contains("XUSDT", target.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_of_zero_is_a_target_of_zero()
    {
        SizedTarget target = TargetSizing.Size(InstrumentBuilder.Of("XUSDT", "1"), 0, Equity, 1, Price.Of(3)).Value;
        Assert.Equal((Quantity.Zero, SizingVerdict.ZeroWeight), (target.Quantity, target.Verdict));
    }
}
