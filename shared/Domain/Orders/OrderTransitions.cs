using Platform.Primitives.Outcomes;

namespace Platform.Domain.Orders;

/// <summary>An event that can change the state of an order.</summary>
public enum OrderSignal : byte
{
    Deny = 1,
    Send = 2,
    LoseAnswer = 3,
    Accept = 4,
    FillPart = 5,
    FillRest = 6,
    Cancel = 7,
    Reject = 8,
    Expire = 9,

    /// <summary>The exchange reports, after the resolution window, that it never received the order.</summary>
    FindAbsent = 10,
}

/// <summary>The transition table of orders; every pair of state and signal that is not in it is a fault.</summary>
public static class OrderTransitions
{
    /// <summary>
    /// The next state. A repeated signal (a second acceptance of a resting order) yields the same state;
    /// an impossible pair yields a fault that the caller counts and reports.
    /// </summary>
    public static Result<OrderState> Next(OrderState state, OrderSignal signal) => (state, signal) switch
    {
        (OrderState.Intended, OrderSignal.Deny) => OrderState.Denied,
        (OrderState.Intended, OrderSignal.Send) => OrderState.Submitted,

        // After a crash between the journal write and the send, only the exchange knows whether it received the order.
        (OrderState.Intended or OrderState.Submitted or OrderState.Unknown, OrderSignal.LoseAnswer) => OrderState.Unknown,
        (OrderState.Intended or OrderState.Unknown, OrderSignal.FindAbsent) => OrderState.Rejected,

        // The user stream can be ahead of the acknowledgement, so every live state accepts every venue event.
        (OrderState.Submitted or OrderState.Unknown or OrderState.Accepted, OrderSignal.Accept) => OrderState.Accepted,
        (OrderState.PartiallyFilled, OrderSignal.Accept) => OrderState.PartiallyFilled,
        (OrderState.Submitted or OrderState.Unknown or OrderState.Accepted or OrderState.PartiallyFilled, OrderSignal.FillPart) => OrderState.PartiallyFilled,
        (OrderState.Submitted or OrderState.Unknown or OrderState.Accepted or OrderState.PartiallyFilled, OrderSignal.FillRest) => OrderState.Filled,
        (OrderState.Submitted or OrderState.Unknown or OrderState.Accepted or OrderState.PartiallyFilled, OrderSignal.Cancel) => OrderState.Canceled,
        (OrderState.Submitted or OrderState.Unknown or OrderState.Accepted or OrderState.PartiallyFilled, OrderSignal.Expire) => OrderState.Expired,
        (OrderState.Submitted or OrderState.Unknown, OrderSignal.Reject) => OrderState.Rejected,

        // The answer to a query or a cancel can report the end before the stream reports the earlier fills; late duplicates change nothing.
        (OrderState.Filled or OrderState.Canceled or OrderState.Expired, OrderSignal.Accept or OrderSignal.FillPart) => state,
        (OrderState.Filled, OrderSignal.FillRest) => state,
        (OrderState.Canceled, OrderSignal.Cancel) => state,
        (OrderState.Expired, OrderSignal.Expire) => state,
        (OrderState.Rejected, OrderSignal.Reject) => state,
        _ => new Fault(FaultKind.Invalid, $"An order in state {state} cannot accept the signal {signal}."),
    };

    /// <summary>True when the state is final.</summary>
    public static bool IsTerminal(this OrderState state) =>
        state is OrderState.Denied or OrderState.Filled or OrderState.Canceled or OrderState.Rejected or OrderState.Expired;

    /// <summary>True when the order can be open at the venue.</summary>
    public static bool IsWorking(this OrderState state) =>
        state is OrderState.Submitted or OrderState.Unknown or OrderState.Accepted or OrderState.PartiallyFilled;
}
