using System.Text;
using Platform.Bus.Topics;

namespace Platform.Bus.Subscribing;

/// <summary>The classification of a sequence number by the previously received ones.</summary>
internal enum SequenceVerdict
{
    /// <summary>The next number, or the first one received: a late subscriber starts in the middle, which is not a gap.</summary>
    InOrder,

    /// <summary>Greater than expected: the messages between are lost.</summary>
    AfterGap,

    /// <summary>Already received, or of an ended session.</summary>
    Stale,
}

/// <summary>Tracks the sequence numbers of one publisher on one topic; used by the listening thread only.</summary>
internal sealed class SequenceWatch(string publisher, string topic)
{
    private readonly byte[] _publisherUtf8 = Encoding.UTF8.GetBytes(publisher);
    private long _session;
    private ulong _last;

    public string Publisher { get; } = publisher;

    public bool IsOf(ReadOnlySpan<byte> publisherUtf8) => publisherUtf8.SequenceEqual(_publisherUtf8);

    public SequenceVerdict Next(in EnvelopeView envelope, out Gap gap)
    {
        gap = default;
        bool isRestart = _last != 0 && envelope.Session > _session;
        if (_last == 0)
            return Accept(envelope, SequenceVerdict.InOrder);
        if (envelope.Session < _session || (!isRestart && envelope.Sequence <= _last))
            return SequenceVerdict.Stale;

        ulong expected = isRestart ? 1 : _last + 1;
        if (envelope.Sequence == expected)
            return Accept(envelope, SequenceVerdict.InOrder);
        gap = new Gap(Publisher, topic, envelope.Session, expected, envelope.Sequence - 1, isRestart);
        return Accept(envelope, SequenceVerdict.AfterGap);
    }

    private SequenceVerdict Accept(in EnvelopeView envelope, SequenceVerdict verdict)
    {
        _session = envelope.Session;
        _last = envelope.Sequence;
        return verdict;
    }
}
