namespace Platform.Primitives.Outcomes;

/// <summary>What kind of expected failure happened; the caller chooses between retry, deny and stop from it.</summary>
public enum FaultKind
{
    /// <summary>Input that breaks its contract: a file, a message, a parameter.</summary>
    Invalid = 1,

    /// <summary>The named thing does not exist.</summary>
    NotFound = 2,

    /// <summary>Refused by the platform before it was sent (risk, state, configuration).</summary>
    Denied = 3,

    /// <summary>Refused by the other side (venue, coordinator).</summary>
    Rejected = 4,

    /// <summary>The other side could not be reached, or refused; nothing was done there.</summary>
    Unavailable = 5,

    /// <summary>Sent, and the outcome is not known. Resolve by query; never retry blindly.</summary>
    Unknown = 6,

    /// <summary>A limit was reached: rate, queue, size.</summary>
    Exhausted = 7,

    /// <summary>Stored bytes do not match their checksum or their schema.</summary>
    Corrupt = 8,

    /// <summary>Already so, or already done; most callers treat it as success.</summary>
    Already = 9,
}

/// <summary>An expected failure as a value.</summary>
/// <param name="Kind">Decides what the caller does.</param>
/// <param name="Message">For people: what happened, where, what was expected, what to do.</param>
/// <param name="IsTransient">True when the same call may succeed later.</param>
/// <param name="Code">The other side's own code where it has one (a Binance error code, errno), else 0.</param>
public sealed record Fault(FaultKind Kind, string Message, bool IsTransient = false, int Code = 0)
{
    public override string ToString() => Code == 0 ? $"{Kind}: {Message}" : $"{Kind} ({Code}): {Message}";
}
