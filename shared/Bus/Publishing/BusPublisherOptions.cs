using Platform.Bus.Sockets;

namespace Platform.Bus.Publishing;

/// <summary>How one process publishes.</summary>
public sealed record BusPublisherOptions
{
    /// <summary>Where to listen, such as tcp://127.0.0.1:5601; port * takes a free one.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Name in every envelope, such as "data" or "executor.main"; 1 to 64 bytes of UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes of the largest message; a larger one is dropped, counted, and seen as a gap downstream, where it would end the connection.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Messages libzmq keeps for one slow subscriber; beyond it that subscriber alone loses messages, and sees a gap. libzmq looks about once a millisecond at what was taken, so that even a fast subscriber needs space for the messages of one millisecond.</summary>
    public int SubscriberQueueMessages { get; init; } = 100_000;

    /// <summary>Real time that a stop waits for messages on their way out.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Encrypts, and proves this publisher to its subscribers; null sends in the clear.</summary>
    public CurveKeys? Keys { get; init; }
}

/// <summary>What a publisher has done since it started.</summary>
/// <param name="Published">Messages handed to libzmq.</param>
/// <param name="Dropped">Messages that were too large; each is a gap for every subscriber.</param>
/// <param name="Overflows">Times that a subscriber's queue filled; it alone loses messages until it has caught up, and counts them.</param>
public readonly record struct BusPublisherCounts(long Published, long Dropped, long Overflows);
