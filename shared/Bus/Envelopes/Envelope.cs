namespace Platform.Bus.Envelopes;

/// <summary>What every message carries with its topic: who sent it, its sequence, and when.</summary>
/// <param name="Publisher">Name of the publishing process, such as "data" or "executor.main".</param>
/// <param name="Session">Unix microseconds of the publisher's start; a greater one is a restart, after which sequences begin at 1 again.</param>
/// <param name="Sequence">Counts the messages of one publisher, session and topic, from 1, without holes.</param>
/// <param name="ExchangeTime_ms">Unix milliseconds that the exchange gave the event, 0 where there is none.</param>
/// <param name="PublishTime_us">Unix microseconds of the publisher's clock when the message was handed to the bus.</param>
public readonly record struct Envelope(string Publisher, long Session, ulong Sequence, long ExchangeTime_ms, long PublishTime_us);

/// <summary>An envelope read in place; the publisher's name is still UTF-8.</summary>
public readonly ref struct EnvelopeView(ulong sequence, long exchangeTime_ms, long publishTime_us, long session, ReadOnlySpan<byte> publisher)
{
    public readonly ulong Sequence = sequence;
    public readonly long ExchangeTime_ms = exchangeTime_ms;
    public readonly long PublishTime_us = publishTime_us;
    public readonly long Session = session;
    public readonly ReadOnlySpan<byte> Publisher = publisher;
}
