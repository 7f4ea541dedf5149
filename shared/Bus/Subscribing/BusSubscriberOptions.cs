using Platform.Bus.Sockets;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Subscribing;

/// <summary>How one process listens.</summary>
public sealed record BusSubscriberOptions
{
    /// <summary>Name of the listening thread, for a person reading a dump.</summary>
    public required string Name { get; init; }

    /// <summary>Publishers to listen to; one that is not there yet is connected to as soon as it is.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>Messages libzmq keeps before this side reads them; beyond it the publisher's side fills, then loses, and a gap is seen.</summary>
    public int QueueMessages { get; init; } = 100_000;

    /// <summary>A larger message closes the connection it came from: nothing legitimate is that large.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Topics remembered for gap detection; beyond it all are forgotten and learned again, which can hide one gap each.</summary>
    public int MaxTopics { get; init; } = 100_000;

    /// <summary>Own keys and the publisher's public key; null listens in the clear.</summary>
    public CurveKeys? Keys { get; init; }

    /// <summary>Called on the listening thread when messages were lost; repair with a query to the publisher.</summary>
    public Action<Gap>? OnGap { get; init; }

    /// <summary>Called on the listening thread for a message that cannot be read; once per topic.</summary>
    public Action<Fault>? OnFault { get; init; }
}

/// <summary>What a subscriber has seen since it started.</summary>
/// <param name="Received">Well-formed messages delivered to at least one handler.</param>
/// <param name="Dropped">Messages refused by a full channel of this process.</param>
/// <param name="Gaps">Holes found in sequences.</param>
/// <param name="Lost">Messages missing in those holes.</param>
/// <param name="Malformed">Messages of another shape or with a payload that could not be decoded.</param>
/// <param name="Stale">Messages of an older session or an already seen sequence, not delivered.</param>
public readonly record struct BusSubscriberCounts(long Received, long Dropped, long Gaps, long Lost, long Malformed, long Stale);
