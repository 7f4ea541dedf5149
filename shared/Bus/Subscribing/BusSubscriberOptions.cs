using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Subscribing;

/// <summary>Settings of a bus subscriber.</summary>
public sealed record BusSubscriberOptions
{
    /// <summary>Name of the listening thread, visible in a debugger or dump.</summary>
    public required string Name { get; init; }

    /// <summary>Endpoints of the publishers; a publisher that is not available yet is connected as soon as it starts.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>
    /// Maximum number of unread messages that libzmq queues at this side. When it is full, the publisher's queue fills and then drops
    /// messages, which are reported as a gap.
    /// </summary>
    public int QueueMessages { get; init; } = 100_000;

    /// <summary>Maximum message size; a larger message is not valid, and libzmq closes its connection.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Maximum number of topics tracked for gap detection. Beyond it, all are forgotten and tracked anew, which can hide one gap per topic.</summary>
    public int MaxTopics { get; init; } = 100_000;

    /// <summary>Own keys and the publisher's public key; null receives unencrypted.</summary>
    public CurveKeys? Keys { get; init; }

    /// <summary>Called on the listening thread when messages were lost; recover with a query to the publisher.</summary>
    public Action<Gap>? OnGap { get; init; }

    /// <summary>Called on the listening thread for a malformed message; once per topic.</summary>
    public Action<Fault>? OnFault { get; init; }
}

/// <summary>Counters of a subscriber since its start.</summary>
/// <param name="Received">Well-formed messages delivered to at least one handler.</param>
/// <param name="Dropped">Messages dropped because a channel of this process was full.</param>
/// <param name="Gaps">Gaps found in sequence numbers.</param>
/// <param name="Lost">Messages missing in those gaps.</param>
/// <param name="Malformed">Messages with an invalid frame or a payload that could not be decoded.</param>
/// <param name="Stale">Messages of an older session or with an already received sequence number; not delivered.</param>
public readonly record struct BusSubscriberCounts(long Received, long Dropped, long Gaps, long Lost, long Malformed, long Stale);
