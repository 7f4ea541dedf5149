namespace Platform.Venue.Gateway.Sockets;

/// <summary>What a client sent in the current second of its connection, against what its listener allows. Belongs to the reader.</summary>
internal struct InboundRate(ISocketListener listener)
{
    private long _second = -1;
    private int _messages;
    private int _pings;

    /// <summary>Counts one frame; false when it is one too many.</summary>
    public bool Allows(long second, bool isPing)
    {
        if (second != _second)
            (_second, _messages, _pings) = (second, 0, 0);
        if (isPing && listener.PingsPerSecond > 0 && ++_pings > listener.PingsPerSecond)
            return false;
        if (isPing && !listener.PingsCount)
            return true;
        return listener.InboundPerSecond == 0 || ++_messages <= listener.InboundPerSecond;
    }
}
