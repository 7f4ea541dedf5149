using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

public sealed class MarginTests
{
    [Theory]
    [InlineData(Side.Buy, "0.1", "1000", "50200.80321285")]
    [InlineData(Side.Sell, "0.1", "1000", "69721.11553785")]
    [InlineData(Side.Buy, "2", "20000", "50226.13065327")]
    public void The_liquidation_price_solves_the_published_formula(Side side, string quantity, string wallet, string expected)
    {
        Holding holding = Hold(side, quantity, "60000", wallet, mark: "60000");
        if (quantity == "2")
            holding.Listing.Replace(holding.Listing.View with { Brackets = [new Bracket(1, 50, 1_000_000, 0, Rate.Parse("0.005"), Money.Of(50))] });
        Price price = MarginRules.LiquidationPrice(holding.Account, holding, holding.Both, MarginRules.Sum(holding.Account));
        Assert.Equal(Price.Parse(expected), price);
    }

    [Fact]
    public void Amounts_are_truncated_and_not_rounded_as_in_the_documented_example()
    {
        Holding holding = Hold(Side.Sell, "1", "70.92841", "1000", mark: "49.72023376");
        holding.Listing.Replace(holding.Listing.View with { Brackets = [new Bracket(1, 50, 1_000_000, 0, Rate.Parse("0.01"), Money.Zero)] });
        Assert.Equal(Money.Parse("21.20817624"), MarginRules.Unrealized(holding, holding.Both));
        Assert.Equal(Money.Parse("2.48601168"), MarginRules.PositionInitial(holding, holding.Both));
        Assert.Equal(Money.Parse("0.49720233"), MarginRules.Maintenance(holding, holding.Both));
    }

    [Fact]
    public void A_position_of_thirty_ada_matches_the_documented_example()
    {
        Holding holding = Hold(Side.Buy, "30", "0.385", "1000", mark: "0.41047590");
        holding.Listing.Replace(holding.Listing.View with { Brackets = [new Bracket(1, 50, 1_000_000, 0, Rate.Parse("0.0065"), Money.Zero)] });
        Assert.Equal(Money.Parse("0.76427700"), MarginRules.Unrealized(holding, holding.Both));
        Assert.Equal(Money.Parse("0.61571385"), MarginRules.PositionInitial(holding, holding.Both));
        Assert.Equal(Money.Parse("0.08004280"), MarginRules.Maintenance(holding, holding.Both));
    }

    [Fact]
    public void Brackets_accumulate_as_published()
    {
        IReadOnlyList<Bracket> brackets = Brackets.ForRank(100);
        Assert.Equal(Money.Zero, brackets[0].Cumulative);
        for (int i = 1; i < brackets.Count; i++)
        {
            Bracket below = brackets[i - 1], above = brackets[i];
            Notional actions = Money.Of(above.NotionalFloor).ToNotional();
            Assert.Equal(below.NotionalCap, above.NotionalFloor);
            Assert.Equal(below.MaintenanceRate.Of(actions) - below.Cumulative, above.MaintenanceRate.Of(actions) - above.Cumulative);
        }
    }

    [Fact]
    public void The_entry_price_is_an_average_that_partial_closes_keep_and_a_reversal_replaces()
    {
        var position = new ExactPosition(PositionSide.Both);
        position.Apply(Side.Buy, Quantity.Of(1), Price.Of(100), 0);
        position.Apply(Side.Buy, Quantity.Of(3), Price.Of(104), 0);
        Assert.Equal(Price.Of(103), position.EntryPrice);
        Assert.Equal(Notional.Parse("14"), position.Apply(Side.Sell, Quantity.Of(2), Price.Of(110), 0));
        Assert.Equal(Price.Of(103), position.EntryPrice);
        Assert.Equal(Notional.Parse("-6"), position.Apply(Side.Sell, Quantity.Of(5), Price.Of(100), 0));
        Assert.Equal(Quantity.Of(-3), position.Amount);
        Assert.Equal(Price.Of(100), position.EntryPrice);
    }

    [Fact]
    public void A_new_position_breaks_even_at_the_price_that_covers_its_fee()
    {
        using var venue = new TestExchange();
        OrderView order = venue.Market(venue.Alice, Side.Buy, "0.002").Value!;
        PositionView position = venue.Position(venue.Alice)!;
        Price expected = order.AveragePrice + Price.FromUnits(Rate.Parse("0.0005").Of(order.AveragePrice * Quantity.Of(1)).Units);
        Assert.Equal(expected, position.BreakEvenPrice);
    }

    [Fact]
    public void Equity_is_wallet_plus_unrealised_at_mark_to_the_last_decimal()
    {
        using var venue = new TestExchange();
        venue.Market(venue.Alice, Side.Sell, "0.137");
        venue.Run(seconds: 5);
        AccountView account = venue.Exchange.Accounts.Account(venue.Alice);
        PositionView position = Assert.Single(account.Positions);
        Assert.Equal(account.WalletBalance + position.UnrealizedPnl, account.MarginBalance);
        Money available = account.CrossWalletBalance + account.CrossUnrealizedPnl - account.PositionInitialMargin - account.OpenOrderInitialMargin;
        Assert.Equal(available, account.AvailableBalance);
    }

    [Fact]
    public void At_the_liquidation_price_the_margin_equals_the_maintenance_margin_in_every_bracket()
    {
        Arbitrary<(bool, int, int, int)> positions =
            (from buy in Gen.Elements(true, false) from milli in Gen.Choose(1, 900_000) from leverage in Gen.Choose(1, 60) from drift in Gen.Choose(-30, 30) select (buy, milli, leverage, drift)).ToArbitrary();
        Prop.ForAll(positions, random =>
        {
            (bool buy, int milli, int leverage, int drift) = random;
            var quantity = Quantity.FromUnits(milli * 100_000L);
            Money wallet = Money.FromUnits((Price.Of(60_000) * quantity).Truncate().Units / leverage);
            Holding holding = Hold(buy ? Side.Buy : Side.Sell, quantity.ToString(), "60000", wallet.ToString(), mark: (60_000 + drift * 60_000 / 1_000).ToString(CultureInfo.InvariantCulture));
            Price price = MarginRules.LiquidationPrice(holding.Account, holding, holding.Both, MarginRules.Sum(holding.Account));
            if (price.IsZero)
                return;
            holding.Listing.MarkPrice = price;
            MarginSums there = MarginRules.Sum(holding.Account);
            Money over = there.CrossWallet + there.CrossUnrealized - there.CrossMaintenance;
            Assert.InRange(over.ToDouble(), -0.001, 0.001);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(7UL, 9UL));
    }

    internal static Holding Hold(Side side, string quantity, string entry, string wallet, string mark)
    {
        ListingView view = Contracts.Build("TEST", Price.Parse("0.01"), Quantity.Parse("0.001"), Price.Of(100), 0, 0);
        var account = new Account(new AccountId(0), "a") { Wallet = Money.Parse(wallet) };
        Holding holding = account.In(new Listing(0, view) { MarkPrice = Price.Parse(mark) });
        holding.Both.Apply(side, Quantity.Parse(quantity), Price.Parse(entry), 0);
        return holding;
    }
}
