using Platform.Bus.Topics;

namespace Platform.Bus.Subscribing;

/// <summary>A received message, readable only during the handler's call: the payload is in libzmq's memory.</summary>
public readonly ref struct BusMessage(string topic, Envelope envelope, ReadOnlySpan<byte> payload)
{
    public string Topic { get; } = topic;

    public Envelope Envelope { get; } = envelope;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}

/// <summary>Receives messages on the listening thread, one at a time; it must not wait.</summary>
public delegate void BusHandler(in BusMessage message);

/// <summary>A decoded message that may be kept.</summary>
public readonly record struct Received<T>(string Topic, Envelope Envelope, T Value);

/// <summary>Messages of one publisher and topic that never arrived, the ends included.</summary>
/// <param name="Session">The publisher's session that they belong to.</param>
/// <param name="From">First missing sequence.</param>
/// <param name="To">Last missing sequence.</param>
/// <param name="IsRestart">True when the publisher restarted and the first messages of its new session are missing; the end of its old session is then not known to be complete either.</param>
public readonly record struct Gap(string Publisher, string Topic, long Session, ulong From, ulong To, bool IsRestart)
{
    public ulong Count => To - From + 1;
}
