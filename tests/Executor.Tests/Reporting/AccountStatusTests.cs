using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Executor.Reporting;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Executor.Tests.Reporting;

public sealed class AccountStatusTests
{
    private readonly OrderLedger _ledger = new();
    private ulong _sequence;

    [Fact]
    public void A_target_without_a_fill_is_a_row_with_quantity_0()
    {
        Run("r1", ("BTCUSDT", PositionSide.Both, "0.5"), ("ETHUSDT", PositionSide.Both, "-2"));
        AccountEvent account = new AccountStatus("account1", _ledger).Saw(Holding(("BTCUSDT", PositionSide.Both, "0.5")));
        PositionRow unfilled = account.Positions.Single(row => row.Symbol == "ETHUSDT");
        Assert.Equal((0, Quantity.Parse("-2").Units, Price.Parse("100").Units), (unfilled.Quantity, unfilled.TargetQuantity, unfilled.MarkPrice));
        Assert.Equal(2, account.Positions.Count);
    }

    [Fact]
    public void Targets_remain_in_force_after_a_restart_and_the_newest_counts()
    {
        Run("r1", ("BTCUSDT", PositionSide.Both, "0.5"));
        Run("r2", ("BTCUSDT", PositionSide.Both, "0.7"));
        AccountEvent account = new AccountStatus("account1", _ledger).Saw(Holding(("BTCUSDT", PositionSide.Both, "0.5")));
        Assert.Equal(Quantity.Parse("0.7").Units, Assert.Single(account.Positions).TargetQuantity);
        Assert.Equal("r2", account.RunId);
    }

    [Fact]
    public void A_position_that_no_run_planned_has_no_target()
    {
        AccountEvent account = new AccountStatus("account1", new OrderLedger()).Saw(Holding(("BTCUSDT", PositionSide.Both, "0.5")));
        Assert.False(Assert.Single(account.Positions).HasTargetQuantity);
    }

    [Fact]
    public void In_hedge_mode_the_target_belongs_to_its_own_side_only()
    {
        Run("r1", ("BTCUSDT", PositionSide.Long, "0.5"));
        AccountEvent account = new AccountStatus("account1", _ledger).Saw(Holding(("BTCUSDT", PositionSide.Short, "-0.1")));
        Assert.Equal(0, account.Positions.Single(row => row.PositionSide == "SHORT").TargetQuantity);
        Assert.Equal(Quantity.Parse("0.5").Units, account.Positions.Single(row => row.PositionSide == "LONG").TargetQuantity);
    }

    private void Run(string id, params (string Symbol, PositionSide Side, string Target)[] targets)
    {
        Apply(new RunOpened(1, id, "2025-05-05-003", RunKind.Trade));
        foreach ((string symbol, PositionSide side, string target) in targets)
        {
            Quantity quantity = Quantity.Parse(target);
            Apply(new ParentPlanned(
                1, id, $"{id}-{symbol}", symbol, quantity.Sign > 0 ? Side.Buy : Side.Sell, side, quantity.Abs, false, Price.Parse("100"), quantity, "denied here"));
        }

        Apply(new RunClosed(2, id, ""));
    }

    private void Apply(Platform.Executor.Ledger.LedgerRecord fact) => Assert.Null(_ledger.Apply(fact, ++_sequence).Fault);

    private static PlanningSnapshot Holding(params (string Symbol, PositionSide Side, string Quantity)[] positions) => new(
        5,
        new AccountTotals(default, default, default, default, default, default, []),
        [.. positions.Select(row => new PositionRisk(row.Symbol, row.Side, Quantity.Parse(row.Quantity), Price.Zero, Price.Parse("101"), Money.Zero, Price.Zero, 5))],
        new Dictionary<string, Price>(), new Dictionary<string, BestQuote>(), new Dictionary<string, Instrument>());
}
