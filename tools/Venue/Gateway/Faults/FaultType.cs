namespace Platform.Venue.Gateway.Faults;

/// <summary>Types of injected faults. JSON contains them in snake case.</summary>
internal enum FaultType : byte
{
    /// <summary>The call is executed; the response is delayed by <see cref="FaultRule.Delay_ms"/>.</summary>
    SlowAnswer = 1,

    /// <summary>The call is delayed by <see cref="FaultRule.Delay_ms"/> before it is executed.</summary>
    SlowRequest,

    /// <summary>The connection is closed before the call is executed.</summary>
    CutBefore,

    /// <summary>The call is executed and the connection is closed without a response.</summary>
    CutAfter,

    /// <summary>The call is executed; the response is 503 "Unknown error".</summary>
    LostAnswer,

    /// <summary>The call is executed; the response is 408 with -1007.</summary>
    TimeoutAfter,

    /// <summary>The call is not executed; the response is 408 with -1007.</summary>
    TimeoutBefore,

    /// <summary>The call is executed; the response is -1006.</summary>
    BusError,

    /// <summary>The call is not executed; the response is 503 "Service Unavailable.".</summary>
    Unavailable,

    /// <summary>The call is not executed; the response is 503 with -1001.</summary>
    InternalError,

    /// <summary>New orders are refused with -1008 unless they reduce a position; cancels are executed.</summary>
    Throttled,

    /// <summary>The call is refused with 429 and -1003.</summary>
    RateLimited,

    /// <summary>The call is refused with 418 and -1003.</summary>
    Banned,

    /// <summary>The call is refused with <see cref="FaultRule.Code"/> and its text, for restrictions that the simulated exchange does not have.</summary>
    Refused,

    /// <summary>A stream message is not delivered.</summary>
    DropMessage,

    /// <summary>A stream message is delivered twice.</summary>
    DuplicateMessage,

    /// <summary>A stream message is sent after the next one of its connection.</summary>
    ReorderMessage,

    /// <summary>A stream message is delayed by <see cref="FaultRule.Delay_ms"/>.</summary>
    DelayMessage,

    /// <summary>A connection stays open, but the venue sends nothing more on it: no event, no response, no ping.</summary>
    SilentSocket,

    /// <summary>Server time and the time for timestamp checks are shifted by <see cref="FaultRule.Delay_ms"/>, which may be negative.</summary>
    ClockSkew,

    /// <summary>Only a part of an order is matched immediately; the rest expires.</summary>
    PartialFills,

    /// <summary>Queries return balances of zero.</summary>
    ZeroBalance,

    /// <summary>Queries return the balances at the first injection.</summary>
    StaleBalance,

    /// <summary>
    /// All calls are refused with 503 "System is under maintenance.", WebSockets are closed and refused, and every contract is halted, until
    /// the end of the fault.
    /// </summary>
    Maintenance,

    /// <summary>One contract is halted until the end of the fault.</summary>
    Halt,

    /// <summary>One contract is in cancel-only mode until the end of the fault.</summary>
    CancelOnly,

    /// <summary>One contract has other filters until the end of the fault.</summary>
    Filters,

    /// <summary>Listen keys expire before their time.</summary>
    ExpireListenKeys,

    /// <summary>WebSocket connections are closed without a close frame.</summary>
    CutSockets,

    /// <summary>An account is liquidated.</summary>
    Liquidate,

    /// <summary>A position of an account is reduced by auto-deleveraging.</summary>
    Deleverage,
}
