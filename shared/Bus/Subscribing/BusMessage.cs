using Platform.Bus.Envelopes;

namespace Platform.Bus.Subscribing;

/// <summary>A received message, readable only during the handler's call: the payload lies in libzmq's memory.</summary>
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
