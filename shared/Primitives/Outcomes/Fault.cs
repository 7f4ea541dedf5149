namespace Platform.Primitives.Outcomes;

/// <summary>The kind of an expected failure. The caller decides by it between retry, deny and stop.</summary>
public enum FaultKind
{
    /// <summary>Malformed input: a file, a message or a parameter.</summary>
    Invalid = 1,

    /// <summary>The named thing does not exist.</summary>
    NotFound = 2,

    /// <summary>Refused by the platform before it was sent (risk, state, configuration).</summary>
    Denied = 3,

    /// <summary>Refused by the other side (venue, coordinator).</summary>
    Rejected = 4,

    /// <summary>The other side could not be reached or refused the connection; the call had no effect.</summary>
    Unavailable = 5,

    /// <summary>The request was sent and its outcome is not known. Query the outcome before a retry.</summary>
    Unknown = 6,

    /// <summary>A limit was reached: rate, queue, size.</summary>
    Exhausted = 7,

    /// <summary>Stored bytes do not match their checksum or their schema.</summary>
    Corrupt = 8,

    /// <summary>The requested state already exists; most callers treat it as success.</summary>
    Already = 9,
}

/// <summary>An expected failure as a value.</summary>
/// <param name="Kind">Determines what the caller does.</param>
/// <param name="Message">Text for people: what happened, where, what was expected, what to do.</param>
/// <param name="IsTransient">True when the same call may succeed later.</param>
/// <param name="Code">The error code of the other side (a Binance error code, errno); 0 when it has none.</param>
public sealed record Fault(FaultKind Kind, string Message, bool IsTransient = false, int Code = 0)
{
    public override string ToString() => Code == 0 ? $"{Kind}: {Message}" : $"{Kind} ({Code}): {Message}";
}
