using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Domain.Tests.Orders;

public sealed class OrderTransitionsProperties
{
    private static readonly OrderSignal[] AllSignals = Enum.GetValues<OrderSignal>();

    private static readonly Gen<OrderSignal> AnySignal = Gen.Elements(AllSignals);

    [Fact]
    public void Terminal_states_stay_terminal_after_any_signal()
    {
        foreach (OrderState state in Enum.GetValues<OrderState>().Where(state => state.IsTerminal()))
        {
            foreach (OrderSignal signal in AllSignals)
            {
                Result<OrderState> next = OrderTransitions.Next(state, signal);
                Assert.True(!next.IsOk || next.Value == state, $"{state} + {signal} became {next}");
            }
        }
    }

    [Fact]
    public void Every_state_is_terminal_or_working_or_an_intent_and_never_two_of_these() =>
        Assert.All(Enum.GetValues<OrderState>(), state =>
            Assert.Equal(1, (state.IsTerminal() ? 1 : 0) + (state.IsWorking() ? 1 : 0) + (state == OrderState.Intended ? 1 : 0)));

    [Fact]
    public void Every_terminal_state_but_denial_can_be_reached_from_an_unknown_order()
    {
        var reached = new HashSet<OrderState> { OrderState.Unknown };
        for (int round = 0; round < 10; round++)
        {
            foreach (OrderState state in reached.ToArray())
                reached.UnionWith(AllSignals.Select(signal => OrderTransitions.Next(state, signal)).Where(next => next.IsOk).Select(next => next.Value));
        }

        Assert.Superset(new HashSet<OrderState> { OrderState.Filled, OrderState.Canceled, OrderState.Rejected, OrderState.Expired }, reached);
        Assert.DoesNotContain(OrderState.Denied, reached);
    }

    /// <summary>
    /// What a venue can say of one order, in its own order; the acknowledgement travels another way and may come anywhere,
    /// and any message may come twice.
    /// </summary>
    [Theory]
    [InlineData(OrderState.Filled, OrderSignal.FillPart, OrderSignal.FillPart, OrderSignal.FillRest)]
    [InlineData(OrderState.Filled, OrderSignal.FillRest)]
    [InlineData(OrderState.Canceled, OrderSignal.FillPart, OrderSignal.Cancel)]
    [InlineData(OrderState.Canceled, OrderSignal.Cancel)]
    [InlineData(OrderState.Expired, OrderSignal.FillPart, OrderSignal.Expire)]
    [InlineData(OrderState.Expired, OrderSignal.Expire)]
    public void The_acknowledgement_and_a_lost_answer_may_come_anywhere_among_the_events(OrderState end, params OrderSignal[] stream)
    {
        for (int accept = 0; accept <= stream.Length; accept++)
        {
            for (int twice = 0; twice < stream.Length; twice++)
            {
                List<OrderSignal> signals = [.. stream];
                signals.Insert(accept, OrderSignal.Accept);
                signals.Insert(signals.IndexOf(stream[twice]), stream[twice]);
                Assert.Equal(end, Fold(OrderState.Submitted, signals));
                Assert.Equal(end, Fold(OrderState.Unknown, signals));
            }
        }
    }

    [Theory]
    [InlineData(OrderState.Filled, OrderSignal.FillRest)]
    [InlineData(OrderState.Canceled, OrderSignal.Cancel)]
    [InlineData(OrderState.Expired, OrderSignal.Expire)]
    public void An_answer_with_a_terminal_state_may_arrive_before_the_fills_of_the_stream(OrderState end, OrderSignal ending)
    {
        OrderState state = OrderTransitions.Next(OrderState.Submitted, ending).Value;
        foreach (OrderSignal late in new[] { OrderSignal.Accept, OrderSignal.FillPart, OrderSignal.FillPart, ending })
            state = OrderTransitions.Next(state, late).Value;
        Assert.Equal(end, state);
    }

    [Fact]
    public void Replaying_all_signals_gives_what_taking_them_one_by_one_gave() =>
        Prop.ForAll(AnySignal.ListOf().ToArbitrary(), signals =>
        {
            OrderState incremental = OrderState.Intended;
            var taken = new List<OrderSignal>();
            foreach (OrderSignal signal in signals)
            {
                if (!OrderTransitions.Next(incremental, signal).TryGet(out OrderState next, out Fault? _))
                    continue;
                incremental = next;
                taken.Add(signal);
            }

            return Fold(OrderState.Intended, taken) == incremental;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sent_order_does_not_return_to_intended_or_denied() =>
        Prop.ForAll(AnySignal.ListOf().ToArbitrary(), signals =>
            Fold(OrderState.Submitted, signals) is not (OrderState.Intended or OrderState.Denied)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_filled_order_is_not_cancelled_and_the_fault_names_state_and_signal() =>
        Assert.Equal("An order in state Filled cannot accept the signal Cancel.", OrderTransitions.Next(OrderState.Filled, OrderSignal.Cancel).Fault!.Message);

    /// <summary>An impossible signal is counted and ignored by the caller; the state stays.</summary>
    private static OrderState Fold(OrderState state, IEnumerable<OrderSignal> signals)
    {
        foreach (OrderSignal signal in signals)
            state = OrderTransitions.Next(state, signal).TryGet(out OrderState next, out Fault? _) ? next : state;
        return state;
    }
}
