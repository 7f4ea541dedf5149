using FsCheck;
using FsCheck.Fluent;
using Platform.Bus.Topics;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Bus.Tests.Envelopes;

public sealed class MessageFrameTests
{
    [Fact]
    public void The_layout_is_frozen()
    {
        byte[] frame = Frame("bar.5m"u8, sequence: 0x0102030405060708, exchangeTime_ms: 1_766_362_500_000, publishTime_us: 1_766_362_500_000_123, session: 7, "data"u8, "hi"u8);
        Assert.Equal(
            "6261722E356D" + "00" + "02" + "0807060504030201" + "A0CB68439B010000" + "7B695B517F460600" + "0700000000000000" + "04" + "64617461" + "6869",
            Convert.ToHexString(frame));
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        byte[] frame = Frame("order.main"u8, ulong.MaxValue, -1, long.MinValue, 42, "executor.main"u8, [0, 0, 7]);
        Assert.True(TryRead(frame, out ReadOnlySpan<byte> topic, out EnvelopeView view, out ReadOnlySpan<byte> payload));
        Assert.True(topic.SequenceEqual("order.main"u8));
        Assert.Equal((ulong.MaxValue, -1L, long.MinValue, 42L), (view.Sequence, view.ExchangeTime_ms, view.PublishTime_us, view.Session));
        Assert.True(view.Publisher.SequenceEqual("executor.main"u8));
        Assert.True(payload.SequenceEqual<byte>([0, 0, 7]));
    }

    [Fact]
    public void Another_version_or_a_frame_cut_before_its_payload_is_refused()
    {
        byte[] frame = Frame("t"u8, 1, 2, 3, 4, "data"u8, []);
        for (int cut = 0; cut < frame.Length; cut++)
            Assert.False(TryRead(frame.AsSpan(0, cut), out _, out _, out _), $"cut at {cut}");
        frame[2]++;
        Assert.False(TryRead(frame, out _, out _, out _));
    }

    [Fact]
    public void The_longest_topic_is_read_and_a_longer_or_empty_one_is_not()
    {
        byte[] longest = Frame(Enumerable.Repeat((byte)'t', TopicText.MaxBytes).ToArray(), 1, 2, 3, 4, "data"u8, []);
        Assert.True(TryRead(longest, out ReadOnlySpan<byte> topic, out _, out _));
        Assert.Equal(TopicText.MaxBytes, topic.Length);
        Assert.False(TryRead((byte[])[(byte)'t', .. longest], out _, out _, out _));
        Assert.False(TryRead(longest.AsSpan(TopicText.MaxBytes), out _, out _, out _));
    }

    [Fact]
    public void A_topic_that_holds_the_terminator_is_a_programmers_error() =>
        Assert.Throws<CheckFailedException>(() => MessageFrame.Head("bar\0x"u8, 1, "data"u8));

    [Fact]
    public void No_bytes_make_the_reader_fail() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            bool isRead = TryRead(bytes, out ReadOnlySpan<byte> topic, out EnvelopeView view, out ReadOnlySpan<byte> payload);
            return !isRead || topic.Length + view.Publisher.Length + payload.Length < bytes.Length;
        }).QuickCheckThrowOnFailure();

    private static byte[] Frame(ReadOnlySpan<byte> topic, ulong sequence, long exchangeTime_ms, long publishTime_us, long session, ReadOnlySpan<byte> publisher, ReadOnlySpan<byte> payload)
    {
        byte[] frame = [.. MessageFrame.Head(topic, session, publisher), .. payload];
        MessageFrame.Stamp(frame, topic.Length, sequence, exchangeTime_ms, publishTime_us);
        return frame;
    }

    private static bool TryRead(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> topic, out EnvelopeView view, out ReadOnlySpan<byte> payload)
    {
        view = default;
        payload = default;
        return MessageFrame.TryReadTopic(frame, out topic) && MessageFrame.TryRead(frame, topic.Length, out view, out payload);
    }
}
