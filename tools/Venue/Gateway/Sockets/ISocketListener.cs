namespace Platform.Venue.Gateway.Sockets;

/// <summary>What a session does with the messages of its client; called by the session's reader, one at a time.</summary>
internal interface ISocketListener
{
    /// <summary>Largest number of messages the client may send per second; 0 sets no limit.</summary>
    int InboundPerSecond { get; }

    /// <summary>Largest number of pings and pongs among them; 0 sets no limit.</summary>
    int PingsPerSecond { get; }

    /// <summary>Whether pings and pongs count as messages.</summary>
    bool PingsCount { get; }

    ValueTask ReceiveAsync(ReadOnlyMemory<byte> text, CancellationToken cancel);
}
