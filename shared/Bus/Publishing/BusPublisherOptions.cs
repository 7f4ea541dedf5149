using Platform.Bus.Sockets;

namespace Platform.Bus.Publishing;

/// <summary>Settings of a bus publisher.</summary>
public sealed record BusPublisherOptions
{
    /// <summary>Endpoint to listen on, such as tcp://127.0.0.1:5601; port * selects a free port.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Publisher's name in every envelope, such as "data" or "executor.main"; 1 to 64 bytes of UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Maximum message size in bytes. A larger message would close the connection at the subscriber; it is dropped and counted, and
    /// subscribers report a gap.
    /// </summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Maximum number of messages that libzmq queues for one slow subscriber; when the queue is full, only this subscriber loses messages
    /// and reports a gap. libzmq updates the queue about once a millisecond, so even a fast subscriber needs space for the messages of
    /// one millisecond.
    /// </summary>
    public int SubscriberQueueMessages { get; init; } = 100_000;

    /// <summary>Real time for which a stop waits until queued messages are sent.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Keys that encrypt the connection and authenticate this publisher to its subscribers; null sends unencrypted.</summary>
    public CurveKeys? Keys { get; init; }
}

/// <summary>Counters of a publisher since its start.</summary>
/// <param name="Published">Messages passed to libzmq.</param>
/// <param name="Dropped">Messages that were too large; each causes a gap for every subscriber.</param>
/// <param name="Overflows">Number of times that a subscriber's queue became full; only that subscriber then loses messages, and it counts them.</param>
public readonly record struct BusPublisherCounts(long Published, long Dropped, long Overflows);
