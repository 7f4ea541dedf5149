using FsCheck;
using FsCheck.Fluent;
using Platform.Accounting.Records;
using Platform.Accounting.Reports;
using Platform.Accounting.Stores;
using Platform.Analytics.Accounts;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Accounting.Tests.Reports;

/// <summary>Appendix B.10 of the quant specification, from recorded fills to reported parents.</summary>
public sealed class ParentCostsProperties
{
    private static readonly Quantity s_lot = Quantity.Parse("0.001");

    private static readonly Gen<Price> s_price = Gen.Choose(1, 5_000_000).Select(ticks => Price.FromUnits(ticks * 1_000_000L));

    private static readonly Gen<FillRecord> s_fill =
        from price in s_price
        from lots in Gen.Choose(1, 5_000)
        from fee in Gen.Choose(-100_000, 1_000_000)
        from isMaker in Gen.Elements(true, false)
        select new FillRecord(
            1, 5, "BTCUSDT", 1, FillOrigin.Own, "", 1, "", "r", Side.Buy, PositionSide.Both, Quantity.FromUnits(lots * s_lot.Units), price, Money.FromUnits(fee), "USDT", Money.Zero, isMaker);

    private static readonly Gen<(ParentRecord Parent, FillRecord[] Fills)> s_parent =
        from side in Gen.Elements(Side.Buy, Side.Sell)
        from algorithm in Gen.Elements(ParentAlgorithm.Market, ParentAlgorithm.Twap, ParentAlgorithm.Vwap)
        from fills in Gen.Choose(0, 12).SelectMany(count => s_fill.ArrayOf(count))
        from residual in Gen.Choose(0, 3_000)
        from prices in s_price.ArrayOf(3)
        select (Record(side, algorithm, fills, Quantity.FromUnits(residual * s_lot.Units), prices), fills);

    [Fact]
    public void The_reported_shortfall_is_the_sum_of_its_parts_and_of_Perold_over_the_fills_exactly() =>
        Prop.ForAll(s_parent.ArrayOf().ToArbitrary(), drawn =>
        {
            (ParentRecord Parent, FillRecord[] Fills)[] parents =
                [.. drawn.Select((one, i) => (one.Parent with { ParentId = $"p{i}" }, one.Fills.Select(fill => fill with { ParentId = $"p{i}", Side = one.Parent.Side }).ToArray()))];
            IReadOnlyList<CostedParent> costed = ParentCosts.Of(InputOf(parents), null, new AssetPrices(null), 0);
            foreach ((ParentRecord parent, FillRecord[] fills) in parents)
            {
                ParentCost cost = costed.Single(row => row.Record.ParentId == parent.ParentId).Cost;
                Assert.Equal(cost.Delay + cost.Impact + cost.Opportunity + cost.Fees.ToNotional(), cost.Shortfall);
                Assert.Equal(PeroldOf(parent, fills), cost.Shortfall);
            }

            foreach (ReportedAlgorithm row in ParentCosts.Report(costed, 0).ByAlgorithm)
                Assert.Equal(parents.Where(one => ParentCosts.NameOf(one.Parent.Algorithm) == row.Algorithm).Sum(one => PeroldOf(one.Parent, one.Fills)).ToString(8), row.Shortfall);
            return true;
        }).QuickCheckThrowOnFailure();

    /// <summary>ε[Σ(p − p_d)·q over the fills + (p_T − p_d)(X − X_f)] + F, fill by fill.</summary>
    private static Notional PeroldOf(ParentRecord parent, FillRecord[] fills)
    {
        Notional moved = fills.Sum(fill => (fill.Price - parent.DecisionPrice) * fill.Quantity) + (parent.LastPrice - parent.DecisionPrice) * parent.Residual;
        return (parent.Side == Side.Buy ? moved : -moved) + fills.Sum(fill => fill.Commission).ToNotional();
    }

    private static ParentRecord Record(Side side, ParentAlgorithm algorithm, FillRecord[] fills, Quantity residual, Price[] prices)
    {
        Quantity filled = Quantity.FromUnits(fills.Sum(fill => fill.Quantity.Units)), maker = Quantity.FromUnits(fills.Where(fill => fill.IsMaker).Sum(fill => fill.Quantity.Units));
        return new ParentRecord(
            1, "", "r", "2025-05-05-003", "BTCUSDT", side, PositionSide.Both, algorithm, ParentState.Filled, filled + residual, filled, fills.Sum(fill => fill.Price * fill.Quantity), maker, 1, 0, 10, 10,
            prices[0], prices[1], prices[2], "", "");
    }

    private static ReportInput InputOf((ParentRecord Parent, FillRecord[] Fills)[] parents) => new(
        "a", StorePeriod.All, AccountManifest.Empty("a"), [.. parents.SelectMany(one => one.Fills)], [], [.. parents.Select(one => one.Parent)], [], []);
}
