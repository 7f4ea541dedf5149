namespace Platform.Domain.Orders;

/// <summary>The state of an order of the platform. The numeric values are sent and stored in journals.</summary>
public enum OrderState : byte
{
    /// <summary>Written to the journal, not yet sent.</summary>
    Intended = 1,

    /// <summary>Terminal: refused by the platform's own checks; never sent.</summary>
    Denied = 2,

    /// <summary>Sent; no answer yet.</summary>
    Submitted = 3,

    /// <summary>Sent, and the answer was lost or ambiguous; a query or an event of the venue resolves it.</summary>
    Unknown = 4,

    /// <summary>Resting at the venue without a fill.</summary>
    Accepted = 5,

    PartiallyFilled = 6,

    /// <summary>Terminal: completely filled.</summary>
    Filled = 7,

    /// <summary>Terminal: cancelled, possibly after fills.</summary>
    Canceled = 8,

    /// <summary>Terminal: refused by the venue.</summary>
    Rejected = 9,

    /// <summary>Terminal: ended by the venue (IOC remainder, self-trade prevention), possibly after fills.</summary>
    Expired = 10,
}
