namespace Platform.Venue.Gateway.Faults;

/// <summary>What goes wrong on purpose. The names on the wire are these in snake case.</summary>
internal enum FaultType : byte
{
    /// <summary>The answer comes late by <see cref="FaultRule.Delay_ms"/>; the call is executed on time.</summary>
    SlowAnswer = 1,

    /// <summary>The call waits by <see cref="FaultRule.Delay_ms"/> before it is executed.</summary>
    SlowRequest,

    /// <summary>The connection ends before the call is executed.</summary>
    CutBefore,

    /// <summary>The call is executed and the connection ends without an answer.</summary>
    CutAfter,

    /// <summary>The call is executed; the answer is 503 "Unknown error".</summary>
    LostAnswer,

    /// <summary>The call is executed; the answer is 408 with -1007.</summary>
    TimeoutAfter,

    /// <summary>The call is not executed; the answer is 408 with -1007.</summary>
    TimeoutBefore,

    /// <summary>The call is executed; the answer is -1006.</summary>
    BusError,

    /// <summary>The call is not executed: 503 "Service Unavailable.".</summary>
    Unavailable,

    /// <summary>The call is not executed: 503 with -1001.</summary>
    InternalError,

    /// <summary>Orders are refused with -1008 unless they reduce; cancels pass.</summary>
    Throttled,

    /// <summary>The call is refused with 429.</summary>
    RateLimited,

    /// <summary>The call is refused with 418.</summary>
    Banned,

    /// <summary>The call is refused with <see cref="FaultRule.Code"/> and its text: restrictions that come from outside the exchange.</summary>
    Refused,

    /// <summary>A stream message is not delivered.</summary>
    DropMessage,

    /// <summary>A stream message is delivered twice.</summary>
    DuplicateMessage,

    /// <summary>A stream message changes places with the next one of its connection.</summary>
    ReorderMessage,

    /// <summary>A stream message comes late by <see cref="FaultRule.Delay_ms"/>.</summary>
    DelayMessage,

    /// <summary>A connection stays open and nothing comes on it any more: no event, no answer, no ping.</summary>
    SilentSocket,

    /// <summary>Server time and the check of timestamps are off by <see cref="FaultRule.Delay_ms"/>, which may be negative.</summary>
    ClockSkew,

    /// <summary>Of what an order trades at once, a part is filled; the rest expires.</summary>
    PartialFills,

    /// <summary>Balances read zero.</summary>
    ZeroBalance,

    /// <summary>Balances read as they were when the fault first struck.</summary>
    StaleBalance,

    /// <summary>
    /// All calls are refused with 503 "System is under maintenance.", sockets are cut and turned away, and every contract is halted; all of it is over at
    /// the end of the fault.
    /// </summary>
    Maintenance,

    /// <summary>One contract does not trade; it reopens at the end of the fault.</summary>
    Halt,

    /// <summary>One contract takes cancels only; it reopens at the end of the fault.</summary>
    CancelOnly,

    /// <summary>One contract has other filters; it has its own again at the end of the fault.</summary>
    Filters,

    /// <summary>Listen keys end before their time.</summary>
    ExpireListenKeys,

    /// <summary>Connections end without a close frame.</summary>
    CutSockets,

    /// <summary>An account is liquidated.</summary>
    Liquidate,

    /// <summary>A position of an account is taken by auto-deleveraging.</summary>
    Deleverage,
}
