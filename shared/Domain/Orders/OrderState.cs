namespace Platform.Domain.Orders;

/// <summary>The state of an order of the platform. Numbers are on the wire and in journals.</summary>
public enum OrderState : byte
{
    /// <summary>Journalled, not yet sent.</summary>
    Intended = 1,

    /// <summary>Refused by our own checks; never left.</summary>
    Denied = 2,

    /// <summary>Sent, no answer yet.</summary>
    Submitted = 3,

    /// <summary>Sent, and the answer lost or ambiguous; only a query or an event of the venue resolves it.</summary>
    Unknown = 4,

    /// <summary>Resting at the venue without a fill.</summary>
    Accepted = 5,

    PartiallyFilled = 6,

    /// <summary>Terminal: wholly filled.</summary>
    Filled = 7,

    /// <summary>Terminal: cancelled, maybe after fills.</summary>
    Canceled = 8,

    /// <summary>Terminal: refused by the venue.</summary>
    Rejected = 9,

    /// <summary>Terminal: ended by the venue (IOC remainder, self-trade prevention), maybe after fills.</summary>
    Expired = 10,
}
