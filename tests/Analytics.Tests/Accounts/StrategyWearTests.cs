using System.Text.Json;
using Platform.Analytics.Accounts;
using Platform.Analytics.Tests.Portfolio;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Analytics.Tests.Accounts;

public sealed class StrategyWearTests
{
    [Fact]
    public void Wear_is_the_vector_WEAR_1()
    {
        JsonElement expected = QuantVectors.Of("WEAR-1");
        var wear = new StrategyWear(Money.Of(180), Notional.Parse("95"), Money.Of(-40), Money.Of(100_000), Notional.Parse("360000"), Money.Of(1_200), 12, WearSource.Actual);
        Assert.Equal(expected.GetProperty("wear").GetDouble(), wear.Total.ToDouble());
        Assert.Equal(expected.GetProperty("wear_pct_equity").GetDouble(), wear.Percent, 1e-12);
        Assert.Equal(expected.GetProperty("wear_bps_turnover").GetDouble(), wear.BasisPoints, 1e-12);
        Assert.Equal(expected.GetProperty("wear_share_of_gross").GetDouble(), wear.ShareOfGross, 1e-12);
        Assert.True(double.IsNaN((wear with { GrossPnl = Money.Of(-1) }).ShareOfGross));
    }

    [Fact]
    public void The_estimate_is_the_vector_WEAR_2_with_the_true_sign_of_funding()
    {
        JsonElement expected = QuantVectors.Of("WEAR-2 upstream estimate");
        Notional notional = Notional.Parse(expected.GetProperty("opening_notional").GetRawText());
        StrategyWear wear = StrategyWear.Estimate(notional, Rate.Parse("-0.0001"), 2.5, Money.Of(100_000));
        Assert.Equal(WearSource.Estimated, wear.Source);
        Assert.Equal(expected.GetProperty("fees").GetDouble(), wear.Fees.ToDouble());
        Assert.Equal(expected.GetProperty("slip").GetDouble(), wear.Slippage.ToDouble());
        Assert.Equal(expected.GetProperty("true_signed_for_long").GetDouble(), wear.FundingCost.ToDouble());
        Assert.Equal(35, StrategyWear.FundingOf(-notional, Rate.Parse("-0.0001"), 2.5).ToDouble());
    }

    [Fact]
    public void Only_the_delay_of_what_was_filled_is_slippage()
    {
        var parent = new ParentFills(Side.Sell, Quantity.Of(10), Price.Of(100), Price.Of(99), Quantity.Of(4), Price.Of(98) * Quantity.Of(4), Quantity.Zero, Price.Of(90), Money.Zero);
        Assert.Equal(Notional.Parse("8"), StrategyWear.SlippageOf(parent));
    }
}
