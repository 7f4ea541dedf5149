using Platform.Bus.Topics;

namespace Platform.Bus.Subscribing;

/// <summary>A received message, valid only during the handler's call, because the payload is in libzmq's memory.</summary>
public readonly ref struct BusMessage(string topic, Envelope envelope, ReadOnlySpan<byte> payload)
{
    public string Topic { get; } = topic;

    public Envelope Envelope { get; } = envelope;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}

/// <summary>Handles one message at a time on the listening thread; must not block.</summary>
public delegate void BusHandler(in BusMessage message);

/// <summary>A decoded message, valid after the handler's call.</summary>
public readonly record struct Received<T>(string Topic, Envelope Envelope, T Value);

/// <summary>A range of missing messages of one publisher and topic, both ends inclusive.</summary>
/// <param name="Session">The publisher's session of these messages.</param>
/// <param name="From">First missing sequence number.</param>
/// <param name="To">Last missing sequence number.</param>
/// <param name="IsRestart">True when the publisher restarted and the first messages of its new session are missing; last messages of the old session can be missing too.</param>
public readonly record struct Gap(string Publisher, string Topic, long Session, ulong From, ulong To, bool IsRestart)
{
    public ulong Count => To - From + 1;
}
