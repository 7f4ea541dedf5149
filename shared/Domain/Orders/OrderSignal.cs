namespace Platform.Domain.Orders;

/// <summary>What can happen to an order of ours.</summary>
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

    /// <summary>The venue says, after the resolution window, that it never saw the order.</summary>
    FindAbsent = 10,
}
