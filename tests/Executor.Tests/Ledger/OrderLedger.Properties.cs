using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Executor.Tests.Ledger;

public sealed class OrderLedgerProperties
{
    private static readonly OrderSignal[] s_signals = Enum.GetValues<OrderSignal>();

    /// <summary>Appendix B.11 of the quant specification: replay equals what was built step by step, whatever came in whatever order.</summary>
    [Fact]
    public void Replaying_the_journal_restores_the_state() =>
        Prop.ForAll(Facts(), facts =>
        {
            var live = new OrderLedger();
            var replayed = new OrderLedger();
            ulong sequence = 0;
            foreach (LedgerRecord fact in facts)
                live.Apply(fact, ++sequence);
            sequence = 0;
            foreach (LedgerRecord fact in facts)
                replayed.Apply(JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(fact, RecordJson.Default.LedgerRecord), RecordJson.Default.LedgerRecord)!, ++sequence);
            return Describe(live) == Describe(replayed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Planned_is_filled_plus_residual_and_an_end_is_final() =>
        Prop.ForAll(Facts(), facts =>
        {
            var ledger = new OrderLedger();
            var ended = new Dictionary<string, OrderState>();
            ulong sequence = 0;
            foreach (LedgerRecord fact in facts)
            {
                ledger.Apply(fact, ++sequence);
                foreach (ChildOrder child in ledger.Runs.SelectMany(run => run.Parents).SelectMany(parent => parent.Children))
                {
                    if (ended.TryGetValue(child.ClientOrderId, out OrderState end) && child.State != end)
                        return false;
                    if (child.State.IsTerminal())
                        ended[child.ClientOrderId] = child.State;
                }
            }

            return ledger.Runs.SelectMany(run => run.Parents).All(parent => parent.Filled + parent.Residual == parent.Terms.Planned
                && parent.Children.All(child => child.Booked.Units == child.Fills.DistinctBy(fill => fill.TradeId).Sum(fill => fill.Quantity.Units)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Facts_refused_by_the_transition_table_are_counted_and_change_nothing()
    {
        var ledger = new OrderLedger();
        ledger.Apply(new RunOpened(1, "r", "2025-05-05-003", RunKind.Trade), 1);
        ledger.Apply(Parent("r", "p0"), 2);
        ledger.Apply(new OrderIntended(1, "p0-0", "p0", OrderType.Market, Quantity.Of(3), Price.Zero), 3);

        Assert.False(ledger.Apply(new OrderSignalled(2, "p0-0", OrderSignal.FillRest, Quantity.Of(3), 9, ""), 4).IsOk);

        Assert.Equal((1, OrderState.Intended, Quantity.Zero), (ledger.Impossible, ledger.FindOrder("p0-0")!.State, ledger.FindOrder("p0-0")!.Executed));
    }

    [Fact]
    public void Old_runs_leave_memory_and_are_still_known_to_be_closed()
    {
        var ledger = new OrderLedger(runsKept: 2);
        for (int i = 0; i < 5; i++)
        {
            ledger.Apply(new RunOpened(i, $"r{i}", "2025-05-05-003", RunKind.Trade), (ulong)(3 * i + 1));
            ledger.Apply(Parent($"r{i}", $"p{i}"), (ulong)(3 * i + 2));
            ledger.Apply(new RunClosed(i + 1, $"r{i}", ""), (ulong)(3 * i + 3));
        }

        Assert.Equal(10ul, ledger.Retire());
        Assert.Equal(["r3", "r4"], ledger.Runs.Select(run => run.RunId));
        Assert.Null(ledger.FindParent("p0"));
        Assert.True(ledger.IsClosed("r0"));
    }

    private static Arbitrary<LedgerRecord[]> Facts()
    {
        Gen<LedgerRecord> signal = from order in Gen.Choose(0, 5)
                                   from what in Gen.Elements(s_signals)
                                   from executed in Gen.Choose(0, 10)
                                   select (LedgerRecord)new OrderSignalled(5, $"p{order / 2}-{order % 2}", what, Quantity.Of(executed), order, "why");
        Gen<LedgerRecord> fill = from order in Gen.Choose(0, 5)
                                 from trade in Gen.Choose(1, 8)
                                 from quantity in Gen.Choose(1, 4)
                                 select (LedgerRecord)new FillBooked(6, $"p{order / 2}-{order % 2}", trade, Quantity.Of(quantity), Price.Of(100 + trade), Money.Parse("0.1"), "USDT", Money.Zero, false);
        Gen<LedgerRecord> intent = from order in Gen.Choose(0, 5)
                                   select (LedgerRecord)new OrderIntended(4, $"p{order / 2}-{order % 2}", $"p{order / 2}", OrderType.Market, Quantity.Of(10), Price.Zero);
        Gen<LedgerRecord> other = Gen.Elements<LedgerRecord>(
            new ParentClosed(7, "p1", "late"), new RunClosed(8, "r", "over"), new RunReported(9, "r"), new EquityIndexed(10, Money.Of(500), Money.Zero), new EquityIndexed(86_400_011, Money.Of(400), Money.Of(-20)));
        Gen<LedgerRecord[]> tail = Gen.Frequency((4, signal), (2, fill), (2, intent), (1, other)).ArrayOf();
        LedgerRecord[] head = [new RunOpened(1, "r", "2025-05-05-003", RunKind.Trade), Parent("r", "p0"), Parent("r", "p1"), Parent("r", "p2")];
        return Arb.From(tail.Select(facts => (LedgerRecord[])[.. head, .. facts]));
    }

    private static ParentPlanned Parent(string run, string id) =>
        new(2, run, id, $"S{id}", Side.Sell, PositionSide.Both, Quantity.Of(20), true, Price.Of(101), Quantity.Zero, "");

    private static string Describe(OrderLedger ledger) => string.Join('\n', ledger.Runs.SelectMany(run => run.Parents.SelectMany(parent => parent.Children.Select(child =>
        $"{run.RunId} {run.IsClosed} {run.IsReported} {run.Detail} {parent.ParentId} {parent.State} {parent.Filled} {parent.AveragePrice} {child.ClientOrderId} {child.State} {child.Executed} {child.Booked} {child.BookedQuote} {child.ExchangeOrderId}"))))
        + $"\n{ledger.Impossible} {ledger.Equity} {ledger.TurnoverOf(0)} {string.Join(',', ledger.TradedSymbols.Select(symbol => ledger.NetFilled(symbol)))}";
}
